-- table: link_lent
-- reads: link_p, link_gone, link_moved, link_lent_before
-- Valid numbers registered for people of different names, looked at anew where their holders may have changed.
with moved as (select distinct val from link_moved where val is not null)
select p.val from link_p as p join moved as v on v.val = p.val
left join link_gone as g on g.mark = p.mark and g.gen = p.gen where g.mark is null
group by p.val having count(distinct p.fname) > 1
union all
select b.val from link_lent_before as b left join moved as v on v.val = b.val where v.val is null
