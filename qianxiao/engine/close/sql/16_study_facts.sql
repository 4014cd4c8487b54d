-- table: study_facts
-- reads: clean_students, clean_schools, links, due, bounds
-- order: rec_id
-- by: person_no
-- through: links, due
-- Full-time registrations of linked people at true technical schools that reach into the programme (19-01-03, 19-02-01).
-- `fee`: 0 the waiver covers the latest term decided, 1 it does not (19-02-05).
WITH waivers AS (
    SELECT rec_id, verdict, month,
        row_number() OVER (PARTITION BY rec_id ORDER BY month DESC, term DESC, verdict) AS pick,
        max(CASE WHEN verdict = 'due' AND coalesce(amount, 0) > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY rec_id) AS ever
    FROM due
    WHERE item = 'free_tuition' AND register = 'students' AND month <= :period
)
SELECT l.person_no, s.rec_id, s.status, s.enrol_month, s.status_date, s.org_code, s.stage,
    CASE WHEN w.ever = 1 AND (w.verdict = 'due' OR s.status <> '1') THEN 0 ELSE 1 END AS fee,
    CASE WHEN o.school_level IN ('1', '2') OR o.key_school THEN 1 ELSE 0 END AS key_school,
    CASE WHEN s.enrol_month * 100 + 1 >= b.programme_start OR s.status IN ('0', '1', '2', '3')
        OR s.status_date >= b.programme_start THEN 1 ELSE 0 END AS in_programme
FROM clean_students s
JOIN links l ON l.register = 'students' AND l.rec_id = s.rec_id
JOIN clean_schools o ON o.org_code = s.org_code AND o.org_type IN ('1', '2', '3')
LEFT JOIN waivers w ON w.rec_id = s.rec_id AND w.pick = 1
CROSS JOIN bounds b
WHERE s.reg_kind = '1' AND s.enrol_month <= :period
