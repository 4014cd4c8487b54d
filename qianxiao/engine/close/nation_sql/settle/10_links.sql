-- table: links
-- reads: links_found, guests, verdicts
-- order: register, rec_id
-- Our rows: linked here, or in the province whose evidence is stronger. Guests: only where the link here won (19-05-04).
WITH own AS (
    SELECT l.* FROM links_found l
    LEFT JOIN guests g ON g.register = l.register AND g.rec_id = l.rec_id
    LEFT JOIN verdicts v ON v.home = :part AND v.register = l.register AND v.rec_id = l.rec_id
    WHERE g.rec_id IS NULL AND coalesce(v.province, :part) = :part
),
visiting AS (
    SELECT l.* FROM links_found l
    JOIN guests g ON g.register = l.register AND g.rec_id = l.rec_id
    JOIN verdicts v ON v.home = g.home AND v.register = g.register AND v.rec_id = g.own_id
    WHERE v.province = :part
)
SELECT register, rec_id, person_no, link_class, bits, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group FROM own
UNION ALL
SELECT register, rec_id, person_no, link_class, bits, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group FROM visiting
UNION ALL
SELECT register, rec_id, person_no, link_class, bits, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group
FROM verdicts WHERE home = :part AND province <> :part
