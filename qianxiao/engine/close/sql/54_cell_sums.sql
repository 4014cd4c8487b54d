-- table: cell_sums
-- reads: cell_people
-- order: indicator, month, county
-- by: person_no
-- through: cell_people
-- sums: people, times, amount
-- What the lists behind the cells add up to; a person has one county, so the distinct people of persons apart add up.
SELECT county, month, indicator, count(DISTINCT person_key) AS people, count(*) AS times, cast(sum(amount) AS bigint) AS amount
FROM cell_people
GROUP BY county, month, indicator
