-- table: link_lent_moved
-- reads: link_p_fresh, link_p_old
-- Valid numbers (first 17 digits) whose holders may have changed.
select cast(left(id18, 17) as bigint) as val from link_p_fresh where id_class in ('valid', 'valid15', 'disability')
union
select val from link_p_old where val is not null
