-- table: coverage
-- reads: every_coverage
-- order: level, region, duty, state, step
-- People by region and step down to the county; townships and villages stay in their province. A person stands in one
-- province's register, so the provinces add up (X-18).
SELECT region, level, duty, state, step, cast(sum(people) AS bigint) AS people
FROM every_coverage
WHERE level <= 3
GROUP BY region, level, duty, state, step
