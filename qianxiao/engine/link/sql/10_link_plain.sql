-- table: link_plain
-- reads: link_people, link_asked, link_names_before, link_chars, link_places
-- Names not derived before, with the number of their sound: syllables by place, the first read as a surname.
-- odd = 1: something in the name is folded, dropped, unreadable or may be another spelling; those are taken apart.
with named as (
    select name from link_people where name is not null union select name from link_asked where name is not null
),
fresh as (select n.name from named as n left join link_names_before as b on b.name = n.name where b.name is null),
letter as (
    select f.name, w.p, w.weight, ascii(substr(f.name, w.p, 1)) as cp, substr(f.name, w.p, 1) as ch
    from fresh as f join link_places as w on w.len = least(length(f.name), 32)
)
select
    l.name,
    cast(sum(case when k.cp is null then l.cp + 200000 when l.p = 1 then k.syl1 else k.syl end * l.weight) as bigint) as syl,
    max(case
        when k.cp is null then case when l.cp between 57344 and 63743 or l.cp >= 983040 then 1 else 0 end
        when k.kind <> 0 or k.starts = 1 or k.folded <> l.ch then 1 else 0
    end) as odd
from letter as l left join link_chars as k on k.cp = l.cp
group by l.name
