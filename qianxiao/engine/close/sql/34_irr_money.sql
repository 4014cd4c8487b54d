-- table: irr_money
-- reads: pay_lines, clean_trainees, clean_certificates, who, bounds
-- order: pattern, register, rec_id, other_rec_id
-- by: who
-- through: pay_lines.subject_who, who
-- Patterns 21 (days missing), 25 (certificate older than the class) and 31 (fee in a free class).
WITH paid_classes AS (
    SELECT trainee, min(rec_id) AS rec_id FROM pay_lines
    WHERE item = 'training_subsidy' AND status IN ('1', '2') AND trainee IS NOT NULL GROUP BY trainee
),
classes AS (
    SELECT t.*, left(t.region, 6) AS county, w.who, w.person_key, w.person_no, w.known, c.rec_id AS pay_rec
    FROM clean_trainees t
    JOIN who w ON w.register = 'trainees' AND w.rec_id = t.rec_id
    LEFT JOIN paid_classes c ON c.trainee = t.rec_id
    WHERE t.start <= :period_end
),
proofs AS (
    SELECT w.who, c.occupation_code, c.level, c.rec_id, c.issue_date,
        row_number() OVER (PARTITION BY w.who, c.occupation_code, c.level ORDER BY c.issue_date DESC, c.rec_id) AS pick
    FROM clean_certificates c
    JOIN who w ON w.register = 'certificates' AND w.rec_id = c.rec_id AND w.known = 1
    WHERE c.issue_date <= :period_end
)
SELECT t.who, 21 AS pattern, t.person_key, 'trainees' AS register, t.rec_id, 'payments' AS other_register, t.pay_rec AS other_rec_id, t.county,
    t.start AS since, concat('attended=', cast(t.attended_days AS string), ';days=', cast(t.days AS string)) AS detail
FROM classes t CROSS JOIN bounds b
WHERE t.pay_rec IS NOT NULL AND t.result = '1' AND t.attended_days * 100 < t.days * b.attended_share_percent
UNION ALL
SELECT t.who, 25, t.person_key, 'certificates', c.rec_id, 'trainees', t.rec_id, t.county, c.issue_date, concat('class=', cast(t.start AS string))
FROM classes t
JOIN proofs c ON c.who = t.who AND c.occupation_code = t.occupation_code AND coalesce(c.level, t.train_level, '') = coalesce(t.train_level, c.level, '') AND c.pick = 1
WHERE t.pay_rec IS NOT NULL AND t.result = '1' AND c.issue_date < t.start
UNION ALL
SELECT t.who, 31, t.person_key, 'trainees', t.rec_id, 'poor', t.person_no, t.county, t.start, concat('fee=', cast(t.fee_charged AS string))
FROM classes t CROSS JOIN bounds b
WHERE t.person_no IS NOT NULL AND t.fee_charged > 0 AND t.start >= b.programme_start
