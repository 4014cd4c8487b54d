-- A large class in which nobody was ever absent; roll calls before the session; presence after the certificate of the class.
SELECT 'full' AS variant, c.class_no AS subject, c.region, c.org_code, '{}'::uuid[] AS people,
    jsonb_build_object('people', m.people, 'days', m.days) AS evidence, m.newest AS source_day
FROM (
    SELECT training_class, count(DISTINCT trainee) AS people, count(DISTINCT day) AS days, max(day) AS newest FROM training_attendance
    WHERE day BETWEEN %(since)s AND %(day)s GROUP BY training_class HAVING bool_and(state = 'present')
) m JOIN training_trainingclass c ON c.id = m.training_class
WHERE m.people >= %(full_people)s AND m.days >= %(full_days)s AND c.filed_by <> 'register'
UNION ALL
SELECT 'early', c.class_no, c.region, c.org_code, '{}', jsonb_build_object('calls', count(*), 'minutes', max(e.ahead)::int), max(e.day)
FROM (
    SELECT s.training_class_id, s.day,
        extract(epoch FROM (to_date(s.day::text, 'YYYYMMDD') + make_interval(mins => s.lo::int)) AT TIME ZONE %(zone)s - e.captured_at) / 60 AS ahead
    FROM training_entry e JOIN training_session s ON s.id = e.session_id
    WHERE e.source <> 'office' AND e.by <> 'register' AND s.day BETWEEN %(since)s AND %(day)s
) e JOIN training_trainingclass c ON c.id = e.training_class_id WHERE e.ahead > %(early_minutes)s GROUP BY c.id
UNION ALL
SELECT 'paper', c.class_no, c.region, c.org_code, array_agg(DISTINCT p.person_id), jsonb_build_object('people', count(DISTINCT p.person_id), 'day', min(p.issued)),
    max(a.day)
FROM evaluation_certificate p JOIN training_trainingclass c ON c.class_no = p.class_no
JOIN training_attendance a ON a.training_class = c.id AND a.person = p.person_id AND a.day > p.issued AND a.state = 'present' AND a.day BETWEEN %(since)s AND %(day)s
WHERE p.class_no <> '' AND p.issued BETWEEN c.starts AND c.ends - 1 GROUP BY c.id
