-- New students of technical schools, each person once on the roll full-time: a second claim waits for the student.
-- Those who are there already change where the register says something later than what stands here.
CREATE TEMP TABLE studies_new ON COMMIT DROP AS
SELECT a.*, gen_random_uuid() AS id, i.region, left(p.region, 6) AS home, p.id AS person_id, p.name, p.sex, p.birth, p.id_mask,
    p.registered, a.reg_kind = '1' AND a.status = ANY (%(roll)s) AS claims
FROM studies_arrived a JOIN people_found f ON f.number = a.reg_no JOIN people_person p ON p.id = f.person_id
JOIN schools_institution i ON i.org_code = a.org_code AND i.org_type = ANY (%(schools)s)
WHERE NOT EXISTS (SELECT FROM studies_student s WHERE s.reg_no = a.reg_no);
CREATE TEMP TABLE studies_second ON COMMIT DROP AS
SELECT n.id, coalesce(s.id, n.first_id) AS first FROM (
    SELECT id, person_id, first_value(id) OVER w AS first_id FROM studies_new WHERE claims
    WINDOW w AS (PARTITION BY person_id ORDER BY enrol_month, reg_no)) n
LEFT JOIN studies_student s ON s.person_id = n.person_id AND s.reg_kind = '1' AND s.status = ANY (%(roll)s)
WHERE coalesce(s.id, n.first_id) <> n.id;
INSERT INTO studies_student (id, org_code, region, home, person_id, reg_no, school_no, name, sex, birth, id_mask, reg_kind, major,
    stage, years, grade, class_name, enrol_month, level_month, first_term, term, status, status_date, waits, principal_by, department_by,
    poor, poor_period, grad_cert_no, source, created_at)
SELECT n.id, org_code, region, home, person_id, reg_no, '', name, sex, birth, id_mask, reg_kind, major, stage, years, grade,
    class_name, enrol_month, enrol_month, first_term, CASE WHEN t.id IS NULL AND status = '1' THEN term ELSE '' END,
    CASE WHEN t.id IS NULL THEN status ELSE '0' END, status_date,
    CASE WHEN t.id IS NOT NULL THEN 'student' WHEN status = '0' THEN 'principal' ELSE '' END, '', '',
    registered, CASE WHEN registered THEN %(period)s ELSE 0 END, '', %(source)s, now()
FROM studies_new n LEFT JOIN studies_second t ON t.id = n.id;
INSERT INTO studies_statusevent (student_id, day, verb, status, before, after, reason, document, at, by, post, request_id)
SELECT n.id, n.enrol_month * 100 + 1, 'loaded', CASE WHEN n.status = '0' OR t.id IS NOT NULL THEN '0' ELSE '1' END, '{}', '{}',
    %(source)s, '', now(), %(by)s, '', '' FROM studies_new n LEFT JOIN studies_second t ON t.id = n.id;
INSERT INTO studies_statusevent (student_id, day, verb, status, before, after, reason, document, at, by, post, request_id)
SELECT n.id, greatest(n.status_date, n.enrol_month * 100 + 1), 'loaded', n.status, '{"status": "1"}',
    jsonb_build_object('status', n.status), %(source)s, '', now(), %(by)s, '', ''
FROM studies_new n WHERE n.status NOT IN ('0', '1') AND n.id NOT IN (SELECT id FROM studies_second);
WITH later AS (
    UPDATE studies_student s SET status = a.status, status_date = a.status_date FROM studies_arrived a, studies_student o
    WHERE o.id = s.id AND s.reg_no = a.reg_no AND s.source <> '' AND s.waits = '' AND a.status <> s.status
        AND a.status_date > s.status_date AND a.status <> '0'
        AND NOT (a.reg_kind = '1' AND a.status = ANY (%(roll)s) AND NOT s.status = ANY (%(roll)s))
    RETURNING s.id, s.status, s.status_date, o.status AS was
)
INSERT INTO studies_statusevent (student_id, day, verb, status, before, after, reason, document, at, by, post, request_id)
SELECT id, status_date, 'loaded', status, jsonb_build_object('status', was), jsonb_build_object('status', status), %(source)s, '',
    now(), %(by)s, '', '' FROM later;
INSERT INTO studies_conflict (one, two, no_one, no_two, org_one, org_two, region_one, region_two, home, person, name, state, chosen,
    asked, found_at, by, post, request_id, proof)
SELECT o.id, s.id, o.reg_no, s.reg_no, o.org_code, s.org_code, o.region, s.region, p.region, s.person_id, s.name, 'open', '',
    %(month)s, now(), '', '', '', ''
FROM studies_second t JOIN studies_student s ON s.id = t.id JOIN studies_student o ON o.id = t.first
JOIN people_person p ON p.id = s.person_id;
