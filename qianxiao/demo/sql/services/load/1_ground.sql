-- Institutions, what they are filed for, rooms, teachers: told once.
INSERT INTO schools_institution (org_code, name, org_type, school_level, region, address, phone, licence_no, licence_from, licence_to, scale, boarding, ethnic_area, source)
SELECT org_code, name, org_type, '', region, '', '', 'ZS' || right(org_code, 9), licence_from, licence_to, scale, false, false, 'demo services'
FROM s_institutions ON CONFLICT (org_code) DO NOTHING;
INSERT INTO schools_licensed (institution_id, what, occupation, level, valid_from, valid_to, basis)
SELECT i.id, what, occupation, level, valid_from, valid_to, '' FROM s_licensed l JOIN schools_institution i USING (org_code) ON CONFLICT DO NOTHING;
INSERT INTO schools_room (institution_id, name, kind, seats, area, region, shared, active)
SELECT i.id, r.name, r.kind, r.seats, r.seats * 2, r.region, false, true FROM s_rooms r JOIN schools_institution i USING (org_code) ON CONFLICT DO NOTHING;
INSERT INTO schools_teacher (id, region, org_code, name, hired, occupation, certificate, starts, ends)
SELECT id, region, org_code, name, false, '', certificate, 20180101, ends FROM s_teachers ON CONFLICT DO NOTHING;
