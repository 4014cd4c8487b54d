-- Pairs nobody has asked about before.
INSERT INTO matching_doubt (register, person_no, region, period, first_period, state, told, mark, record, content, sealed,
    key_version, rec_shown, rank, doubt_class, bits, reasons, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone,
    ev_group, amount, seen_name, seen_id_mask, seen_sex, seen_birth, seen_region, seen_phone_mask, name, id_mask, sex,
    birth, phone_mask)
SELECT a.register, a.person_no, a.region, %(period)s, %(period)s, 'open', '', a.mark, a.record, a.content, a.sealed,
    a.key_version, a.rec_shown, a.rank, a.doubt_class, a.bits, a.reasons, a.ev_id, a.ev_name, a.ev_birth, a.ev_sex,
    a.ev_region, a.ev_phone, a.ev_group, a.amount, a.seen_name, a.seen_id_mask, a.seen_sex, a.seen_birth, a.seen_region,
    a.seen_phone_mask, a.name, a.id_mask, a.sex, a.birth, a.phone_mask
FROM matching_arrival a WHERE a.asked AND NOT EXISTS (SELECT FROM matching_doubt d WHERE d.mark = a.mark)
ORDER BY a.region, a.register, a.rank
