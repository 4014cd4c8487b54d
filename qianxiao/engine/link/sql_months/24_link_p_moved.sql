-- table: link_p_moved
-- reads: link_p_new, link_p_before, link_gone, link_lent, link_lent_before
-- The faces that mentions may see differently: new ones, and those whose number has become, or ceased to be, one of several people.
with turned as (
    select coalesce(a.val, b.val) as val from link_lent as a full outer join link_lent_before as b on b.val = a.val
    where a.val is null or b.val is null
)
select * from link_p_new
union all
select p.* from link_p_before as p join turned as t on t.val = p.val
left join link_gone as g on g.mark = p.mark and g.gen = p.gen where g.mark is null
