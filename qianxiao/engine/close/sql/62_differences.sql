-- table: differences
-- reads: training_sides, reconciliation, pay_lines, clean_certificates, who, persons, bounds
-- order: class, county, month, programme, register, rec_id
-- Every difference of the reconciliation, classified, down to the person where there is one (20-11-02, facts §7).
WITH pairs AS (
    SELECT person_key, month, min(county) <> max(county) AS counties, min(programme) <> max(programme) AS programmes
    FROM training_sides WHERE known = 1 GROUP BY person_key, month
),
sums AS (
    SELECT *, reported - recorded AS over_now,
        lead(reported - recorded) OVER (PARTITION BY county, programme ORDER BY month) AS over_next,
        lead(month) OVER (PARTITION BY county, programme ORDER BY month) AS month_next
    FROM reconciliation
),
proofs AS (
    SELECT c.rec_id, c.issue_date, w.person_key, w.person_no, p.county, w.who, c.occupation_code
    FROM clean_certificates c
    JOIN who w ON w.register = 'certificates' AND w.rec_id = c.rec_id
    JOIN persons p ON p.person_no = w.person_no
    CROSS JOIN bounds b
    WHERE c.issue_date <= :period_end AND c.issue_date >= b.programme_start
),
used AS (SELECT DISTINCT cert_rec FROM training_sides WHERE cert_rec IS NOT NULL)
SELECT county, month, programme, CASE WHEN over_now > 0 THEN 'reported_without_record' ELSE 'record_without_report' END AS class,
    cast(NULL AS string) AS person_key, 'reported' AS register, concat_ws('|', county, cast(month AS string), programme) AS rec_id,
    abs(over_now) AS people, cast(0 AS bigint) AS amount
FROM sums WHERE over_now <> 0
UNION ALL
SELECT county, month, programme, 'month_shifted', NULL, 'reported', concat_ws('|', county, cast(month_next AS string), programme), abs(over_now), 0
FROM sums WHERE over_now <> 0 AND over_next = -over_now
UNION ALL
SELECT t.county, t.month, t.programme, 'record_without_certificate', t.person_key, 'trainees', t.rec_id, 1, 0
FROM training_sides t CROSS JOIN bounds b
WHERE t.cert_rec IS NULL AND coalesce(t.train_type, '') <> '01'
    AND t.month_index + b.certificate_window_months < floor(:period / 100) * 12 + :period % 100
UNION ALL
SELECT p.county, cast(floor(p.issue_date / 100) AS integer), '0', 'certificate_without_record', p.person_key, 'certificates', p.rec_id, 1, 0
FROM proofs p
LEFT JOIN used u ON u.cert_rec = p.rec_id
LEFT JOIN training_sides t ON t.who = p.who AND t.cert_rec IS NOT NULL
WHERE u.cert_rec IS NULL AND t.rec_id IS NULL
UNION ALL
SELECT y.county, cast(floor(y.pay_date / 100) AS integer), '0', 'paid_without_record', y.person_key, 'payments', y.rec_id, 1, y.amount
FROM pay_lines y LEFT JOIN training_sides t ON t.rec_id = y.subject_no
WHERE y.item = 'training_subsidy' AND y.status = '1' AND t.rec_id IS NULL
UNION ALL
SELECT county, month, programme, 'paid_without_certificate', person_key, 'trainees', rec_id, 1, paid
FROM training_sides WHERE pay_rec IS NOT NULL AND cert_rec IS NULL
UNION ALL
SELECT t.county, t.month, t.programme, 'completed_unpaid', t.person_key, 'trainees', t.rec_id, 1, 0
FROM training_sides t CROSS JOIN bounds b
WHERE t.cert_rec IS NOT NULL AND t.pay_rec IS NULL AND t.month_index + b.unpaid_months < floor(:period / 100) * 12 + :period % 100
UNION ALL
SELECT t.county, t.month, t.programme, 'two_counties', t.person_key, 'trainees', t.rec_id, 1, 0
FROM training_sides t JOIN pairs p ON p.person_key = t.person_key AND p.month = t.month WHERE p.counties
UNION ALL
SELECT t.county, t.month, t.programme, 'two_programmes', t.person_key, 'trainees', t.rec_id, 1, 0
FROM training_sides t JOIN pairs p ON p.person_key = t.person_key AND p.month = t.month WHERE p.programmes
UNION ALL
SELECT county, month, programme, 'group_differs', person_key, 'trainees', rec_id, 1, 0
FROM training_sides
WHERE (person_no IS NULL AND person_group = '06') OR (person_no IS NOT NULL AND coalesce(person_group, '') NOT IN ('01', '03', '06'))
UNION ALL
SELECT county, month, programme, 'platform_missing', person_key, 'trainees', rec_id, 1, 0
FROM training_sides WHERE person_no IS NOT NULL AND platform_rec IS NULL
