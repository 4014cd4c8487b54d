-- reads: doubts, mentions, persons
-- Candidates with the row that was seen; the place is the candidate's.
SELECT row_number() OVER (ORDER BY p.region, d.register, d.rec_id, d.rank, d.person_no) AS row, d.register,
    mask_text(d.rec_id) AS rec_id, d.person_no, d.bits, d.ev_id, d.ev_name, d.ev_birth, d.ev_sex, d.ev_region, d.ev_phone,
    d.ev_group, coalesce(w.against, '') AS against, w.weights, d.rank, d.doubt_class, coalesce(m.name, '') AS seen_name, mask_id(m.id18) AS seen_id_mask,
    coalesce(m.sex, '') AS seen_sex, m.birth AS seen_birth, coalesce(m.region, '') AS seen_region,
    mask_phone(m.phone) AS seen_phone_mask, coalesce(p.region, '') AS region
FROM doubts d JOIN persons p ON p.person_no = d.person_no
LEFT JOIN mentions m ON m.register = d.register AND m.rec_id = d.rec_id
LEFT JOIN weights w ON w.mkey = d.register || '|' || d.rec_id AND w.person_no = d.person_no
