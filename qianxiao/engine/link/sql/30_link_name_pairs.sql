-- table: link_name_pairs
-- reads: link_named, link_chars, link_places
-- How two different names resemble each other, character by character (levels: evidence.py, field name).
with cut as (
    select
        a, b, heard, length(a) as la, length(b) as lb, w.p,
        substr(a, w.p, 1) as ca, substr(b, w.p, 1) as cb,
        -- the same place counted from the right; place 0 would be the first character on Spark and none on DuckDB
        case when w.p + length(b) - length(a) >= 1 then substr(b, w.p + length(b) - length(a), 1) else '' end as cr
    from link_named join link_places as w on w.len = least(greatest(length(a), length(b)), 32)
),
read as (
    select
        c.*, x.syl as sa, y.syl as sb, x.syl1 as fa, y.syl1 as fb, x.loose as oa, y.loose as ob, x.shape as ha, y.shape as hb
    from cut as c left join link_chars as x on x.cp = ascii(c.ca) left join link_chars as y on y.cp = ascii(c.cb)
),
judged as (
    select
        a, b, heard, la, lb, p,
        case
            when ca = '' or cb = '' then 'd'
            when ca = cb then 'e'
            when ca = '?' or cb = '?' then 'u'
            when sa = sb or (p = 1 and fa = fb) then 's'
            when ha > 0 and hb > 0 and (
                case when floor(ha / 10000) = floor(hb / 10000) then 1 else 0 end
                + case when floor(ha / 1000) % 10 = floor(hb / 1000) % 10 then 1 else 0 end
                + case when floor(ha / 100) % 10 = floor(hb / 100) % 10 then 1 else 0 end
                + case when floor(ha / 10) % 10 = floor(hb / 10) % 10 then 1 else 0 end) >= 3 then 'c'
            when oa = ob then 'o'
            else 'd'
        end as verdict,
        case when ca = cr and ca <> '' then 1 else 0 end as from_right
    from read
),
counted as (
    select
        a, b, heard, la, lb,
        sum(case when verdict = 'e' then 1 else 0 end) as e, sum(case when verdict = 's' then 1 else 0 end) as s,
        sum(case when verdict = 'u' then 1 else 0 end) as u, sum(case when verdict = 'c' then 1 else 0 end) as c,
        sum(case when verdict = 'o' then 1 else 0 end) as o, sum(from_right) as r,
        max(case when p = 1 and verdict in ('e', 's') then 1 else 0 end) as surname
    from judged group by a, b, heard, la, lb
)
select
    a, b,
    cast(case
        when heard = 1 or (la = lb and e + s = la) then 2
        when la = lb and e + s + u = la and e + s >= 1 then 3
        when la = lb and e = la - 1 and c = 1 and la >= 2 then 4
        when la = lb and la >= 6 and e + s + c + u + o >= la - 1 then 4
        when la = lb and la >= 10 and e >= la - 2 then 4
        when abs(la - lb) = 1 and least(la, lb) >= 6 and e + r >= least(la, lb) then 4
        when la = lb and e + s + c + u + o = la and la >= 3 and e + s >= 1 then 5
        when la <> lb and least(la, lb) >= 3 and (instr(a, b) = 1 or instr(b, a) = 1) then 5
        when la = lb and (e + s + u >= la - 1 and la >= 3 or la = 2 and e = 1) then 6
        when abs(la - lb) = 1 and least(la, lb) >= 2 and e + r >= least(la, lb) then 6
        when surname = 1 then 7
        else 8
    end as integer) as level
from counted
