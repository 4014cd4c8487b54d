-- table: link_names
-- reads: link_folded, link_spelled, link_chars, link_pos
-- order: name
-- Each distinct name with the number of its sound: syllables by place, the first read as a surname.
with shown as (
    select f.fname, coalesce(s.spelled, f.fname) as text
    from (select distinct fname from link_folded) as f left join link_spelled as s on s.fname = f.fname
),
sounded as (
    select
        n.fname,
        cast(sum(case
            when k.cp is null then ascii(substr(n.text, p.p, 1)) + 200000 when p.p = 1 then k.syl1 else k.syl
        end * p.weight) as bigint) as syl
    from shown as n join link_pos as p on p.p <= length(n.text)
    left join link_chars as k on k.cp = ascii(substr(n.text, p.p, 1))
    group by n.fname
)
select f.name, f.fname, s.syl from link_folded as f join sounded as s on s.fname = f.fname
