-- table: link_named
-- reads: link_blocks, link_m, link_near
-- The different names that meet in the candidates. heard: they sound alike.
select distinct m.fname as a, p.fname as b, case when m.syl = p.syl then 1 else 0 end as heard
from link_blocks as c join link_m as m on m.mkey = c.mkey join link_near as p on p.mark = c.mark and p.gen = c.gen
where m.fname <> p.fname
