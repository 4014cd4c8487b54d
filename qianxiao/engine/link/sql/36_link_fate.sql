-- table: link_fate
-- reads: link_fate_new, link_fate_before, link_todo, link_m
-- order: ikey, rank, person_no
-- Decided now, and decided before and untouched since.
select * from link_fate_new
union all
select b.* from link_fate_before as b join link_m as m on m.ikey = b.ikey
left join link_todo as t on t.ikey = b.ikey where t.ikey is null
