-- A student who left and was still told as present and supported in a later month, from which support follows.
SELECT 'after' AS variant, s.reg_no AS subject, s.region, s.org_code, ARRAY[s.person_id] AS people,
    jsonb_build_object('reg_no', s.reg_no, 'day', s.status_date, 'months', string_agg(r.month::text, '、' ORDER BY r.month)) AS evidence, max(r.month) * 100 + 28 AS source_day
FROM studies_student s JOIN monitoring_record r ON r.student_id = s.id
WHERE s.status NOT IN ('0', '1', '3') AND r.handed_at IS NOT NULL AND r.month > s.status_date / 100 AND r.month * 100 + 28 BETWEEN %(since)s AND %(day)s
GROUP BY s.id
