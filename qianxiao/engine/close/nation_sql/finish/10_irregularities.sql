-- table: irregularities
-- reads: irregularities_found, irregularities_returned, guests
-- order: pattern, register, rec_id, other_register, other_rec_id
-- Findings about rows delivered here. Where the person's own province found the same pattern in the row, its view is the fuller one.
WITH returned AS (SELECT DISTINCT pattern, register, rec_id FROM irregularities_returned)
SELECT f.pattern, f.action, f.person_key, f.register, f.rec_id, f.other_register, f.other_rec_id, f.county, f.since, f.detail
FROM irregularities_found f
LEFT JOIN guests g ON g.register = f.register AND g.rec_id = f.rec_id
LEFT JOIN returned r ON r.pattern = f.pattern AND r.register = f.register AND r.rec_id = f.rec_id
WHERE g.rec_id IS NULL AND r.rec_id IS NULL
UNION ALL
SELECT pattern, action, person_key, register, rec_id, other_register, other_rec_id, county, since, detail FROM irregularities_returned
