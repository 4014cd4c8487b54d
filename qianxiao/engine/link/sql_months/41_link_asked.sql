-- table: link_asked
-- reads: mentions, link_touched
-- The mentions to decide now.
select m.* from mentions as m join link_touched as t on t.mkey = m.register || '|' || m.rec_id
