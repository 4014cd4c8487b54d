-- Classes, timetables, rosters, roll calls, marks, as an institution's own system delivers them: told once.
INSERT INTO training_trainingclass (class_no, region, org_code, org_name, package, programme, mode, train_type, occupation, level, cert_kind,
    site, site_kind, employer, starts, ends, hours_theory, hours_practice, seats, elastic, online, control_plan, state, warned, made_by,
    filed_by, checked_by, note)
SELECT class_no, region, org_code, org_name, '', CASE WHEN starts >= 20190524 THEN 'skills_action' ELSE '' END, '1', train_type, occupation,
    level, cert_kind, '', '', '', starts, ends, hours / 2, hours - hours / 2, seats, false, false, '', 'ready', '[]', 'services', 'services', '', ''
FROM s_classes ON CONFLICT (class_no) DO NOTHING;
CREATE TEMP TABLE of_class ON COMMIT DROP AS
SELECT c.id, c.class_no, c.region, c.org_code FROM training_trainingclass c JOIN s_classes s USING (class_no) WHERE c.made_by = 'services';
CREATE INDEX ON of_class (class_no); ANALYZE of_class;
INSERT INTO training_session (training_class_id, region, org_code, day, lo, hi, hours, mode, kind, subject, room_id, teacher_id, live)
SELECT c.id, c.region, c.org_code, s.day, s.lo, s.hi, s.hours, 'classroom', s.kind, '', r.id, s.teacher, true
FROM s_sessions s JOIN of_class c USING (class_no) JOIN schools_institution i ON i.org_code = c.org_code
JOIN schools_room r ON r.institution_id = i.id AND r.name = s.room
WHERE NOT EXISTS (SELECT FROM training_session t WHERE t.training_class_id = c.id AND t.day = s.day AND t.lo = s.lo)
ORDER BY s.class_no, s.day, s.lo ON CONFLICT DO NOTHING;
INSERT INTO training_trainee (trainee_no, training_class_id, person_id, name, id_mask, person_group, group_from, wish, advised, joined,
    warned, result, cert_no, edited_by, region, org_code)
SELECT t.trainee_no, c.id, p.id, p.name, p.id_mask, '99', 'services', '', '', t.joined, '[]', t.result, '', '', c.region, c.org_code
FROM s_trainees t JOIN of_class c USING (class_no) JOIN who w ON w.number = t.person JOIN people_person p ON p.id = w.person_id
ON CONFLICT DO NOTHING;
CREATE TEMP TABLE of_session ON COMMIT DROP AS
SELECT s.id, s.day, s.lo, s.hi, s.hours, c.class_no, c.id AS class_id, c.region, c.org_code FROM training_session s JOIN of_class c ON c.id = s.training_class_id;
CREATE INDEX ON of_session (class_no, day, lo); ANALYZE of_session;
CREATE TEMP TABLE marked ON COMMIT DROP AS
SELECT s.id AS session, s.day, s.lo, s.hi, s.hours, s.class_id, s.region, s.org_code, t.id AS trainee, t.person_id, m.state
FROM s_marks m JOIN of_session s ON s.class_no = m.class_no AND s.day = m.day AND s.lo = m.lo JOIN training_trainee t ON t.trainee_no = m.trainee_no;
ANALYZE marked;
INSERT INTO training_entry (key, session_id, region, org_code, absent, present, held, source, captured_at, at, late, edited, doubts, reason,
    photo, by, post, request_id)
SELECT r.key, s.id, s.region, s.org_code, coalesce(m.absent, '{}'), coalesce(m.present, 0), 0, 'device', r.captured AT TIME ZONE 'Asia/Shanghai',
    r.arrived AT TIME ZONE 'Asia/Shanghai', r.late, r.edited, '{}', r.reason, r.photo, r.by, '', ''
FROM s_rolls r JOIN of_session s ON s.class_no = r.class_no AND s.day = r.day AND s.lo = r.lo
LEFT JOIN (SELECT session, array_agg(trainee ORDER BY trainee) FILTER (WHERE state = 'absent') AS absent, count(*) FILTER (WHERE state = 'present') AS present
    FROM marked GROUP BY session) m ON m.session = s.id
ON CONFLICT DO NOTHING;
INSERT INTO training_attendance (day, session, trainee, training_class, person, region, org_code, lo, hi, hours, state, late, edited, entry)
SELECT m.day, m.session, m.trainee, m.class_id, m.person_id, m.region, m.org_code, m.lo, m.hi, m.hours, m.state, r.late, r.edited, r.key
FROM marked m JOIN of_session s ON s.id = m.session
JOIN (SELECT DISTINCT ON (class_no, day, lo) class_no, day, lo, key, late, edited FROM s_rolls ORDER BY class_no, day, lo, captured DESC) r
    ON r.class_no = s.class_no AND r.day = s.day AND r.lo = s.lo
ON CONFLICT DO NOTHING;
DROP TABLE of_class, of_session, marked;
