-- table: link_repairs_new
-- reads: link_p_new, link_m, link_repairs_before, link_pos
-- The valid numbers (first 17 digits) one slip away from a number that cannot be right: one digit wrong, two neighbours
-- exchanged, one digit missing (17) or too many (19). GB 11643: the sum of digit times weight leaves 1 when divided by 11.
with bad as (
    select num from link_p_new where regexp_like(num, '^[0-9]{16,18}[0-9X]$')
    union
    select num from link_m where shared = 0 and regexp_like(num, '^[0-9]{16,18}[0-9X]$')
),
fresh as (
    select b.num from bad as b left join (select distinct num from link_repairs_before) as k on k.num = b.num where k.num is null
),
digit as (
    select
        b.num, length(b.num) as len, p.p, p.w, p.w_next, p.w_prev, p.inv, p.ten,
        case when substr(b.num, p.p, 1) = 'X' then 10 else try_cast(substr(b.num, p.p, 1) as integer) end as d,
        case when substr(b.num, p.p + 1, 1) = 'X' then 10 else try_cast(substr(b.num, p.p + 1, 1) as integer) end as d_next
    from fresh as b join link_pos as p on p.p <= length(b.num)
),
total as (
    select num, cast(sum(w * d) % 11 as integer) as s, cast(left(num, 17) as bigint) as base
    from digit where len = 18 group by num
),
swapped as (
    -- the value of the next place is a tenth of this one's; behind the 17th, none
    select a.num, t.base + (a.d_next - a.d) * a.ten + (a.d - a.d_next) * case when a.p < 17 then cast(floor(a.ten / 10) as bigint) else 0 end as val
    from digit as a join total as t on t.num = a.num
    where a.p < 18 and a.d <> a.d_next and a.d < 10 and a.d_next < 10
        and (t.s + (a.w - a.w_next) * (a.d_next - a.d) + 1100) % 11 = 1
),
changed as (
    select a.num, a.p, a.d as old, a.ten, t.base, (a.d + (12 - t.s) * a.inv) % 11 as d
    from digit as a join total as t on t.num = a.num where t.s <> 1
),
gap as (
    select
        g.num, q.p, q.inv,
        cast(sum(g.d * case when g.p < q.p then g.w else g.w_next end) % 11 as integer) as s
    from digit as g join link_pos as q on q.p <= 18 where g.len = 17 group by g.num, q.p, q.inv
),
filled as (select num, p, left(num, p - 1) as head, substr(num, p) as tail, ((12 - s) * inv) % 11 as d from gap),
cut as (
    select g.num, left(g.num, q.p - 1) || substr(g.num, q.p + 1) as text
    from digit as g join link_pos as q on q.p <= 19 and q.p <> g.p where g.len = 19 group by g.num, q.p
    having cast(sum(g.d * case when g.p < q.p then g.w else g.w_prev end) % 11 as integer) = 1
),
made as (
    select num, val from swapped
    union all
    select num, base + (d - old) * ten from changed where p < 18 and d < 10
    union all
    select num, base from changed where p = 18
    union all
    select num, try_cast(left(head || cast(d as varchar(2)) || tail, 17) as bigint) from filled where p < 18 and d < 10
    union all
    select num, try_cast(head as bigint) from filled where p = 18
    union all
    select num, try_cast(left(text, 17) as bigint) from cut
)
select num, cast(val as bigint) as val from made where val is not null
