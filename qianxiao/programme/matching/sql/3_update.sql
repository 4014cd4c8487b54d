-- Pairs known already: the month's data and weights. One that was gone is asked again; a decided one stays decided.
UPDATE matching_doubt d SET
    state = CASE WHEN d.state = 'gone' AND a.asked THEN 'open'
        -- the row was taken for somebody else, and that decision has fallen
        WHEN d.state = 'settled' AND a.asked
            AND NOT EXISTS (SELECT FROM matching_doubt o WHERE o.record = d.record AND o.state = 'same') THEN 'open'
        ELSE d.state END,
    first_period = CASE WHEN d.state = 'gone' AND a.asked THEN %(period)s ELSE d.first_period END,
    period = CASE WHEN a.asked THEN %(period)s ELSE d.period END,
    rank = CASE WHEN a.asked THEN a.rank ELSE d.rank END,
    doubt_class = CASE WHEN a.asked THEN a.doubt_class ELSE d.doubt_class END,
    bits = CASE WHEN a.asked THEN a.bits ELSE d.bits END,
    reasons = CASE WHEN a.asked THEN a.reasons ELSE d.reasons END,
    ev_id = CASE WHEN a.asked THEN a.ev_id ELSE d.ev_id END, ev_name = CASE WHEN a.asked THEN a.ev_name ELSE d.ev_name END,
    ev_birth = CASE WHEN a.asked THEN a.ev_birth ELSE d.ev_birth END, ev_sex = CASE WHEN a.asked THEN a.ev_sex ELSE d.ev_sex END,
    ev_region = CASE WHEN a.asked THEN a.ev_region ELSE d.ev_region END,
    ev_phone = CASE WHEN a.asked THEN a.ev_phone ELSE d.ev_phone END,
    ev_group = CASE WHEN a.asked THEN a.ev_group ELSE d.ev_group END,
    region = a.region, mark = a.mark, record = a.record, content = a.content, sealed = a.sealed, key_version = a.key_version,
    rec_shown = a.rec_shown, amount = a.amount, seen_name = a.seen_name, seen_id_mask = a.seen_id_mask,
    seen_sex = a.seen_sex, seen_birth = a.seen_birth, seen_region = a.seen_region, seen_phone_mask = a.seen_phone_mask,
    name = a.name, id_mask = a.id_mask, sex = a.sex, birth = a.birth, phone_mask = a.phone_mask
FROM matching_arrival a WHERE d.mark = a.mark OR d.mark = ANY (a.former)
