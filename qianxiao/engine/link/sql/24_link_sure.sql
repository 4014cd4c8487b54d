-- table: link_sure
-- reads: link_numbered, link_gone
-- Mentions whose valid number and folded name both equal a registered person's: they need no other candidates.
select distinct n.mkey from link_numbered as n
left join link_gone as g on g.person_no = n.person_no and n.gen < g.gen
where n.level = 1 and n.named = 1 and g.person_no is null
