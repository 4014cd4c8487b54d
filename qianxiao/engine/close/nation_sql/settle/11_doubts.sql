-- table: doubts
-- reads: doubts_found, foreign_doubts, guests, verdicts, links
-- order: register, rec_id, rank, person_no
-- Candidates here and in other provinces for our rows, and here for guests, of whatever is linked nowhere.
WITH all_of_them AS (
    SELECT register, rec_id, person_no, doubt_class, bits, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group
    FROM doubts_found
    UNION ALL
    SELECT register, rec_id, person_no, doubt_class, bits, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group
    FROM foreign_doubts
),
settled AS (
    SELECT register, rec_id FROM links
    UNION
    SELECT g.register, g.rec_id FROM guests g
    JOIN verdicts v ON v.home = g.home AND v.register = g.register AND v.rec_id = g.own_id
)
SELECT a.register, a.rec_id, a.person_no,
    cast(row_number() OVER (PARTITION BY a.register, a.rec_id ORDER BY a.bits DESC, a.person_no) AS integer) AS rank,
    a.doubt_class, a.bits, a.ev_id, a.ev_name, a.ev_birth, a.ev_sex, a.ev_region, a.ev_phone, a.ev_group
FROM all_of_them a
LEFT JOIN settled s ON s.register = a.register AND s.rec_id = a.rec_id
WHERE s.rec_id IS NULL
