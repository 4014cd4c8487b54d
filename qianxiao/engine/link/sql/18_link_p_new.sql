-- table: link_p_new
-- reads: link_people, link_names, link_lent, link_phones, link_limits
-- Registered people as the matching sees them. A valid number is its first 17 digits (val), another one its text (num).
-- A phone that many share says nothing and is left out, and so is a birth date read from a lent number.
-- gen: the month in which this face of the person was derived; mark: tells whether the row has changed since.
with busy as (select b.phone from link_phones as b cross join link_limits as l where b.n > l.shared_phone),
seen as (
    select
        *, case when id_class in ('valid', 'valid15', 'disability') then cast(left(id18, 17) as bigint) end as val
    from link_people
)
select
    p.person_no, p.hh_no, coalesce(n.fname, '') as fname, coalesce(n.syl, 0) as syl, p.val,
    case when p.val is null and p.id_class <> 'missing' then coalesce(p.id18, upper(p.id_no)) end as num,
    case when t.val is null then 0 else 1 end as lent,
    case when t.val is null then p.birth end as birth, case when p.sex in ('1', '2') then p.sex end as sex, p.region,
    case when s.phone is null then p.phone end as phone, cast(:period as integer) as gen,
    xxhash64(concat_ws('|', p.person_no, coalesce(p.hh_no, ''), coalesce(p.name, ''), coalesce(p.id18, ''),
        coalesce(p.id_no, ''), coalesce(p.id_class, ''), coalesce(p.sex, ''), coalesce(p.region, ''), coalesce(p.phone, ''))) as mark
from seen as p left join link_names as n on n.name = p.name left join busy as s on s.phone = p.phone
left join link_lent as t on t.val = p.val
