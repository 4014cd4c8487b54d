-- table: link_spelled
-- reads: link_folded, link_pos, link_spellings
-- order: fname
-- Folded names that hold a spelling with a more usual form, in that form (longest first, no overlaps).
with cut as (
    select f.fname, p.p, substr(f.fname, p.p, 1) as ch
    from (select distinct fname from link_folded where length(fname) >= 2) as f
    join link_pos as p on p.p <= length(f.fname)
),
size as (select distinct len from link_spellings),
hit as (
    select c.fname, c.p, s.usual, s.len, row_number() over (partition by c.fname, c.p order by s.len desc) as place
    from (select c.fname, c.p, z.len, substr(c.fname, c.p, z.len) as part from cut as c cross join size as z) as c
    join link_spellings as s on s.written = c.part and s.len = c.len
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
