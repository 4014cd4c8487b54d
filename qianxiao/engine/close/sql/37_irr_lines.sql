-- table: irr_lines
-- reads: pay_lines, bounds
-- order: pattern, register, rec_id, other_rec_id
-- Patterns 25 (certificate paid twice), whoever was paid, and 37 (returned and never offered again), which waiting brings about.
WITH certificates AS (
    SELECT *, row_number() OVER (PARTITION BY subject_no ORDER BY pay_date, rec_id) AS pay_no,
        count(*) OVER (PARTITION BY subject_no) AS pays
    FROM pay_lines
    WHERE item = 'appraisal_subsidy' AND status IN ('1', '2') AND subject_no IS NOT NULL
)
SELECT 25 AS pattern, d.person_key, 'payments' AS register, d.rec_id, 'payments' AS other_register, e.rec_id AS other_rec_id, d.county,
    d.pay_date AS since, concat('certificate=', d.subject_no) AS detail
FROM certificates d
JOIN certificates e ON e.subject_no = d.subject_no AND e.pay_no = 1
WHERE d.pay_no > 1
UNION ALL
SELECT 37, p.person_key, 'payments', p.rec_id, CASE WHEN p.trainee IS NOT NULL THEN 'trainees' ELSE 'students' END,
    p.subject_no, p.county, p.pay_date, concat('account=', coalesce(right(p.account, 4), ''))
FROM pay_lines p CROSS JOIN bounds b
LEFT JOIN pay_lines q ON q.person_key = p.person_key AND q.item = p.item AND q.subject_no IS NOT DISTINCT FROM p.subject_no
    AND q.term IS NOT DISTINCT FROM p.term AND q.status IN ('1', '2') AND q.pay_date >= p.pay_date
WHERE p.status = '3' AND q.rec_id IS NULL
    AND floor(p.pay_date / 10000) * 12 + floor(p.pay_date / 100) % 100 + b.returned_months
        < floor(:period / 100) * 12 + :period % 100
