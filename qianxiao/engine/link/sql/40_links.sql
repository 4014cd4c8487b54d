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
    case when r.person_no is null or r.person_no = f.person_no then f.bits else 0 end as bits,
    case when r.person_no is null or r.person_no = f.person_no then f.ev_id else 0 end as ev_id,
    case when r.person_no is null or r.person_no = f.person_no then f.ev_name else 0 end as ev_name,
    case when r.person_no is null or r.person_no = f.person_no then f.ev_birth else 0 end as ev_birth,
    case when r.person_no is null or r.person_no = f.person_no then f.ev_sex else 0 end as ev_sex,
    case when r.person_no is null or r.person_no = f.person_no then f.ev_region else 0 end as ev_region,
    case when r.person_no is null or r.person_no = f.person_no then f.ev_phone else 0 end as ev_phone
from link_recs as m
left join link_fate as f on f.ikey = m.ikey and f.rank = 1 and f.fate in ('exact', 'id_variant', 'repaired', 'probable')
left join ruled as r on r.register = m.register and r.rec_id = m.rec_id
where f.ikey is not null or r.person_no is not null
