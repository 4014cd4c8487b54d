-- reads: feedback, clean_schools
-- Schools and institutions that get feedback, with the number of lines that ask for something.
SELECT row_number() OVER (ORDER BY f.org_code) AS row, f.org_code, coalesce(max(s.name), '') AS name,
    coalesce(max(s.region), '') AS region, count(*) AS lines, count(*) FILTER (WHERE coalesce(f.action, 'none') <> 'none') AS to_do
FROM feedback f LEFT JOIN clean_schools s ON s.org_code = f.org_code
GROUP BY f.org_code
