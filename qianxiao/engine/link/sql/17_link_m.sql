-- table: link_m
-- reads: link_recs, link_names
-- order: ikey
-- Distinct identities of mentions. own_birth: the birth date was told, not read from the number.
with one as (select distinct ikey, name, num, id_class, sex, birth, region, phone, claimed, says_poor, told, shared from link_recs)
select
    o.ikey, coalesce(n.fname, '') as fname, coalesce(n.syl, 0) as syl, o.num,
    case when o.id_class in ('valid', 'valid15', 'disability') then 1 else 0 end as ok, o.shared, o.birth,
    case
        when o.birth is null then 0
        when o.num is null or length(o.num) < 14 then 1
        when substr(o.num, 7, 8) = cast(o.birth as varchar(8)) then 0
        else 1
    end as own_birth,
    case when o.sex in ('1', '2') then o.sex end as sex, o.region, o.phone, o.claimed, o.says_poor, o.told
from one as o left join link_names as n on n.name = o.name
