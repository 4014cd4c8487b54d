-- table: form_cells
-- reads: cell_people, indicators, tag_counties, bounds
-- order: indicator, span, area, region
-- Figures of the yearly form: distinct people over months, never a sum of months; a county of two tags counts once per tag (19-17-06).
-- span: year or total; area: all or a tag; region: CN, province, prefecture, county. Stock figures are those of the period.
WITH lines AS (
    SELECT p.county, p.month, p.indicator, p.person_key, p.amount, i.kind
    FROM cell_people p JOIN indicators i ON i.indicator = p.indicator
    WHERE p.month <= :period AND (i.kind = 'flow' OR p.month = :period)
),
spans AS (
    SELECT l.*, 'total' AS span FROM lines l CROSS JOIN bounds b
    WHERE l.month >= floor(b.intake_baseline / 100)
    UNION ALL
    SELECT l.*, 'year' FROM lines l WHERE floor(l.month / 100) = floor(:period / 100)
),
areas AS (
    SELECT s.*, 'all' AS area FROM spans s
    UNION ALL
    SELECT s.*, t.tag FROM spans s JOIN tag_counties t ON t.county = s.county
),
levels AS (SELECT * FROM (VALUES (0), (1), (2), (3)) AS v(level)),
placed AS (
    SELECT a.*, CASE g.level WHEN 0 THEN 'CN' WHEN 1 THEN concat(left(a.county, 2), '0000')
        WHEN 2 THEN concat(left(a.county, 4), '00') ELSE a.county END AS region, g.level
    FROM areas a CROSS JOIN levels g
)
SELECT indicator, span, area, region, level, count(DISTINCT person_key) AS people, count(*) AS times,
    cast(sum(amount) AS bigint) AS amount
FROM placed
GROUP BY indicator, span, area, region, level
