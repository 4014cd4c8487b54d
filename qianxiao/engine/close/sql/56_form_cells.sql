-- table: form_cells
-- reads: cell_people, indicators, tag_counties, bounds
-- order: indicator, span, area, region
-- by: person_no
-- through: cell_people
-- sums: people, times, amount
-- within: year
-- Figures of the yearly form: distinct people over months, never a sum of months; a county of two tags counts once per tag (19-17-06).
-- span: year or total; area: all or a tag; region: CN, province, prefecture, county. Stock figures are those of the period.
-- A person has one county, so the distinct people of counties add up.
WITH placed_people AS (
    SELECT indicator, county, person_key, amount, CASE WHEN month = 0 THEN :period ELSE month END AS month FROM cell_people
),
people AS (
    SELECT p.indicator, p.county, p.person_key,
        count_if(p.month >= floor(b.intake_baseline / 100)) AS total_times,
        sum(CASE WHEN p.month >= floor(b.intake_baseline / 100) THEN p.amount ELSE 0 END) AS total_amount,
        count_if(floor(p.month / 100) = floor(:period / 100)) AS year_times,
        sum(CASE WHEN floor(p.month / 100) = floor(:period / 100) THEN p.amount ELSE 0 END) AS year_amount
    FROM placed_people p JOIN indicators i ON i.indicator = p.indicator CROSS JOIN bounds b
    WHERE p.month <= :period AND (i.kind = 'flow' OR p.month = :period)
    GROUP BY p.indicator, p.county, p.person_key
),
counties AS (
    SELECT indicator, 'total' AS span, county, count_if(total_times > 0) AS people, sum(total_times) AS times, sum(total_amount) AS amount
    FROM people GROUP BY indicator, county
    UNION ALL
    SELECT indicator, 'year', county, count_if(year_times > 0), sum(year_times), sum(year_amount)
    FROM people GROUP BY indicator, county
),
areas AS (
    SELECT c.*, 'all' AS area FROM counties c WHERE c.times > 0
    UNION ALL
    SELECT c.*, t.tag FROM counties c JOIN tag_counties t ON t.county = c.county WHERE c.times > 0
),
levels AS (SELECT * FROM (VALUES (0), (1), (2), (3)) AS v(level)),
placed AS (
    SELECT a.*, CASE g.level WHEN 0 THEN 'CN' WHEN 1 THEN concat(left(a.county, 2), '0000')
        WHEN 2 THEN concat(left(a.county, 4), '00') ELSE a.county END AS region, g.level
    FROM areas a CROSS JOIN levels g
)
SELECT indicator, span, area, region, level, cast(sum(people) AS bigint) AS people, cast(sum(times) AS bigint) AS times,
    cast(sum(amount) AS bigint) AS amount
FROM placed
GROUP BY indicator, span, area, region, level
