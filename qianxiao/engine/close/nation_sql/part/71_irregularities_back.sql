-- table: irregularities_back
-- reads: irregularities_found, guests
-- order: home, pattern, register, rec_id, other_register, other_rec_id
-- Findings about a row that another province delivered, in that province's words; our own records carry our code in front.
SELECT g.home, f.pattern, f.action, f.person_key, f.register, g.own_id AS rec_id, f.other_register,
    CASE WHEN f.other_register = 'poor' OR f.other_rec_id IS NULL THEN f.other_rec_id
        -- also a number that was only named in the row and is nobody's here
        WHEN left(f.other_rec_id, length(g.home) + 1) = concat(g.home, '/') THEN substr(f.other_rec_id, length(g.home) + 2)
        WHEN o.home IS NOT NULL THEN f.other_rec_id
        ELSE concat(:part, '/', f.other_rec_id) END AS other_rec_id,
    f.county, f.since, f.detail
FROM irregularities_found f
JOIN guests g ON g.register = f.register AND g.rec_id = f.rec_id
LEFT JOIN guests o ON o.register = f.other_register AND o.rec_id = f.other_rec_id
