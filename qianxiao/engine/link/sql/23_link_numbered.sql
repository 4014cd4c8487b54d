-- table: link_numbered
-- reads: link_m, link_p, link_gone, link_repairs
-- Mentions and people whose numbers are equal (1) or one slip apart, or equal and both faulty (2); for equal ones the
-- household and village that hold the number.
with key as (
    select mkey, val, 1 as level from link_m where val is not null
    union all
    select m.mkey, r.val, 2 from link_m as m join link_repairs as r on r.num = m.num
),
faulty as (select num, mark, gen from link_p where num is not null),
met as (
    select k.mkey, p.mark, p.gen, k.level, p.hh_no, p.region from key as k join link_p as p on p.val = k.val
    union all
    select m.mkey, p.mark, p.gen, 2, null, null from link_m as m join faulty as p on p.num = m.num where length(m.num) >= 15
    union all
    select m.mkey, p.mark, p.gen, 2, null, null from faulty as p join link_repairs as r on r.num = p.num join link_m as m on m.val = r.val
)
select
    c.mkey, c.mark, c.gen, min(c.level) as level,
    max(case when c.level = 1 then c.hh_no end) as hh_no, max(case when c.level = 1 then c.region end) as region
from met as c left join link_gone as g on g.mark = c.mark and g.gen = c.gen where g.mark is null
group by c.mkey, c.mark, c.gen
