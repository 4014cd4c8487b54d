-- table: link_lent
-- reads: link_p_new
-- Valid numbers registered for people of different names: they tell the birth date of one of them only.
with twice as (select val from link_p_new where val is not null group by val having count(*) > 1)
select t.val from link_p_new as p join twice as t on t.val = p.val group by t.val having count(distinct p.fname) > 1
