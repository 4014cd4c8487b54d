-- What a person got, or sat through, after the day the registers give for the death.
WITH dead AS (
    SELECT person_id, min(day) AS died FROM (
        SELECT person_id, starts AS day FROM integrity_outside WHERE kind = 'death' AND (%(only)s::uuid[] IS NULL OR person_id = ANY (%(only)s::uuid[]))
        UNION ALL SELECT person_id, change_date FROM households_memberversion WHERE change_type = '1' AND change_date IS NOT NULL AND to_period = 999999
            AND (%(only)s::uuid[] IS NULL OR person_id = ANY (%(only)s::uuid[]))
    ) told GROUP BY person_id
)
SELECT 'claim' AS variant, l.reference AS subject, l.region, l.org_code, ARRAY[d.person_id] AS people,
    jsonb_build_object('claim', l.reference, 'until', d.died, 'day', coalesce(c.starts, e.decisive_date), 'claims', jsonb_build_array(l.reference)) AS evidence, d.died AS source_day
FROM dead d JOIN entitlements_entitlement e ON e.person_id = d.person_id JOIN claims_claimline l ON l.entitlement_id = e.id AND l.live
LEFT JOIN training_trainee t ON e.register = 'trainees' AND t.trainee_no = e.rec_id LEFT JOIN training_trainingclass c ON c.id = t.training_class_id
WHERE coalesce(c.starts, e.decisive_date) > d.died AND d.died <= %(day)s
UNION ALL
SELECT 'present', t.trainee_no, a.region, a.org_code, ARRAY[a.person], jsonb_build_object('class', c.class_no, 'until', d.died, 'day', min(a.day), 'days', count(DISTINCT a.day)), max(a.day)
FROM dead d JOIN training_attendance a ON a.person = d.person_id AND a.day > d.died AND a.state = 'present' AND a.day BETWEEN %(since)s AND %(day)s
JOIN training_trainee t ON t.id = a.trainee JOIN training_trainingclass c ON c.id = t.training_class_id GROUP BY t.trainee_no, c.class_no, a.region, a.org_code, a.person, d.died
