-- Classes, trainees, sessions, roll calls and attendance of a month's register; taken in again only results change.
CREATE TEMP TABLE training_told ON COMMIT DROP AS
SELECT DISTINCT ON (class_no) class_no, org_code, org_name, region, occupation, level, kind, mode, starts, ends, hours, days,
    bool_and(result <> '0') OVER (PARTITION BY class_no) AS ended, count(*) OVER (PARTITION BY class_no) AS people
FROM training_arrived ORDER BY class_no, number;
INSERT INTO training_trainingclass (class_no, region, org_code, org_name, package, programme, mode, train_type, occupation, level, cert_kind,
    site, site_kind, employer, starts, ends, hours_theory, hours_practice, seats, elastic, online, control_plan, state, warned, made_by,
    filed_by, checked_by, note)
SELECT class_no, region, org_code, org_name, '', CASE WHEN starts >= 20190524 THEN 'skills_action' ELSE '' END, mode, kind, occupation,
    level, CASE WHEN kind IN ('01', '07') THEN '6' WHEN level = '9' THEN '3' ELSE '2' END, '', '', '', starts, ends, 0,
    hours, people, false, false, '', CASE WHEN ended THEN 'ready' ELSE 'approved' END, '[]', 'register', 'register', '', ''
FROM training_told ON CONFLICT (class_no) DO NOTHING;
UPDATE training_trainingclass c SET state = 'ready' FROM training_told t
WHERE t.class_no = c.class_no AND t.ended AND c.state = 'approved' AND c.filed_by = 'register';
INSERT INTO training_trainee (trainee_no, training_class_id, person_id, name, id_mask, person_group, group_from, wish, advised, joined,
    warned, result, cert_no, edited_by, region, org_code)
SELECT a.number, c.id, p.id, p.name, p.id_mask, a.person_group, 'register', '', '', a.starts, '[]', a.result, '', '', c.region, c.org_code
FROM training_arrived a JOIN training_trainingclass c ON c.class_no = a.class_no AND c.filed_by = 'register'
JOIN people_found f ON f.number = a.number JOIN people_person p ON p.id = f.person_id
ON CONFLICT DO NOTHING;
UPDATE training_trainee t SET result = a.result FROM training_arrived a WHERE a.number = t.trainee_no AND t.result <> a.result;
-- one session a day, its hours shared out; the register does not part theory from practice
INSERT INTO training_session (training_class_id, region, org_code, day, lo, hi, hours, mode, kind, subject, live)
SELECT c.id, c.region, c.org_code, to_char(d.day, 'YYYYMMDD')::integer, %(begins)s, %(begins)s + %(length)s * told.hours, told.hours, 'group', 'practice', '', true
FROM training_told t JOIN training_trainingclass c ON c.class_no = t.class_no AND c.filed_by = 'register'
CROSS JOIN LATERAL (
    SELECT to_date(t.starts::text, 'YYYYMMDD') + n AS day FROM generate_series(0, t.days - 1) n
) d
CROSS JOIN LATERAL (SELECT least(greatest(t.hours / t.days, 1), (1440 - %(begins)s) / %(length)s) AS hours) told
WHERE to_char(d.day, 'YYYYMMDD')::integer <= least(t.ends, %(until)s) ON CONFLICT DO NOTHING;
CREATE TEMP TABLE training_marks ON COMMIT DROP AS
SELECT s.day, s.id AS session, t.id AS trainee, s.training_class_id, t.person_id, s.region, s.org_code, s.lo, s.hi, s.hours,
    row_number() OVER (PARTITION BY t.id ORDER BY s.day) <= a.attended AS there
FROM training_arrived a JOIN training_trainee t ON t.trainee_no = a.number
JOIN training_session s ON s.training_class_id = t.training_class_id AND NOT EXISTS (SELECT FROM training_entry e WHERE e.session_id = s.id);
INSERT INTO training_entry (key, session_id, region, org_code, absent, present, held, source, captured_at, at, late, edited, doubts, reason,
    photo, by, post, request_id)
SELECT md5('register ' || m.session)::uuid, m.session, m.region, m.org_code, coalesce(array_agg(m.trainee) FILTER (WHERE NOT m.there), '{}'),
    count(*) FILTER (WHERE m.there), 0, 'page', moment.at, moment.at, false, false, '{}', '', '', 'register', '', ''
FROM training_marks m CROSS JOIN LATERAL (SELECT to_timestamp(m.day::text || '18', 'YYYYMMDDHH24') AS at) moment
GROUP BY m.session, m.region, m.org_code, moment.at;
INSERT INTO training_attendance (day, session, trainee, training_class, person, region, org_code, lo, hi, hours, state, entry)
SELECT day, session, trainee, training_class_id, person_id, region, org_code, lo, hi, hours, CASE WHEN there THEN 'present' ELSE 'absent' END,
    md5('register ' || session)::uuid
FROM training_marks ON CONFLICT DO NOTHING;
ANALYZE training_attendance;
DROP TABLE training_told, training_marks;
