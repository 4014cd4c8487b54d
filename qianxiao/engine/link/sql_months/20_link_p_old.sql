-- table: link_p_old
-- reads: link_p_before, link_p_diff
-- The faces that are former since this month.
select p.person_no, p.val, p.phone from link_p_before as p
join link_p_diff as d on d.old_mark = p.mark and d.old_gen = p.gen
