-- table: answers
-- reads: links, guests, offered
-- order: home, register, rec_id
-- Links of what provinces offered each other: of guests here, and of our own rows that were offered. `home` delivered the row.
SELECT g.home, l.register, g.own_id AS rec_id, :part AS province, l.person_no, l.link_class, l.bits,
    l.ev_id, l.ev_name, l.ev_birth, l.ev_sex, l.ev_region, l.ev_phone, l.ev_group
FROM links l JOIN guests g ON g.register = l.register AND g.rec_id = l.rec_id
UNION ALL
SELECT :part, l.register, l.rec_id, :part, l.person_no, l.link_class, l.bits,
    l.ev_id, l.ev_name, l.ev_birth, l.ev_sex, l.ev_region, l.ev_phone, l.ev_group
FROM links l JOIN offered o ON o.register = l.register AND o.rec_id = l.rec_id
