-- table: link_m_fresh
-- reads: mentions, link_m_diff
-- The mentions of those that are still, or newly, there.
select m.* from mentions as m join (
    select left(mkey, instr(mkey, '|') - 1) as register, substr(mkey, instr(mkey, '|') + 1) as rec_id from link_m_diff
) as d on d.rec_id = m.rec_id and case when d.register = m.register then 1 else 0 end = 1
