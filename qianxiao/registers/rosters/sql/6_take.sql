-- The rest is held from now on; the row that was held goes into the history.
INSERT INTO rosters_entry (register, home, key_index, line_id, mark, twin_mark, region, org_code, since)
SELECT %(register)s, home, key_index, id, mark, twin_mark, region, org_code, now() FROM roster_taking
WHERE now_id IS NOT DISTINCT FROM prior_id
ON CONFLICT (register, home, key_index) DO UPDATE SET line_id = excluded.line_id, mark = excluded.mark,
    twin_mark = excluded.twin_mark, region = excluded.region, org_code = excluded.org_code, since = excluded.since;
