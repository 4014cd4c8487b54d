-- table: link_p_fresh
-- reads: persons, link_p_diff
-- The people of those who are still, or newly, registered.
select p.* from persons as p join link_p_diff as d on d.person_no = p.person_no
