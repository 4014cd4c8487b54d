-- table: gap_counts
-- reads: every_gaps
-- order: county, kind, item
-- The lists 应培未培, 应学未学 and 应助未助 by county: people, lines, fen (19-02-01, 20-09-02).
SELECT county, kind, coalesce(item, '') AS item, count(DISTINCT person_no) AS people, count(*) AS lines,
    cast(coalesce(sum(amount), 0) AS bigint) AS amount
FROM every_gaps
GROUP BY county, kind, coalesce(item, '')
