-- table: difference_counts
-- reads: every_differences
-- order: county, month, class
-- Differences of the reconciliation by county, month and class; the lines stay in the provinces (20-11-02).
SELECT county, month, class, count(*) AS lines, cast(sum(people) AS bigint) AS people,
    cast(coalesce(sum(amount), 0) AS bigint) AS amount
FROM every_differences
GROUP BY county, month, class
