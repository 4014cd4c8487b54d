-- table: cells
-- reads: cell_people
-- order: indicator, month, county
-- A cell is the count of its list: people, person-times, fen; month 0 of the list is the period (19-10-07, 19-17-05).
SELECT county, cast(CASE WHEN month = 0 THEN :period ELSE month END AS integer) AS month, indicator, count(DISTINCT person_key) AS people, count(*) AS times, cast(sum(amount) AS bigint) AS amount
FROM cell_people
GROUP BY 1, 2, 3
