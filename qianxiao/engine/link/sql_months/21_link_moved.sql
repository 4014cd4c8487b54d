-- table: link_moved
-- reads: link_p_new, link_p_old
-- Phones and numbers whose people may have changed.
select phone, val from link_p_new
union all
select phone, val from link_p_old
