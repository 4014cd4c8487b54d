-- table: irr_time
-- reads: pay_lines, clean_students, clean_trainees, clean_poor, clean_insurance, who, bounds
-- order: pattern, register, rec_id, other_rec_id
-- by: who
-- through: pay_lines, who, clean_poor.person_no
-- Patterns 5 (two schools), 7 (leaver still paid), 8 (dead person), 9 (pensioner or student in a class), 12 (status younger than the event).
WITH studies AS (
    SELECT w.who, w.person_key, s.rec_id, s.org_code, s.enrol_month, s.hukou_region,
        CASE WHEN s.status IN ('1', '2', '3') THEN 999912
            WHEN s.status = '0' THEN 0
            ELSE coalesce(cast(floor(s.status_date / 100) AS integer), 0) END AS end_month,
        CASE WHEN s.status IN ('1', '2', '3') THEN 99991231 WHEN s.status = '0' THEN 0 ELSE coalesce(s.status_date, 0) END AS end_day
    FROM clean_students s
    JOIN who w ON w.register = 'students' AND w.rec_id = s.rec_id AND w.known = 1
    WHERE s.reg_kind = '1' AND s.enrol_month <= :period
),
classes AS (
    SELECT t.*, left(t.region, 6) AS county, w.who, w.person_key, w.person_no
    FROM clean_trainees t
    JOIN who w ON w.register = 'trainees' AND w.rec_id = t.rec_id AND w.known = 1
    WHERE t.start <= :period_end
),
dead AS (
    SELECT person_no, change_date FROM clean_poor WHERE change_type = '1' AND change_date <= :period_end
),
pensions AS (
    SELECT w.who, i.rec_id, i.pension_from
    FROM clean_insurance i
    JOIN who w ON w.register = 'insurance' AND w.rec_id = i.rec_id AND w.known = 1
    WHERE i.pension_from <= :period_end
)
SELECT b.who, 5 AS pattern, b.person_key, 'students' AS register, b.rec_id, 'students' AS other_register, min(a.rec_id) AS other_rec_id,
    left(b.hukou_region, 6) AS county, b.enrol_month * 100 + 1 AS since, concat('school=', b.org_code) AS detail
FROM studies a
JOIN studies b ON b.who = a.who AND b.org_code <> a.org_code AND b.enrol_month < a.end_month AND a.enrol_month < b.end_month
    AND (a.enrol_month < b.enrol_month OR (a.enrol_month = b.enrol_month AND a.rec_id < b.rec_id))
GROUP BY b.who, b.person_key, b.rec_id, b.hukou_region, b.enrol_month, b.org_code
UNION ALL
SELECT p.who, 7, p.person_key, 'payments', p.rec_id, 'students', p.student, p.county, p.pay_date,
    concat('status=', p.student_status, ';left=', cast(p.status_date AS string))
FROM pay_lines p
WHERE p.status IN ('1', '2') AND p.item IN ('free_tuition', 'national_grant', 'rain_dew') AND p.status_date IS NOT NULL
    AND (p.student_status IN ('4', '5', '6', '7', '8', '9', '10') OR (p.student_status = '2' AND p.item = 'national_grant'))
    AND CASE WHEN p.term IS NOT NULL THEN p.day_from > p.status_date
        ELSE floor(p.pay_date / 100) > floor(p.status_date / 100) END
UNION ALL
SELECT t.who, 8, t.person_key, 'trainees', t.rec_id, 'poor', t.person_no, t.county, t.start, concat('died=', cast(d.change_date AS string))
FROM classes t JOIN dead d ON d.person_no = t.person_no
WHERE t.start > d.change_date OR (t.end > d.change_date AND t.result = '1' AND t.attended_days >= t.days)
UNION ALL
SELECT p.who, 8, p.person_key, 'payments', p.rec_id, 'poor', p.person_no, p.county, p.pay_date, concat('died=', cast(d.change_date AS string))
FROM pay_lines p JOIN dead d ON d.person_no = p.person_no
WHERE p.status IN ('1', '2') AND (p.day_from > d.change_date OR (p.pay_date > d.change_date AND p.payee_kind IN ('1')))
UNION ALL
SELECT t.who, 9, t.person_key, 'trainees', t.rec_id, 'insurance', min(i.rec_id), t.county, t.start,
    concat('pension=', cast(min(i.pension_from) AS string))
FROM classes t JOIN pensions i ON i.who = t.who AND i.pension_from <= t.start
GROUP BY t.who, t.person_key, t.rec_id, t.county, t.start
UNION ALL
SELECT t.who, 9, t.person_key, 'trainees', t.rec_id, 'students', min(s.rec_id), t.county, t.start,
    concat('enrolled=', cast(min(s.enrol_month) AS string))
FROM classes t JOIN studies s ON s.who = t.who AND s.enrol_month * 100 + 1 <= t.start AND s.end_day > t.start
GROUP BY t.who, t.person_key, t.rec_id, t.county, t.start
UNION ALL
SELECT t.who, 12, t.person_key, 'trainees', t.rec_id, 'poor', t.person_no, t.county, t.start,
    concat('identified=', cast(q.identified_on AS string))
FROM classes t JOIN clean_poor q ON q.person_no = t.person_no
WHERE t.person_group IN ('01', '06') AND q.identified_on > t.start
