-- table: cells
-- reads: cell_sums
-- order: indicator, month, county
-- A cell is the count of its list: people, person-times, fen; month 0 of the list is the period (19-10-07, 19-17-05).
-- A figure is listed by month or as of the period, never both, so that no person stands in two of the rows added here.
SELECT county, cast(CASE WHEN month = 0 THEN :period ELSE month END AS integer) AS month, indicator,
    cast(sum(people) AS bigint) AS people, cast(sum(times) AS bigint) AS times, cast(sum(amount) AS bigint) AS amount
FROM cell_sums
GROUP BY 1, 2, 3
