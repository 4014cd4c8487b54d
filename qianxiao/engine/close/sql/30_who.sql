-- table: who
-- reads: person_keys, mentions
-- order: register, rec_id
-- by: register, rec_id
-- through: person_keys, mentions
-- One key per mention for checks across registers: the registered person, else ID number with the name (a borrowed
-- number must not make two strangers one person), else the record itself, which meets nothing (19-05-04, X-06).
SELECT k.register, k.rec_id, k.person_key, m.name,
    CASE WHEN left(k.person_key, 3) = 'id:' THEN concat(k.person_key, '|', coalesce(m.name, '')) ELSE k.person_key END AS who,
    CASE WHEN left(k.person_key, 3) = 'id:' OR left(k.person_key, 4) = 'rec:' THEN NULL ELSE k.person_key END AS person_no,
    CASE WHEN left(k.person_key, 4) = 'rec:' THEN 0 ELSE 1 END AS known
FROM person_keys k
JOIN mentions m ON m.register = k.register AND m.rec_id = k.rec_id
