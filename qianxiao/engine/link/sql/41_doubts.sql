-- table: doubts
-- reads: link_fate, links
-- order: register, rec_id, rank
-- by: register, rec_id
-- Candidates for people to decide, best first; a linked mention has none.
with open_fate as (
    select left(mkey, instr(mkey, '|') - 1) as register, substr(mkey, instr(mkey, '|') + 1) as rec_id, *
    from link_fate where fate in ('doubtful', 'conflict')
)
select
    f.register, f.rec_id, f.person_no, f.rank, f.fate as doubt_class, f.bits,
    f.ev_id, f.ev_name, f.ev_birth, f.ev_sex, f.ev_region, f.ev_phone, f.ev_group
from open_fate as f left join links as k on k.register = f.register and k.rec_id = f.rec_id
where k.rec_id is null
