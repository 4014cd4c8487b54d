-- table: link_names
-- reads: persons, mentions, link_chars, link_pos
-- order: name
-- Each distinct name: folded form, length, codes of its sound, first syllable, number of unreadable characters.
with named as (
    select name from persons where name is not null union select name from mentions where name is not null
),
cut as (
    select n.name, p.p, ascii(substr(n.name, p.p, 1)) as cp, substr(n.name, p.p, 1) as ch
    from named as n join link_pos as p on p.p <= length(n.name)
),
seen as (
    select
        c.name, row_number() over (partition by c.name order by c.p) as p, 
        case
            when k.kind is not null then k.folded
            when c.cp between 57344 and 63743 or c.cp >= 983040 then '?'
            else c.ch
        end as shown,
        case
            when k.kind is not null then k.kind
            when c.cp between 57344 and 63743 or c.cp >= 983040 then 1
            else 0
        end as kind,
        coalesce(k.syl, c.cp + 200000) as syl, coalesce(k.syl1, c.cp + 200000) as syl1,
        coalesce(k.loose, c.cp + 200000) as loose
    from cut as c left join link_chars as k on k.cp = c.cp
    where coalesce(k.kind, 0) <> 2
)
select
    s.name,
    listagg(s.shown, '') within group (order by s.p) as fname,
    cast(count(*) as integer) as len,
    cast(sum(case when s.p = 1 then s.syl1 else s.syl end * w.weight) as bigint) as syl,
    cast(sum(s.loose * w.weight) as bigint) as loose,
    cast(max(case when s.p = 1 then s.syl1 end) as integer) as first,
    cast(sum(case when s.kind = 1 then 1 else 0 end) as integer) as unknown
from seen as s join link_pos as w on w.p = s.p
group by s.name
