-- table: link_p_changed
-- reads: link_p, link_p_before
-- order: person_no, mark
-- People who are new, gone or changed since the month remembered: as they are and as they were.
select p.* from link_p as p left join link_p_before as b on b.person_no = p.person_no and b.mark = p.mark
where b.person_no is null
union all
select b.* from link_p_before as b left join link_p as p on b.person_no = p.person_no and b.mark = p.mark
where p.person_no is null
