-- Institutions, classes, households and facts from outside of the cases of claims: told once.
INSERT INTO schools_institution (org_code, name, org_type, region, licence_no, licence_from, licence_to, scale, boarding, ethnic_area, source)
SELECT o.org_code, '培训机构' || o.tail, '4', o.region, '', 20180101, 20251231, 400, false, false, 'demo services' FROM s_morgs o ON CONFLICT (org_code) DO NOTHING;
INSERT INTO training_trainingclass (class_no, region, org_code, org_name, mode, train_type, occupation, level, starts, ends, hours_theory, hours_practice, seats, state, made_by,
    filed_by, checked_by)
SELECT c.class_no, c.region, c.org_code, '培训机构' || o.tail, '1', '03', c.occupation, '5', c.starts, c.ends, 40, 40, 60, 'ready', 'services', 'services', ''
FROM s_mclasses c JOIN s_morgs o USING (org_code) ON CONFLICT (class_no) DO NOTHING;
INSERT INTO training_trainee (trainee_no, training_class_id, person_id, name, id_mask, person_group, group_from, joined, result, region, org_code)
SELECT t.trainee_no, c.id, p.id, p.name, p.id_mask, t.grp, 'services', c.starts, '1', c.region, c.org_code
FROM s_mtrainees t JOIN training_trainingclass c USING (class_no) JOIN who w ON w.number = t.person JOIN people_person p ON p.id = w.person_id ON CONFLICT DO NOTHING;
INSERT INTO training_outcome (trainee_id, months, form, employer, starts, direct, day, by, region, org_code)
SELECT t.id, 3, '1', h.employer, h.starts, false, h.starts, 'services', t.region, t.org_code FROM s_mhired h JOIN training_trainee t USING (trainee_no) ON CONFLICT DO NOTHING;
INSERT INTO training_request (region, occupation, train_type, people, wished, note, state, training_class_id, answer, by)
SELECT c.region, c.occupation, '03', 24, c.starts, '', 'scheduled', c.id, '', 'services' FROM s_masked m JOIN training_trainingclass c USING (class_no)
WHERE NOT EXISTS (SELECT FROM training_request r WHERE r.training_class_id = c.id);
INSERT INTO households_household (id, hh_no, region, home, head, size, first_period, last_period, changed_period)
SELECT md5('services ' || hh_no)::uuid, hh_no, min(region), min(region), '', count(*), 202001, 202006, 202001 FROM s_mhouses GROUP BY hh_no ON CONFLICT DO NOTHING;
INSERT INTO households_memberversion (person_id, household_id, number, name, birth, labour, identified_on, from_period, to_period, verb, fields, home)
SELECT p.id, md5('services ' || h.hh_no)::uuid, h.number, p.name, p.birth, '1', h.identified_on, 202001, 999999, 'entered', '{}', h.region
FROM s_mhouses h JOIN who w ON w.number = h.number JOIN people_person p ON p.id = w.person_id
WHERE NOT EXISTS (SELECT FROM households_memberversion v WHERE v.number = h.number) ON CONFLICT DO NOTHING;
UPDATE people_person p SET train = 'in_progress', registered = true FROM s_mwaits m JOIN who w USING (number) WHERE p.id = w.person_id AND p.train <> 'in_progress';
INSERT INTO outreach_service (region, household_id, person_id, kind, day, result, officer, by, at)
SELECT p.region, v.household_id, p.id, 'offer', 20200320, 'x', 'services', 'services', now() FROM s_mwaits m JOIN who w USING (number) JOIN people_person p ON p.id = w.person_id
JOIN households_memberversion v ON v.person_id = p.id WHERE m.served ON CONFLICT DO NOTHING;
INSERT INTO people_duplicate (one_id, two_id, why, state, region_one, region_two, found_at)
SELECT least(a.person_id, b.person_id), greatest(a.person_id, b.person_id), 'number', t.state, p.region, p.region, now()
FROM s_mtwice t JOIN who a ON a.number = t.one JOIN who b ON b.number = t.two JOIN people_person p ON p.id = a.person_id ON CONFLICT DO NOTHING;
INSERT INTO integrity_outside (kind, person_id, region, starts, ends, org_code, source_day, by, at)
SELECT o.kind, p.id, p.region, o.starts, o.ends, o.org_code, 20200630, 'services', now() FROM s_outside o JOIN who w USING (number) JOIN people_person p ON p.id = w.person_id ON CONFLICT DO NOTHING;
