-- table: link_gone
-- reads: link_gone_before, link_p_diff
-- Faces of people that no longer count: who has changed, and who has left.
select mark, gen from link_gone_before
union
select old_mark, old_gen from link_p_diff where old_mark is not null
