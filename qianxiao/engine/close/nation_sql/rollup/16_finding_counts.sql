-- table: finding_counts
-- reads: every_irregularities
-- order: county, pattern
-- Questions raised, by county of the record and pattern (X-11); each stands once, where the record was delivered.
SELECT county, pattern, min(action) AS action, count(*) AS n FROM every_irregularities GROUP BY county, pattern
