-- table: link_folded
-- reads: persons, mentions, link_chars, link_pos
-- order: name
-- Each distinct name without dots and spaces, in simplified characters; '?' stands for what cannot be read.
with named as (
    select name from persons where name is not null union select name from mentions where name is not null
),
cut as (
    select n.name, p.p, ascii(substr(n.name, p.p, 1)) as cp, substr(n.name, p.p, 1) as ch
    from named as n join link_pos as p on p.p <= length(n.name)
),
seen as (
    select
        c.name, c.p,
        case
            when k.kind is not null then k.folded
            when c.cp between 57344 and 63743 or c.cp >= 983040 then '?'
            else c.ch
        end as shown
    from cut as c left join link_chars as k on k.cp = c.cp
    where coalesce(k.kind, 0) <> 2
)
select name, listagg(shown, '') within group (order by p) as fname from seen group by name
