-- Corrections made by hand against what the register says now. It says the corrected value itself: both agree …
UPDATE people_correction c SET state = 'confirmed'
FROM people_arrival a JOIN people_person p ON p.id = a.person_id LEFT JOIN people_sealed t ON t.person_id = p.id AND t.kind = 'phone'
WHERE %(latest)s AND c.state = 'applied' AND c.person_id = a.person_id AND CASE c.field WHEN 'name' THEN a.name = p.name
    WHEN 'sex' THEN a.sex = p.sex WHEN 'birth' THEN a.birth = p.birth ELSE a.phone_index = t.index END;
-- … it says something it did not say then: the register counts …
UPDATE people_correction c SET state = 'overtaken'
FROM people_arrival a
WHERE %(latest)s AND c.state = 'applied' AND c.person_id = a.person_id AND c.told <> CASE c.field WHEN 'name' THEN a.name
    WHEN 'sex' THEN a.sex WHEN 'birth' THEN coalesce(a.birth::text, '') ELSE coalesce(encode(a.phone_index, 'hex'), '') END;
-- … else what was set right stands.
UPDATE people_arrival a SET name = p.name, pinyin = p.pinyin, initials = p.initials
FROM people_correction c JOIN people_person p ON p.id = c.person_id
WHERE %(latest)s AND c.state = 'applied' AND c.field = 'name' AND a.person_id = c.person_id;
UPDATE people_arrival a SET sex = p.sex
FROM people_correction c JOIN people_person p ON p.id = c.person_id
WHERE %(latest)s AND c.state = 'applied' AND c.field = 'sex' AND a.person_id = c.person_id;
UPDATE people_arrival a SET birth = p.birth
FROM people_correction c JOIN people_person p ON p.id = c.person_id
WHERE %(latest)s AND c.state = 'applied' AND c.field = 'birth' AND a.person_id = c.person_id;
UPDATE people_arrival a SET phone_mask = p.phone_mask, phone_index = t.index
FROM people_correction c JOIN people_person p ON p.id = c.person_id JOIN people_sealed t ON t.person_id = p.id AND t.kind = 'phone'
WHERE %(latest)s AND c.state = 'applied' AND c.field = 'phone' AND a.person_id = c.person_id;
