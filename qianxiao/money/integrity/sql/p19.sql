-- A class with many roll calls written long after the session, or changed after its end; lateness as it was marked when they came.
SELECT k.variant, c.class_no AS subject, c.region, c.org_code, '{}'::uuid[] AS people, jsonb_build_object('calls', m.calls, 'late', k.n) AS evidence,
    m.newest AS source_day
FROM (
    SELECT s.training_class_id, count(*) AS calls, count(*) FILTER (WHERE e.late) AS late, max(s.day) AS newest,
        count(*) FILTER (WHERE e.edited AND (e.captured_at AT TIME ZONE %(zone)s)::date > to_date(c.ends::text, 'YYYYMMDD')) AS edited
    FROM training_entry e JOIN training_session s ON s.id = e.session_id JOIN training_trainingclass c ON c.id = s.training_class_id
    WHERE e.source <> 'office' AND e.by <> 'register' AND s.day BETWEEN %(since)s AND %(day)s GROUP BY s.training_class_id
) m JOIN training_trainingclass c ON c.id = m.training_class_id
CROSS JOIN LATERAL (VALUES ('late', m.late), ('edited', m.edited)) k(variant, n)
WHERE (k.variant = 'late' AND m.calls >= %(late_least)s AND m.late * 100 > m.calls * %(late_percent)s) OR (k.variant = 'edited' AND m.edited > 0)
