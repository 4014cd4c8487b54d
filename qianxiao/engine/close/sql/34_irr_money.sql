-- table: irr_money
-- reads: pay_lines, persons, clean_trainees, clean_certificates, who, entitlements, bounds
-- order: pattern, register, rec_id, other_rec_id
-- Patterns 15 (one account, many households), 21 (days missing), 25 (certificate older than the class),
-- 30 (wrong amount), 31 (fee in a free class), 37 (returned and never offered again).
WITH accounts AS (
    SELECT p.account, p.rec_id, p.person_key, p.county, p.pay_date, coalesce(r.hh_no, p.person_key) AS hh,
        CASE WHEN r.hh_no IS NOT NULL THEN 1 ELSE 0 END AS registered
    FROM pay_lines p LEFT JOIN persons r ON r.person_no = p.person_no
    WHERE p.payee_kind IN ('1', '2') AND p.status IN ('1', '2') AND p.account IS NOT NULL AND p.known = 1
),
houses AS (SELECT account, hh, registered, min(rec_id) AS rec_id FROM accounts GROUP BY account, hh, registered),
ranked AS (
    SELECT account, hh, row_number() OVER (PARTITION BY account ORDER BY rec_id, hh) AS place,
        first_value(rec_id) OVER (PARTITION BY account ORDER BY rec_id, hh) AS first_rec,
        lead(rec_id) OVER (PARTITION BY account ORDER BY rec_id, hh) AS next_rec,
        sum(registered) OVER (PARTITION BY account) AS households, count(*) OVER (PARTITION BY account) AS people
    FROM houses
),
paid_classes AS (
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
SELECT 15 AS pattern, a.person_key, 'payments' AS register, a.rec_id, 'payments' AS other_register,
    CASE WHEN h.place = 1 THEN h.next_rec ELSE h.first_rec END AS other_rec_id, a.county, a.pay_date AS since,
    concat('households=', cast(cast(h.people AS bigint) AS string)) AS detail
FROM accounts a
JOIN ranked h ON h.account = a.account AND h.hh = a.hh
CROSS JOIN bounds b
-- An outsider may belong to the household of the register: only many of them are a question of their own.
WHERE h.households > b.shared_account_households OR h.people > b.shared_account_people
UNION ALL
SELECT 21, t.person_key, 'trainees', t.rec_id, 'payments', t.pay_rec, t.county, t.start,
    concat('attended=', cast(t.attended_days AS string), ';days=', cast(t.days AS string))
FROM classes t CROSS JOIN bounds b
WHERE t.pay_rec IS NOT NULL AND t.result = '1' AND t.attended_days * 100 < t.days * b.attended_share_percent
UNION ALL
SELECT 25, t.person_key, 'certificates', c.rec_id, 'trainees', t.rec_id, t.county, c.issue_date, concat('class=', cast(t.start AS string))
FROM classes t
JOIN proofs c ON c.who = t.who AND c.occupation_code = t.occupation_code AND coalesce(c.level, t.train_level, '') = coalesce(t.train_level, c.level, '') AND c.pick = 1
WHERE t.pay_rec IS NOT NULL AND t.result = '1' AND c.issue_date < t.start
UNION ALL
SELECT 30, e.person_no, e.register, e.rec_id, 'payments', min(p.rec_id), e.county, max(p.pay_date),
    concat('due=', cast(e.amount AS string), ';paid=', cast(e.paid AS string))
FROM entitlements e
JOIN pay_lines p ON p.person_no = e.person_no AND p.item = e.item AND p.subject_no = e.rec_id
    AND p.term IS NOT DISTINCT FROM e.term AND p.status = '1'
WHERE e.over > 0 AND e.amount > 0
GROUP BY e.person_no, e.register, e.rec_id, e.county, e.item, e.term, e.amount, e.paid
UNION ALL
SELECT 31, t.person_key, 'trainees', t.rec_id, 'poor', t.person_no, t.county, t.start, concat('fee=', cast(t.fee_charged AS string))
FROM classes t CROSS JOIN bounds b
WHERE t.person_no IS NOT NULL AND t.fee_charged > 0 AND t.start >= b.programme_start
UNION ALL
SELECT 37, p.person_key, 'payments', p.rec_id, CASE WHEN p.trainee IS NOT NULL THEN 'trainees' ELSE 'students' END,
    p.subject_no, p.county, p.pay_date, concat('account=', coalesce(right(p.account, 4), ''))
FROM pay_lines p CROSS JOIN bounds b
LEFT JOIN pay_lines q ON q.person_key = p.person_key AND q.item = p.item AND q.subject_no IS NOT DISTINCT FROM p.subject_no
    AND q.term IS NOT DISTINCT FROM p.term AND q.status IN ('1', '2') AND q.pay_date >= p.pay_date
WHERE p.status = '3' AND q.rec_id IS NULL
    AND floor(p.pay_date / 10000) * 12 + floor(p.pay_date / 100) % 100 + b.returned_months
        < floor(:period / 100) * 12 + :period % 100
