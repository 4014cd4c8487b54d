-- table: link_common
-- reads: link_counted, link_log, link_p_new, link_limits
-- The same in bits: how likely a stranger agrees by chance.
-- local: how many times more common a surname is in a county than a county of its size would have it (surnames and
-- peoples live together); the person herself is not counted, and a few people are assumed as common as everywhere.
with here as (
    select left(region, 6) as county, left(fname, 1) as surname, count(*) as n from link_p_new
    where region is not null and fname <> '' group by left(region, 6), left(fname, 1)
),
county as (select county, sum(n) as n from here group by county),
surname as (select surname, sum(n) as n from here group by surname),
whole as (select sum(n) as n from here),
known as (
    select
        h.county, h.surname, cast(h.n - 1 + l.local_people as bigint) as seen,
        cast(floor(cast(c.n as double) * cast(s.n as double) / cast(w.n as double)) + l.local_people as bigint) as expected
    from here as h join county as c on c.county = h.county join surname as s on s.surname = h.surname
    cross join whole as w cross join link_limits as l
),
number as (select seen as n from known union select expected from known union select cast(n as bigint) from link_counted),
weighed as (select v.n, l.bits from number as v join link_log as l on v.n between l.low and l.high)
select c.kind, c.key, v.bits from link_counted as c join weighed as v on v.n = c.n
union all
select 'local', k.county || k.surname, a.bits - b.bits from known as k
join weighed as a on a.n = k.seen join weighed as b on b.n = k.expected
where a.bits <> b.bits
