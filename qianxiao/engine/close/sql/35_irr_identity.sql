-- table: irr_identity
-- reads: mentions, persons, who, links, doubts
-- order: pattern, register, rec_id, other_rec_id
-- by: register, rec_id
-- through: mentions, who, links, doubts
-- Pattern 13 (borrowed identity): a number whose owner was not taken for the person who gave it.
SELECT 13 AS pattern, w.person_key, m.register, m.rec_id, 'poor' AS other_register, r.person_no AS other_rec_id, r.county,
    cast(NULL AS integer) AS since, concat('link=', coalesce(l.link_class, 'none')) AS detail
FROM mentions m
JOIN persons r ON r.id18 = m.id18 AND r.id_class IN ('valid', 'valid15', 'disability') AND r.name <> m.name
JOIN who w ON w.register = m.register AND w.rec_id = m.rec_id
LEFT JOIN links l ON l.register = m.register AND l.rec_id = m.rec_id
LEFT JOIN persons o ON o.person_no = l.person_no
LEFT JOIN doubts d ON d.register = m.register AND d.rec_id = m.rec_id AND d.person_no = r.person_no AND d.doubt_class = 'doubtful'
-- the number's owner was not taken for this person, and it is not the same number written for two registered people
WHERE m.id_class IN ('valid', 'valid15', 'disability') AND d.rec_id IS NULL AND o.id18 IS DISTINCT FROM m.id18
