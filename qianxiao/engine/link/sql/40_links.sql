-- table: links
-- reads: link_recs, link_fate, link_rulings, persons
-- order: register, rec_id
-- A person's word first, then the automatic link. At most one person per mention.
with ruled as (
    select r.register, r.rec_id, r.person_no, r.decided_on from link_rulings as r
    join persons as p on p.person_no = r.person_no where r.same = 1
    qualify row_number() over (partition by r.register, r.rec_id order by r.decided_on desc, r.person_no) = 1
)
select
    m.register, m.rec_id, coalesce(r.person_no, f.person_no) as person_no,
    case when r.person_no is not null then 'decided' else f.fate end as link_class,
    case when r.person_no is null or r.person_no = f.person_no then coalesce(f.bits, 0) else 0 end as bits,
    case when r.person_no is null or r.person_no = f.person_no then coalesce(f.ev_id, 0) else 0 end as ev_id,
    case when r.person_no is null or r.person_no = f.person_no then coalesce(f.ev_name, 0) else 0 end as ev_name,
    case when r.person_no is null or r.person_no = f.person_no then coalesce(f.ev_birth, 0) else 0 end as ev_birth,
    case when r.person_no is null or r.person_no = f.person_no then coalesce(f.ev_sex, 0) else 0 end as ev_sex,
    case when r.person_no is null or r.person_no = f.person_no then coalesce(f.ev_region, 0) else 0 end as ev_region,
    case when r.person_no is null or r.person_no = f.person_no then coalesce(f.ev_phone, 0) else 0 end as ev_phone,
    case when r.person_no is null or r.person_no = f.person_no then coalesce(f.ev_group, 0) else 0 end as ev_group
from link_recs as m
left join link_fate as f on f.ikey = m.ikey and f.rank = 1 and f.fate in ('exact', 'id_variant', 'repaired', 'probable')
left join ruled as r on r.register = m.register and r.rec_id = m.rec_id
where f.ikey is not null or r.person_no is not null
