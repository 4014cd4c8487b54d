-- Present in a class while a prison, the border or a hospital had the person elsewhere for the whole of that day.
SELECT o.kind AS variant, t.trainee_no AS subject, c.region, c.org_code, ARRAY[t.person_id] AS people,
    jsonb_build_object('class', c.class_no, 'day', min(a.day), 'days', count(DISTINCT a.day), 'since', o.starts) AS evidence, max(a.day) AS source_day
FROM integrity_outside o JOIN training_attendance a ON a.person = o.person_id AND a.day > o.starts AND a.day < o.ends AND a.state = 'present' AND a.day BETWEEN %(since)s AND %(day)s
JOIN training_trainee t ON t.id = a.trainee JOIN training_trainingclass c ON c.id = t.training_class_id
WHERE o.kind IN ('prison', 'abroad', 'hospital') GROUP BY o.kind, o.starts, t.trainee_no, t.person_id, c.region, c.org_code, c.class_no HAVING count(DISTINCT a.day) >= %(away_days)s
