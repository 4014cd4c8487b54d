-- table: link_fate
-- reads: link_fate_new, link_fate_before, link_touched
-- by: mkey
-- Decided now, and decided before and untouched since.
select * from link_fate_new
union all
select b.* from link_fate_before as b left join link_touched as t on t.mkey = b.mkey where t.mkey is null
