-- What each school or institution was told, as counts; one without a place of its own belongs to the month as a whole.
WITH orgs AS (SELECT org_code, max(name) AS name, max(region) AS region FROM clean_schools GROUP BY org_code)
SELECT coalesce(nullif(max(s.region), ''), $holder) AS region, f.org_code, coalesce(nullif(max(s.name), ''), f.org_code) AS name,
    count(*) AS lines, count(*) FILTER (WHERE coalesce(f.action, 'none') <> 'none') AS to_do,
    count(*) FILTER (WHERE f.change = 'new') AS fresh, count(*) FILTER (WHERE f.change = 'lost') AS lost
FROM feedback f LEFT JOIN orgs s ON s.org_code = f.org_code
WHERE coalesce(f.org_code, '') <> '' GROUP BY f.org_code ORDER BY f.org_code
