-- table: cells
-- reads: every_cells
-- order: indicator, month, county
-- Figures by county and month: distinct people of different provinces are different people, so they add up (19-17-05).
SELECT county, month, indicator, cast(sum(people) AS bigint) AS people, cast(sum(times) AS bigint) AS times,
    cast(sum(amount) AS bigint) AS amount
FROM every_cells
GROUP BY county, month, indicator
