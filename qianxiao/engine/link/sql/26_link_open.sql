-- table: link_open
-- reads: link_m, link_holders, link_phones, link_limits
-- Mentions that need candidates by other keys, with those keys. day: a birth date that is not a stranger's; other_day:
-- the same with day and month exchanged, where that is a date. A phone of a crowd says nothing.
with held as (select distinct mkey from link_holders),
busy as (select b.phone from link_phones as b cross join link_limits as l where b.n > l.shared_phone)
select
    m.mkey, m.fname, m.syl, m.ok, m.sex, m.claimed, case when b.phone is null then m.phone end as phone, left(m.region, 6) as county,
    case when length(m.region) >= 9 then left(m.region, 9) end as township,
    case when m.own_birth = 1 or m.ok = 0 or m.shared = 0 then m.birth end as day,
    case
        when (m.own_birth = 1 or m.ok = 0 or m.shared = 0) and m.birth % 100 between 1 and 12
        then cast(floor(m.birth / 10000) * 10000 + (m.birth % 100) * 100 + floor(m.birth / 100) % 100 as integer)
    end as other_day,
    case when m.ok = 0 or m.shared = 1 or h.mkey is not null then 1 else 0 end as loose
from link_m as m left join held as h on h.mkey = m.mkey left join busy as b on b.phone = m.phone
where m.fname <> ''
