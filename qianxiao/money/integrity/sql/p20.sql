-- One picture, by its fingerprint taken on the device, as evidence of more than one session; told to each region it appears in.
WITH used AS (
    SELECT e.photo, count(DISTINCT e.session_id) AS sessions FROM training_entry e WHERE e.photo <> '' GROUP BY e.photo HAVING count(DISTINCT e.session_id) > 1
)
SELECT 'photo' AS variant, u.photo AS subject, e.region, min(e.org_code) AS org_code, '{}'::uuid[] AS people, jsonb_build_object('sessions', u.sessions,
    'classes', string_agg(DISTINCT c.class_no, '、')) AS evidence, max(s.day) AS source_day
FROM used u JOIN training_entry e ON e.photo = u.photo JOIN training_session s ON s.id = e.session_id JOIN training_trainingclass c ON c.id = s.training_class_id
GROUP BY u.photo, u.sessions, e.region HAVING max(s.day) BETWEEN %(since)s AND %(day)s
