-- table: cells
-- reads: cell_people
-- order: indicator, month, county
-- A cell is the count of its list: people, person-times, fen (19-10-07, 19-17-05).
SELECT county, month, indicator, count(DISTINCT person_key) AS people, count(*) AS times, cast(sum(amount) AS bigint) AS amount
FROM cell_people
GROUP BY county, month, indicator
