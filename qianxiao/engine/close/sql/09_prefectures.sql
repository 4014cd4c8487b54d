-- table: prefectures
-- reads: regions
-- order: code
-- The prefecture of each county. A code may stand in the history more than once: today's parent, one row a code.
SELECT code, min(parent) AS parent FROM regions WHERE level = 3 AND valid_to >= :period_end GROUP BY code
