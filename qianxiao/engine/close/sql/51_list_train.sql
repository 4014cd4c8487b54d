-- table: list_train
-- reads: clean_trainees, clean_certificates, jobs, links, persons, limits, bounds
-- order: indicator, rec_id
-- by: person_no
-- through: jobs, links, persons
-- Lists behind the training figures (facts §6 B7, C2–C5): trained free, by type, certified by kind, employed after it.
WITH trained AS (
    SELECT l.person_no, p.county, t.rec_id, t.train_type, t.train_mode, coalesce(t.end, t.start) AS ended,
        cast(floor(coalesce(t.end, t.start) / 100) AS integer) AS month, m.employment_window_months,
        row_number() OVER (PARTITION BY l.person_no ORDER BY coalesce(t.end, t.start), t.rec_id) AS pick
    FROM clean_trainees t
    JOIN links l ON l.register = 'trainees' AND l.rec_id = t.rec_id
    JOIN persons p ON p.person_no = l.person_no
    JOIN limits m ON m.county = p.county
    CROSS JOIN bounds b
    WHERE t.result = '1' AND coalesce(t.fee_charged, 0) = 0 AND coalesce(t.end, t.start) <= :period_end
        AND coalesce(t.end, t.start) >= b.programme_start
),
certified AS (
    SELECT l.person_no, p.county, c.rec_id, c.cert_kind, cast(floor(c.issue_date / 100) AS integer) AS month
    FROM clean_certificates c
    JOIN links l ON l.register = 'certificates' AND l.rec_id = c.rec_id
    JOIN persons p ON p.person_no = l.person_no
    CROSS JOIN bounds b
    WHERE c.issue_date <= :period_end AND c.issue_date >= b.programme_start
),
outcomes AS (
    SELECT t.person_no, t.county, e.rec_id, e.form, e.month,
        row_number() OVER (PARTITION BY t.person_no, CASE WHEN e.form = '4' THEN 1 ELSE 0 END ORDER BY e.start, e.rec_id) AS pick
    FROM trained t
    JOIN jobs e ON e.person_no = t.person_no AND e.state = '1' AND e.start >= t.ended
        AND e.month_index <= floor(t.month / 100) * 12 + t.month % 100 + t.employment_window_months
),
employed AS (
    SELECT *, row_number() OVER (PARTITION BY person_no ORDER BY coalesce(start, 0) DESC, rec_id DESC) AS pick
    FROM jobs
)
SELECT county, month, 'trained' AS indicator, person_no, 'trainees' AS register, rec_id, cast(0 AS bigint) AS amount FROM trained
UNION ALL
SELECT county, month, concat('trained_type_', coalesce(train_type, '00')), person_no, 'trainees', rec_id, 0 FROM trained
UNION ALL
SELECT county, month, 'apprentices', person_no, 'trainees', rec_id, 0 FROM trained WHERE train_mode = '4'
UNION ALL
SELECT county, month, 'certified', person_no, 'certificates', rec_id, 0 FROM certified
UNION ALL
SELECT county, month, concat('certified_kind_', cert_kind), person_no, 'certificates', rec_id, 0 FROM certified
UNION ALL
SELECT county, month, CASE WHEN form = '4' THEN 'business_after_training' ELSE 'employed_after_training' END, person_no, 'employment', rec_id, 0
FROM outcomes WHERE pick = 1
UNION ALL
SELECT county, 0, 'employed', person_no, 'employment', rec_id, 0
FROM employed WHERE pick = 1 AND state = '1' AND coalesce(ended, 99991231) > :period_end
