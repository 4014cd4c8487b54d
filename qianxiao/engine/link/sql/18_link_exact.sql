-- table: link_exact
-- reads: link_m, link_p
-- order: ikey
-- Identities whose valid number and folded name both equal a registered person's: they need no other candidates.
select distinct m.ikey from link_m as m join link_p as p on p.num = m.num and p.fname = m.fname
where m.ok = 1 and p.ok = 1 and m.fname <> ''
