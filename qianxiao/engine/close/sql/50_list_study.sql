-- table: list_study
-- reads: study_facts, clean_poor, persons, limits, bounds, jobs
-- order: indicator, rec_id
-- by: person_no
-- through: study_facts, persons, jobs
-- Lists behind the study figures (facts §6 B3–B6): new enrolment, in school by level, graduates and their jobs.
WITH entries AS (
    SELECT f.*, p.county,
        row_number() OVER (PARTITION BY f.person_no ORDER BY f.enrol_month, f.rec_id) AS pick
    FROM study_facts f
    JOIN persons p ON p.person_no = f.person_no
    JOIN clean_poor q ON q.person_no = f.person_no
    CROSS JOIN bounds b
    WHERE f.status <> '0' AND f.enrol_month * 100 + 1 >= b.intake_baseline
        -- poor at enrolment, not only today: the month in which both were true
        AND coalesce(q.identified_on, 0) < (f.enrol_month + 1) * 100
),
graduates AS (
    SELECT f.person_no, f.rec_id, p.county, cast(floor(f.status_date / 100) AS integer) AS month, f.status_date, m.employment_window_months,
        row_number() OVER (PARTITION BY f.person_no ORDER BY f.status_date, f.rec_id) AS pick
    FROM study_facts f
    JOIN persons p ON p.person_no = f.person_no
    JOIN limits m ON m.county = p.county
    CROSS JOIN bounds b
    WHERE f.status = '7' AND f.status_date <= :period_end AND f.status_date >= b.intake_baseline
)
SELECT county, enrol_month AS month, 'new_students' AS indicator, person_no, 'students' AS register, rec_id, cast(0 AS bigint) AS amount
FROM entries WHERE pick = 1
UNION ALL
SELECT county, enrol_month, 'new_students_key', person_no, 'students', rec_id, 0 FROM entries WHERE pick = 1 AND key_school = 1
UNION ALL
SELECT p.county, 0, concat('in_school_', coalesce(f.stage, '0')), f.person_no, 'students', f.rec_id, 0
FROM study_facts f JOIN persons p ON p.person_no = f.person_no WHERE f.status IN ('1', '2', '3')
UNION ALL
SELECT p.county, 0, 'in_school', f.person_no, 'students', f.rec_id, 0
FROM study_facts f JOIN persons p ON p.person_no = f.person_no WHERE f.status IN ('1', '2', '3')
UNION ALL
SELECT county, month, 'graduates', person_no, 'students', rec_id, 0 FROM graduates WHERE pick = 1
UNION ALL
SELECT g.county, g.month, 'graduates_employed', g.person_no, 'employment', min(j.rec_id), 0
FROM graduates g
JOIN jobs j ON j.person_no = g.person_no AND j.state = '1' AND j.start >= g.status_date
    AND j.month_index <= floor(g.month / 100) * 12 + g.month % 100 + g.employment_window_months
WHERE g.pick = 1
GROUP BY g.county, g.month, g.person_no
