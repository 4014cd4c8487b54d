-- table: jobs
-- reads: clean_employment, links, persons
-- order: rec_id
-- by: person_no
-- through: links, persons
-- Employment records of registered people. A table of its own: joined by person alone, the dates only filter
-- (inside one query the dates may become the join and every job meets every class).
SELECT l.person_no, p.county, e.rec_id, e.state, e.form, e.start, e.end AS ended,
    cast(floor(e.start / 100) AS integer) AS month,
    cast(floor(e.start / 10000) * 12 + floor(e.start / 100) % 100 AS integer) AS month_index
FROM clean_employment e
JOIN links l ON l.register = 'employment' AND l.rec_id = e.rec_id
JOIN persons p ON p.person_no = l.person_no
WHERE coalesce(e.start, 0) <= :period_end
