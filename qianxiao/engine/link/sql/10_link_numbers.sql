-- table: link_numbers
-- reads: persons, mentions
-- Numbers as written, folded to plain digits, whose owner is not certain at once: used by how many different names.
with used as (
    select coalesce(id18, upper(translate(id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX'))) as num, name from mentions
    where id_no is not null and coalesce(id_class, '') <> 'missing'
)
select num, cast(count(distinct name) as integer) as names from used
group by num having count(distinct name) > 1
