-- Held rows that changed after the comparison: both versions are shown, and somebody says which is right.
UPDATE rosters_line l SET verdict = 'meanwhile', answer = '', prior_id = t.now_id
FROM roster_taking t WHERE t.id = l.id AND t.now_id IS DISTINCT FROM t.prior_id AND t.now_mark <> t.mark;
