-- table: link_numbers
-- reads: mentions, link_names, link_limits
-- Numbers, folded to plain digits, that mentions give under so many names that do not even sound alike that they say nothing.
with given as (
    select coalesce(id18, upper(translate(id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX'))) as num, name
    from mentions where id_no is not null and coalesce(id_class, '') <> 'missing'
),
several as (
    select g.num from given as g cross join link_limits as l group by g.num, l.shared_number having count(*) > l.shared_number
)
select g.num from given as g join several as s on s.num = g.num join link_names as n on n.name = g.name
cross join link_limits as l group by g.num, l.shared_number having count(distinct n.syl) > l.shared_number
