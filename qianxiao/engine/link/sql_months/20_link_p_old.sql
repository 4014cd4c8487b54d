-- table: link_p_old
-- reads: link_p_before, link_p_diff
-- Former faces of people who changed or are gone.
select p.person_no, p.val, p.phone from link_p_before as p join link_p_diff as d on d.person_no = p.person_no
