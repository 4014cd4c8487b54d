-- table: coverage
-- reads: states, person_state, persons, regions
-- order: level, region, duty, state, step
-- People by region and step on every level (0 the nation … 5 village); the sum of each level is the register (X-18).
WITH counties AS (
    -- a code may stand in the history more than once: today's parent, one row a code
    SELECT code, min(parent) AS parent FROM regions WHERE level = 3 AND valid_to >= :period_end GROUP BY code
),
home AS (
    SELECT p.person_no, coalesce(p.county, '?') AS county,
        CASE WHEN length(p.region) >= 9 THEN left(p.region, 9) ELSE concat(coalesce(p.county, '?'), '000') END AS township,
        CASE WHEN length(p.region) = 12 THEN p.region
            WHEN length(p.region) = 9 THEN concat(p.region, '000') ELSE concat(coalesce(p.county, '?'), '000000') END AS village,
        coalesce(r.parent, concat(left(p.county, 4), '00'), '?') AS prefecture,
        coalesce(concat(left(p.county, 2), '0000'), '?') AS province
    FROM persons p LEFT JOIN counties r ON r.code = p.county
),
lines AS (
    SELECT person_no, duty, state, step FROM states
    UNION ALL SELECT person_no, 'all', state, step FROM person_state
),
villages AS (
    SELECT h.village, h.township, h.county, h.prefecture, h.province, l.duty, l.state, l.step, count(*) AS people
    FROM lines l JOIN home h ON h.person_no = l.person_no
    GROUP BY h.village, h.township, h.county, h.prefecture, h.province, l.duty, l.state, l.step
),
levels AS (SELECT * FROM (VALUES (0), (1), (2), (3), (4), (5)) AS v(level))
SELECT CASE g.level WHEN 0 THEN 'CN' WHEN 1 THEN v.province WHEN 2 THEN v.prefecture WHEN 3 THEN v.county
        WHEN 4 THEN v.township ELSE v.village END AS region,
    g.level, v.duty, v.state, v.step, cast(sum(v.people) AS bigint) AS people
FROM villages v CROSS JOIN levels g
GROUP BY 1, 2, 3, 4, 5
