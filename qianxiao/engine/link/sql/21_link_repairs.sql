-- table: link_repairs
-- reads: link_p, link_p_changed, link_m, link_pos
-- order: num, val
-- The numbers one slip away from a number that cannot be right: one digit wrong, two neighbours exchanged,
-- one digit missing (17) or too many (19). GB 11643: the sum of digit times weight leaves 1 when divided by 11.
with bad as (
    select num from link_p where ok = 0 and regexp_like(num, '^[0-9]{16,18}[0-9X]$')
    union
    select num from link_p_changed where ok = 0 and regexp_like(num, '^[0-9]{16,18}[0-9X]$')
    union
    select num from link_m where ok = 0 and shared = 0 and regexp_like(num, '^[0-9]{16,18}[0-9X]$')
),
digit as (
    select
        b.num, length(b.num) as len, p.p, p.w, p.w_next, p.w_prev, p.inv,
        case when substr(b.num, p.p, 1) = 'X' then 10 else try_cast(substr(b.num, p.p, 1) as integer) end as d
    from bad as b join link_pos as p on p.p <= length(b.num)
),
total as (select num, cast(sum(w * d) % 11 as integer) as s from digit where len = 18 group by num),
swapped as (
    select a.num, left(a.num, a.p - 1) || substr(a.num, a.p + 1, 1) || substr(a.num, a.p, 1) || substr(a.num, a.p + 2) as val
    from digit as a join digit as b on b.num = a.num and b.p = a.p + 1 join total as t on t.num = a.num
    where a.d <> b.d and a.d < 10 and b.d < 10 and (t.s + (a.w - b.w) * (b.d - a.d) + 1100) % 11 = 1
),
changed as (
    select a.num, a.p, left(a.num, a.p - 1) as head, substr(a.num, a.p + 1) as tail, (a.d + (12 - t.s) * a.inv) % 11 as d
    from digit as a join total as t on t.num = a.num where t.s <> 1
),
gap as (
    select
        g.num, q.p, q.inv,
        cast(sum(g.d * case when g.p < q.p then g.w else g.w_next end) % 11 as integer) as s
    from digit as g join link_pos as q on q.p <= 18 where g.len = 17 group by g.num, q.p, q.inv
),
filled as (
    select num, p, left(num, p - 1) as head, substr(num, p) as tail, ((12 - s) * inv) % 11 as d from gap
),
cut as (
    select g.num, left(g.num, q.p - 1) || substr(g.num, q.p + 1) as val
    from digit as g join link_pos as q on q.p <= 19 and q.p <> g.p where g.len = 19 group by g.num, q.p
    having cast(sum(g.d * case when g.p < q.p then g.w else g.w_prev end) % 11 as integer) = 1
),
made as (
    select num, val from swapped
    union
    select num, head || case when d = 10 then 'X' else cast(d as varchar(2)) end || tail from changed where d < 10 or p = 18
    union
    select num, head || case when d = 10 then 'X' else cast(d as varchar(2)) end || tail from filled where d < 10 or p = 18
    union
    select num, val from cut
)
select num, val from made where regexp_like(val, '^[0-9]{17}[0-9X]$')
