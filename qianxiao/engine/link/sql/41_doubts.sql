-- table: doubts
-- reads: link_recs, link_fate, links
-- order: register, rec_id, rank
-- Candidates for people to decide, best first; a linked mention has none.
select
    m.register, m.rec_id, f.person_no, f.rank, f.fate as doubt_class, f.bits,
    f.ev_id, f.ev_name, f.ev_birth, f.ev_sex, f.ev_region, f.ev_phone, f.ev_group
from link_recs as m join link_fate as f on f.ikey = m.ikey and f.fate in ('doubtful', 'conflict')
left join links as k on k.register = m.register and k.rec_id = m.rec_id
where k.rec_id is null
