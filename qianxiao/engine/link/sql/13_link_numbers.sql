-- table: link_numbers
-- reads: mentions, link_names
-- order: num
-- Numbers, folded to plain digits, that mentions give under several names that do not even sound alike.
with used as (
    select coalesce(m.id18, upper(translate(m.id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX'))) as num, n.syl
    from mentions as m join link_names as n on n.name = m.name
    where m.id_no is not null and coalesce(m.id_class, '') <> 'missing'
)
select num, cast(count(distinct syl) as integer) as names from used group by num having count(distinct syl) > 1
