-- table: coverage
-- reads: states, person_state, prefectures
-- order: level, region, duty, state, step
-- by: person_no
-- through: states, person_state
-- sums: people
-- People by region and step on every level (0 the nation … 5 village); the sum of each level is the register (X-18).
WITH lines AS (
    SELECT region, duty, state, step, count(*) AS people FROM states GROUP BY region, duty, state, step
    UNION ALL SELECT region, 'all', state, step, count(*) FROM person_state GROUP BY region, state, step
),
villages AS (
    SELECT l.duty, l.state, l.step, l.people, coalesce(left(l.region, 6), '?') AS county,
        CASE WHEN length(l.region) >= 9 THEN left(l.region, 9) ELSE concat(coalesce(left(l.region, 6), '?'), '000') END AS township,
        CASE WHEN length(l.region) = 12 THEN l.region
            WHEN length(l.region) = 9 THEN concat(l.region, '000')
            ELSE concat(coalesce(left(l.region, 6), '?'), '000000') END AS village,
        coalesce(r.parent, concat(left(l.region, 4), '00'), '?') AS prefecture,
        coalesce(concat(left(l.region, 2), '0000'), '?') AS province
    FROM lines l LEFT JOIN prefectures r ON r.code = left(l.region, 6)
),
levels AS (SELECT * FROM (VALUES (0), (1), (2), (3), (4), (5)) AS v(level))
SELECT CASE g.level WHEN 0 THEN 'CN' WHEN 1 THEN v.province WHEN 2 THEN v.prefecture WHEN 3 THEN v.county
        WHEN 4 THEN v.township ELSE v.village END AS region,
    g.level, v.duty, v.state, v.step, cast(sum(v.people) AS bigint) AS people
FROM villages v CROSS JOIN levels g
GROUP BY 1, 2, 3, 4, 5
