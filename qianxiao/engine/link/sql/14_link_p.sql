-- table: link_p
-- reads: persons, link_names, link_limits
-- order: person_no
-- Registered people as the matching sees them; a phone that many share says nothing and is left out.
with shared as (
    select phone from persons cross join link_limits as l where phone is not null
    group by phone, l.shared_phone having count(*) > l.shared_phone
),
seen as (
    select
        p.person_no, p.hh_no, coalesce(n.fname, '') as fname, coalesce(n.syl, 0) as syl,
        case when p.id_class <> 'missing' then coalesce(p.id18, upper(p.id_no)) end as num,
        case when p.id_class in ('valid', 'valid15', 'disability') then 1 else 0 end as ok,
        p.birth, case when p.sex in ('1', '2') then p.sex end as sex,
        p.region, left(p.region, 9) as township, left(p.region, 6) as county, left(p.region, 4) as prefecture,
        case when s.phone is null then p.phone end as phone
    from persons as p left join link_names as n on n.name = p.name left join shared as s on s.phone = p.phone
)
select
    *, md5(concat_ws('|', hh_no, fname, coalesce(num, ''), cast(ok as varchar(1)),
        coalesce(cast(birth as varchar(8)), ''), coalesce(sex, ''), coalesce(region, ''), coalesce(phone, ''))) as mark
from seen
