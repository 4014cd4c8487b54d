-- table: link_p_diff
-- reads: persons, link_p_before, link_gone_before
-- People who are new, changed or gone since the month remembered. The mark is made as in link_p_new.
with now as (
    select
        person_no, xxhash64(concat_ws('|', person_no, coalesce(hh_no, ''), coalesce(name, ''), coalesce(id18, ''),
            coalesce(id_no, ''), coalesce(id_class, ''), coalesce(sex, ''), coalesce(region, ''), coalesce(phone, ''))) as mark
    from persons
),
face as (
    select p.person_no, p.mark from link_p_before as p
    left join link_gone_before as g on g.person_no = p.person_no and p.gen < g.gen where g.person_no is null
)
select distinct coalesce(n.person_no, f.person_no) as person_no
from now as n full outer join face as f on f.person_no = n.person_no and f.mark = n.mark
where n.person_no is null or f.person_no is null
