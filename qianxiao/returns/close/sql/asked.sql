-- reads: doubts, mentions, persons, entitlements, decided
-- The month's doubts, and pairs decided earlier whose row and person are still there. Columns of_… are what was compared:
-- in full, for the mark that tells whether the data changed; a page gets the masked ones.
WITH pairs AS (
    SELECT register, rec_id, person_no, true AS asked, rank, doubt_class, bits, ev_id, ev_name, ev_birth, ev_sex, ev_region,
        ev_phone, ev_group FROM doubts
    UNION ALL BY NAME
    SELECT register, rec_id, person_no, false AS asked, 0 AS rank, '' AS doubt_class FROM decided
    WHERE (register, rec_id, person_no) NOT IN (SELECT (register, rec_id, person_no) FROM doubts)
), unpaid AS (SELECT person_no, cast(sum(gap) AS bigint) AS amount FROM entitlements WHERE gap > 0 GROUP BY person_no)
SELECT d.register, d.rec_id, d.person_no, coalesce(p.region, '') AS region, d.asked,
    m.name AS of_name, m.id_no AS of_id, m.sex AS of_sex, m.birth AS of_birth, m.region AS of_region, m.phone AS of_phone,
    p.name AS of_person, p.id_no AS of_person_id, p.sex AS of_person_sex, p.birth AS of_person_birth,
    p.region AS of_person_region, p.phone AS of_person_phone, p.hh_no AS of_household,
    mask_text(d.rec_id) AS rec_shown, d.rank, d.doubt_class, d.bits, d.ev_id, d.ev_name, d.ev_birth, d.ev_sex, d.ev_region,
    d.ev_phone, d.ev_group, coalesce(u.amount, 0) AS amount, coalesce(m.name, '') AS seen_name,
    mask_id(coalesce(m.id18, m.id_no)) AS seen_id_mask, coalesce(m.sex, '') AS seen_sex, m.birth AS seen_birth,
    coalesce(m.region, '') AS seen_region, mask_phone(m.phone) AS seen_phone_mask, coalesce(p.name, '') AS name,
    mask_id(coalesce(p.id18, p.id_no)) AS id_mask, coalesce(p.sex, '') AS sex, p.birth, mask_phone(p.phone) AS phone_mask
FROM pairs d JOIN persons p ON p.person_no = d.person_no
JOIN mentions m ON m.register = d.register AND m.rec_id = d.rec_id
LEFT JOIN unpaid u ON u.person_no = d.person_no
ORDER BY d.register, d.rec_id, d.rank, d.person_no
