-- table: link_m_fresh
-- reads: mentions, link_m_diff
-- The mentions of those that are still, or newly, there.
select m.* from mentions as m join link_m_diff as d on d.mkey = m.register || '|' || m.rec_id
