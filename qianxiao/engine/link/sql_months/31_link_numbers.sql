-- table: link_numbers
-- reads: mentions, link_numbers_moved, link_names, link_limits, link_numbers_before
-- Numbers under many names, looked at anew where a mention that gives or gave them has changed.
with
-- most numbers are joined as they stand: folding all of them would cost more than the rest
told as (
    select v.num, m.name from mentions as m join link_numbers_moved as v on v.num = m.id18
    where m.id_no is not null and coalesce(m.id_class, '') <> 'missing'
    union all
    select v.num, m.name from mentions as m
    join link_numbers_moved as v on v.num = upper(translate(m.id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX'))
    where m.id18 is null and m.id_no is not null and coalesce(m.id_class, '') <> 'missing'
),
several as (
    select g.num from told as g cross join link_limits as l group by g.num, l.shared_number having count(*) > l.shared_number
)
select g.num from told as g join several as s on s.num = g.num join link_names as n on n.name = g.name
cross join link_limits as l group by g.num, l.shared_number having count(distinct n.syl) > l.shared_number
union all
select b.num from link_numbers_before as b left join link_numbers_moved as v on v.num = b.num where v.num is null
