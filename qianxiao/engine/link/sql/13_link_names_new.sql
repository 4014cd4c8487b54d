-- table: link_names_new
-- reads: link_plain, link_folded, link_spelled, link_chars, link_places
-- Each name with its folded form and the number of its sound.
with shown as (
    select f.fname, coalesce(s.spelled, f.fname) as text
    from (select distinct fname from link_folded) as f left join link_spelled as s on s.fname = f.fname
),
sounded as (
    select
        n.fname,
        cast(sum(case
            when k.cp is null then ascii(substr(n.text, w.p, 1)) + 200000 when w.p = 1 then k.syl1 else k.syl
        end * w.weight) as bigint) as syl
    from shown as n join link_places as w on w.len = least(length(n.text), 32)
    left join link_chars as k on k.cp = ascii(substr(n.text, w.p, 1))
    group by n.fname
)
select name, name as fname, syl from link_plain where odd = 0
union all
select f.name, f.fname, s.syl from link_folded as f join sounded as s on s.fname = f.fname
