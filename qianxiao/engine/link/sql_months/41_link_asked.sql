-- table: link_asked
-- reads: mentions, link_touched
-- The mentions to decide now.
select m.* from mentions as m join (
    select left(mkey, instr(mkey, '|') - 1) as register, substr(mkey, instr(mkey, '|') + 1) as rec_id from link_touched
) as t on t.rec_id = m.rec_id and case when t.register = m.register then 1 else 0 end = 1
