-- reads: links, mentions, persons
-- Accepted matches with the name as the other register wrote it.
SELECT row_number() OVER (ORDER BY l.person_no, l.register, l.rec_id) AS row, l.register, mask_text(l.rec_id) AS rec_id,
    l.person_no, l.bits, l.ev_id, l.ev_name, l.ev_birth, l.ev_sex, l.ev_region, l.ev_phone, l.ev_group, l.link_class,
    coalesce(w.against, '') AS against, w.weights,
    coalesce(m.name, '') AS seen_name, mask_id(m.id18) AS seen_id_mask, coalesce(p.region, '') AS region
FROM links l LEFT JOIN mentions m ON m.register = l.register AND m.rec_id = l.rec_id
LEFT JOIN persons p ON p.person_no = l.person_no
-- a link a person decided against the weights was compared with others than this person, or not at all
LEFT JOIN weights w ON w.mkey = l.register || '|' || l.rec_id AND w.person_no = l.person_no AND l.ev_name > 0
