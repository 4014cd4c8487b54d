-- table: links
-- reads: mentions, link_fate, link_rulings, persons
-- order: register, rec_id
-- by: register, rec_id
-- A person's word first, then the automatic link. At most one person per mention.
with ruled as (
    select r.register || '|' || r.rec_id as mkey, r.person_no from link_rulings as r
    join persons as p on p.person_no = r.person_no
    join mentions as m on m.register = r.register and m.rec_id = r.rec_id where r.same = 1
    qualify row_number() over (partition by r.register, r.rec_id order by r.decided_on desc, r.person_no) = 1
),
sure as (select * from link_fate where rank = 1 and fate in ('exact', 'id_variant', 'repaired', 'probable')),
settled as (
    select
        coalesce(r.mkey, f.mkey) as mkey, coalesce(r.person_no, f.person_no) as person_no,
        case when r.person_no is not null then 'decided' else f.fate end as link_class,
        case when r.person_no is null or r.person_no = f.person_no then 1 end as own,
        f.bits, f.ev_id, f.ev_name, f.ev_birth, f.ev_sex, f.ev_region, f.ev_phone, f.ev_group
    from sure as f full outer join ruled as r on r.mkey = f.mkey
)
select
    left(mkey, instr(mkey, '|') - 1) as register, substr(mkey, instr(mkey, '|') + 1) as rec_id, person_no, link_class,
    coalesce(own * bits, 0) as bits, coalesce(own * ev_id, 0) as ev_id, coalesce(own * ev_name, 0) as ev_name,
    coalesce(own * ev_birth, 0) as ev_birth, coalesce(own * ev_sex, 0) as ev_sex, coalesce(own * ev_region, 0) as ev_region,
    coalesce(own * ev_phone, 0) as ev_phone, coalesce(own * ev_group, 0) as ev_group
from settled
