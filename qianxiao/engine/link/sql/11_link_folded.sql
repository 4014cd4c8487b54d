-- table: link_folded
-- reads: link_plain, link_chars, link_places
-- Odd names without dots and spaces, in simplified characters; '?' stands for what cannot be read.
with cut as (
    select n.name, w.p, ascii(substr(n.name, w.p, 1)) as cp, substr(n.name, w.p, 1) as ch
    from link_plain as n join link_places as w on w.len = least(length(n.name), 32) where n.odd = 1
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
