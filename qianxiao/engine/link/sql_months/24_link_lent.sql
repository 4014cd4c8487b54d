-- table: link_lent
-- reads: persons, link_names, link_lent_moved, link_lent_before
-- Valid numbers registered for people of different names, looked at anew where their holders may have changed.
select v.val from persons as p join link_lent_moved as v on v.val = cast(left(p.id18, 17) as bigint)
left join link_names as n on n.name = p.name
where p.id_class in ('valid', 'valid15', 'disability')
group by v.val having count(distinct coalesce(n.fname, '')) > 1
union all
select b.val from link_lent_before as b left join link_lent_moved as v on v.val = b.val where v.val is null
