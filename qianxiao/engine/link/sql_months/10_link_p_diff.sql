-- table: link_p_diff
-- reads: persons, link_p_before, link_gone_before
-- Rows of people who are new or changed since the month remembered, and faces that are former now. The mark is made as in
-- link_p_new; a person's number is part of it.
with now as (
    select
        person_no, hh_no, name, id_no, id18, id_class, sex, birth, region, phone,
        xxhash64(person_no, coalesce(hh_no, ''), coalesce(name, ''), coalesce(id18, ''), coalesce(id_no, ''),
            coalesce(id_class, ''), coalesce(sex, ''), coalesce(region, ''), coalesce(phone, ''), '') as mark
    from persons
),
face as (
    select p.mark, p.gen from link_p_before as p left join link_gone_before as g on g.mark = p.mark and g.gen = p.gen
    where g.mark is null
)
select
    n.person_no, n.hh_no, n.name, n.id_no, n.id18, n.id_class, n.sex, n.birth, n.region, n.phone,
    f.mark as old_mark, f.gen as old_gen
from now as n full outer join face as f on f.mark = n.mark
where n.mark is null or f.mark is null
