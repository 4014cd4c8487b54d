-- table: link_m
-- reads: link_asked, link_exact, link_names, link_numbers
-- The other mentions. own_birth: the birth date was told, not read from the number.
with seen as (
    select
        m.register || '|' || m.rec_id as mkey, m.name, m.sex, m.birth, m.region, m.phone, m.claimed_person_no as claimed, m.says_poor,
        case
            when m.id_no is not null and coalesce(m.id_class, '') <> 'missing'
            then coalesce(m.id18, upper(translate(m.id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX')))
        end as num,
        case when m.id_class in ('valid', 'valid15', 'disability') then 1 else 0 end as ok
    from link_asked as m
)
select
    o.mkey, coalesce(n.fname, '') as fname, coalesce(n.syl, 0) as syl, o.ok,
    case when o.ok = 1 then cast(left(o.num, 17) as bigint) end as val, case when o.ok = 0 then o.num end as num,
    case when x.num is null then 0 else 1 end as shared, o.birth,
    case
        when o.birth is null then 0
        when o.num is null or length(o.num) < 14 then 1
        when substr(o.num, 7, 8) = cast(o.birth as varchar(8)) then 0
        else 1
    end as own_birth,
    case when o.sex in ('1', '2') then o.sex end as sex, o.region, o.phone, o.claimed, o.says_poor
from seen as o left join (select distinct mkey from link_exact) as e on e.mkey = o.mkey
left join link_names as n on n.name = o.name left join link_numbers as x on x.num = o.num
where e.mkey is null
