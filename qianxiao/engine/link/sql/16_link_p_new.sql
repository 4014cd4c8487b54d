-- table: link_p_new
-- reads: link_people, link_names
-- Registered people as the matching sees them: derived from the person's own row alone, so that an unchanged row keeps
-- its columns. A valid number is its first 17 digits (val), another one its text (num).
-- mark: a number made of the whole row; gen: the month in which it was derived. Together they name this face of the person.
select
    p.person_no, p.hh_no, coalesce(n.fname, '') as fname, coalesce(n.syl, 0) as syl,
    case when p.id_class in ('valid', 'valid15', 'disability') then cast(left(p.id18, 17) as bigint) end as val,
    case
        when p.id_class not in ('valid', 'valid15', 'disability', 'missing') then coalesce(p.id18, upper(p.id_no))
    end as num,
    p.birth, case when p.sex in ('1', '2') then p.sex end as sex, p.region, p.phone,
    xxhash64(p.person_no, coalesce(p.hh_no, ''), coalesce(p.name, ''), coalesce(p.id18, ''), coalesce(p.id_no, ''),
        coalesce(p.id_class, ''), coalesce(p.sex, ''), coalesce(p.region, ''), coalesce(p.phone, ''), '') as mark,
    cast(:period as integer) as gen
from link_people as p left join link_names as n on n.name = p.name
