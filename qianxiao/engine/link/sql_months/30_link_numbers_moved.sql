-- table: link_numbers_moved
-- reads: link_m_fresh, link_m_then
-- Numbers, folded to plain digits, that a changed mention gives or gave. A table of its own, so that the planner knows how few they are.
select num from (
    select coalesce(id18, upper(translate(id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX'))) as num from link_m_fresh
    union
    select coalesce(id18, upper(translate(id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX'))) from link_m_then
) as u where num is not null
