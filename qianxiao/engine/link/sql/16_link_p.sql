-- table: link_p
-- reads: persons, link_names, link_limits
-- order: person_no
-- Registered people as the matching sees them. A phone that many share says nothing and is left out; a number
-- written for people of different names (lent = 1) tells the birth date of one of them only.
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
),
lent as (
    select num from seen where num is not null group by num having count(distinct fname) > 1
),
told as (
    select
        s.person_no, s.hh_no, s.fname, s.syl, s.num, s.ok, case when t.num is null then 0 else 1 end as lent,
        case when t.num is null then s.birth end as birth, s.sex, s.region, s.township, s.county, s.prefecture, s.phone
    from seen as s left join lent as t on t.num = s.num
)
select
    *, md5(concat_ws('|', hh_no, fname, coalesce(num, ''), cast(ok as varchar(1)), cast(lent as varchar(1)),
        coalesce(cast(birth as varchar(8)), ''), coalesce(sex, ''), coalesce(region, ''), coalesce(phone, ''))) as mark
from told
