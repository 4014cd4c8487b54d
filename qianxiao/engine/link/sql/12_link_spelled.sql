-- table: link_spelled
-- reads: link_folded, link_places, link_spellings
-- Folded names that hold a spelling with a more usual form, in that form (longest first, no overlaps).
with cut as (
    select f.fname, w.p, substr(f.fname, w.p, 1) as ch
    from (select distinct fname from link_folded where length(fname) >= 2) as f
    join link_places as w on w.len = least(length(f.fname), 32)
),
hit as (
    select c.fname, c.p, s.usual, s.len, row_number() over (partition by c.fname, c.p order by s.len desc) as place
    from cut as c join link_spellings as s on s.first = c.ch and s.written = substr(c.fname, c.p, s.len)
),
chosen as (
    select fname, p, usual, len,
        max(p + len) over (partition by fname order by p rows between unbounded preceding and 1 preceding) as busy_to
    from hit where place = 1
),
kept as (select * from chosen where coalesce(busy_to, 0) <= p),
part as (
    select
        c.fname, c.p,
        case when k.p = c.p then k.usual when k.p is not null then '' else c.ch end as shown
    from cut as c
    join (select distinct fname from kept) as w on w.fname = c.fname
    left join kept as k on k.fname = c.fname and c.p >= k.p and c.p < k.p + k.len
)
select fname, listagg(shown, '') within group (order by p) as spelled from part group by fname
