-- table: link_lent
-- reads: persons, link_names
-- Valid numbers (first 17 digits) registered for people of different names: they tell the birth date of one of them only.
with twice as (
    select cast(left(id18, 17) as bigint) as val from persons where id_class in ('valid', 'valid15', 'disability')
    group by cast(left(id18, 17) as bigint) having count(*) > 1
)
select t.val from persons as p join twice as t on t.val = cast(left(p.id18, 17) as bigint)
left join link_names as n on n.name = p.name
where p.id_class in ('valid', 'valid15', 'disability')
group by t.val having count(distinct coalesce(n.fname, '')) > 1
