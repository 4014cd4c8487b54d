DROP TABLE survey;
-- Payments, mostly right and on time. Needs the damaged rows of students and trainees (a payment copies their name and number)
-- and the rates of every county.
-- Planted (15): in some classes one account takes the living allowance of more households than may share one.
CREATE OR REPLACE TABLE shared_accounts AS
WITH c AS (
    SELECT t.i, min(t.i) OVER (PARTITION BY t.class_no) AS first_i, dense_rank() OVER (PARTITION BY t.class_no ORDER BY p.h) AS hh_rank
    FROM training t JOIN people p ON p.pid = t.pid WHERE t.registered AND p.struck_on IS NULL AND t.result IN ('1', '2') AND NOT t.sure
)
SELECT i, '99' || lpad(first_i::VARCHAR, 17, '0') AS account FROM c
WHERE hit(first_i, 'account', :plant_shared_account) AND hh_rank <= :shared_households + rint(first_i, 'sharing households', 1, 3)
QUALIFY max(hh_rank) OVER (PARTITION BY first_i) > :shared_households;

-- Planted (25): a certificate that serves the payment of somebody else of its class too.
CREATE OR REPLACE TABLE reused AS
SELECT * FROM (SELECT *, lead(cert_no) OVER (PARTITION BY class_no ORDER BY i) AS other_cert FROM certs WHERE why IS NULL AND NOT early AND registered) c
WHERE c.other_cert IS NOT NULL AND hit(c.i, 'cert again', :plant_cert_reused);

-- Before anything else: what each line should be. why = planted pattern; 0 = an ordinary line a plant rests on, which surely arrives.
CREATE OR REPLACE TABLE pay_due AS
WITH term AS (
    SELECT y.y || x.letter AS term, make_date(y.y, x.m, 1) AS starts, y.y * 2 + CASE x.letter WHEN 'A' THEN 1 ELSE 0 END AS n
    FROM range(2017, 2021) y(y), (VALUES ('S', 3), ('A', 9)) x(letter, m)
), st AS (
    SELECT s.*, t.term, t.starts, t.n - (s.y * 2 + 1) AS nth, r.* EXCLUDE (county, from_date, to_date), p.monitor_type, p.identified_on, account_of(p.h, 'account') AS account,
        s.odd_date < t.starts AND s.odd_status IS NOT NULL AS gone
    FROM study s JOIN term t ON t.starts >= s.since JOIN people p ON p.pid = s.pid
    JOIN rates r ON r.county = s.org_region AND ymd(t.starts) BETWEEN r.from_date AND r.to_date
    WHERE t.n - (s.y * 2 + 1) < s.years * 2 AND s.reg_kind = '1' AND NOT (s.pending AND s.since >= DATE '2020-01-01')
), study_lines AS (
    SELECT st.*, CASE WHEN gone THEN odd_status = '5' AND hit(i, 'paid after', :plant_paid_after_leaving) AND starts < odd_date + 365 ELSE true END AS paid,
        EXISTS (SELECT 1 FROM training t WHERE t.why = 4 AND t.pid = st.pid AND t.starts >= st.starts AND t.starts < st.starts + 180) AS sure
    FROM st
), train_lines AS (
    SELECT t.*, r.* EXCLUDE (county, from_date, to_date), u.code IS NOT NULL AS urgent, account_of(p.h, 'account') AS account, a.account AS shared, p.sex, p.age
    FROM training t JOIN people p ON p.pid = t.pid LEFT JOIN shared_accounts a ON a.i = t.i
    JOIN rates r ON r.county = t.county AND ymd(t.ends) BETWEEN r.from_date AND r.to_date
    LEFT JOIN urgent u ON u.county = t.county AND u.code = t.occupation_code AND ymd(t.ends) BETWEEN u.from_date AND u.to_date
)
SELECT 'students' AS register, i, pid, 'free_tuition' AS item, term, student_reg_no AS subject_no, least(tuition, free_tuition__year_cap) * free_tuition__term_share // 100 AS amount,
    '3' AS payee_kind, '99' || org_code AS account, org_name AS holder, starts AS since, '1' AS fund, org_region AS region, CASE WHEN gone THEN 7 WHEN sure THEN 0 END AS why
FROM study_lines WHERE paid AND (registered OR sure OR hit(pid, 'in data', 7000))
UNION ALL
SELECT 'students', i, pid, 'national_grant', term, student_reg_no, national_grant__year_amount * national_grant__term_share // 100, '1', account, NULL, starts, '1', org_region, CASE WHEN gone THEN 7 END
FROM study_lines WHERE paid AND again = 0 AND nth // 2 < national_grant__last_year AND ((registered AND identified_on <= starts) OR (registered AND low_income = 1) OR major_class = '1')
UNION ALL
SELECT 'students', i, pid, 'rain_dew', term, student_reg_no, rain_dew__term_amount, '2', account, NULL, starts, '2', county, CASE WHEN gone THEN 7 END
FROM study_lines WHERE paid AND again = 0 AND registered AND identified_on <= starts
UNION ALL
SELECT 'trainees', t.i, t.pid, 'training_subsidy', NULL, t.trainee_no, CASE t.level WHEN '5' THEN training_subsidy__level_5 WHEN '4' THEN training_subsidy__level_4 WHEN '3' THEN training_subsidy__level_3 ELSE training_subsidy__level_9 END
        * (training_subsidy__base_percent + CASE WHEN t.urgent THEN greatest(training_subsidy__urgent_uplift, training_subsidy__poor_uplift) ELSE training_subsidy__poor_uplift END) // 100,
    '4', '99' || t.org_code, t.org_name, greatest(t.ends, c.issue_date), '3', t.county, coalesce(t.why, CASE WHEN c.sure THEN 0 END)
FROM train_lines t JOIN certs c ON c.i = t.i WHERE (t.registered OR c.sure OR hit(t.i, 'in data', 5000)) AND (t.sex = 1 OR t.age <= 53)
UNION ALL
SELECT 'trainees', i, pid, 'living_allowance', NULL, trainee_no, living_allowance__day_rate * least(attended, living_allowance__day_cap), '1',
    coalesce(shared, account), NULL, ends, '4', county, CASE WHEN shared IS NOT NULL THEN 15 ELSE why END
FROM train_lines WHERE registered AND result IN ('1', '2')
UNION ALL
SELECT 'trainees', c.i, c.pid, 'appraisal_subsidy', NULL, c.cert_no, r.appraisal_subsidy__amount_per_certificate, '1', account_of(p.h, 'account'), NULL, c.issue_date, '4', r.county, CASE WHEN EXISTS (SELECT 1 FROM reused x WHERE x.other_cert = c.cert_no) THEN 0 END
FROM certs c JOIN people p ON p.pid = c.pid JOIN place pl ON pl.vi = p.vi JOIN rates r ON r.county = pl.county AND ymd(c.issue_date) BETWEEN r.from_date AND r.to_date
WHERE c.why IS NULL AND NOT c.early AND (c.registered OR hit(c.i, 'in data', 2000))
UNION ALL
SELECT 'trainees', c.i, c.pid, 'appraisal_subsidy', NULL, c.other_cert, r.appraisal_subsidy__amount_per_certificate, '1', account_of(p.h, 'account'), NULL, c.issue_date + 30, '4', r.county, 25
FROM reused c
JOIN people p ON p.pid = c.pid JOIN place pl ON pl.vi = p.vi JOIN rates r ON r.county = pl.county AND ymd(c.issue_date) BETWEEN r.from_date AND r.to_date
UNION ALL
SELECT 'employment', w.i, w.pid, 'work_for_training', NULL, w.employ_no, :wft_amount, '5', '99' || w.employer_code, w.employer_name, DATE '2020-04-01' + (20 * w.second)::INTEGER, '4', w.work_region, 28
FROM work w WHERE hit(w.pid, 'two firms', :plant_two_firms) AND w.since < DATE '2020-03-01' AND w.pid IN (SELECT pid FROM work WHERE second = 1);

-- A payment copies name and number from the row it rests on.
CREATE OR REPLACE TABLE d_payments AS
WITH k AS (
    SELECT d.*, hash(d.register || d.item || coalesce(d.term, '') || d.subject_no) // 4 AS k,
        row_number() OVER (ORDER BY d.register, d.i, d.item, d.term, d.subject_no) AS nr FROM pay_due d
), copied AS (
    SELECT 'students' AS register, i, name, id_no, damage, kind, true_name, true_id, lang, twice, identified_on, struck_on, registered, NULL AS away FROM d_students
    UNION ALL SELECT 'trainees', i, name, id_no, damage, kind, true_name, true_id, lang, twice, identified_on, struck_on, registered, away FROM d_trainees
    UNION ALL SELECT 'employment', i, name, id_no, damage, kind, true_name, true_id, lang, twice, identified_on, struck_on, registered, away FROM d_employment
        WHERE i IN (SELECT i FROM pay_due WHERE register = 'employment')
)
SELECT nr AS i, 'F' || :province || lpad(nr::VARCHAR, 12, '0') AS rec, k.pid, k.register, k.i AS source_i, item, coalesce(name, true_name) AS name, id_no, damage, kind, region, term, subject_no,
    CASE WHEN item <> 'appraisal_subsidy' THEN away END AS away, true_name, true_id, lang, registered, twice, identified_on, struck_on,
    CASE WHEN why IS NULL AND registered AND hit(k, 'odd amount', :pay_odd_amount) THEN amount + 20000 WHEN why IS NULL AND hit(k, 'partial', :pay_partial) THEN amount // 2 ELSE amount END AS amount,
    payee_kind, account, coalesce(holder, true_name) AS account_holder, (since + rint(k, 'paid on', CASE register WHEN 'students' THEN 30 WHEN 'employment' THEN 20 ELSE 25 END, CASE register WHEN 'employment' THEN 28 ELSE 75 END)::INTEGER)::DATE AS pay_date,
    CASE WHEN why IS NOT NULL OR (registered AND hit(k, 'odd amount', :pay_odd_amount)) THEN '1' WHEN hit(k, 'returned', :pay_returned) THEN '3' WHEN hit(k, 'underway', :pay_underway) THEN '2' ELSE '1' END AS status, fund,
    CASE WHEN why IS NULL AND registered AND hit(k, 'odd amount', :pay_odd_amount) THEN 30 ELSE why END AS why
FROM k JOIN copied USING (register, i) WHERE why IS NOT NULL OR NOT hit(k, 'missing', :pay_missing)
ORDER BY nr;
DROP TABLE pay_due;

CREATE OR REPLACE TABLE d_certificates AS
SELECT c.i, c.cert_no AS rec, c.pid, c.cert_kind, coalesce(d.name, d.true_name) AS name, d.id_no, d.damage, d.kind, c.occupation_code, c.occupation, c.level, c.issue_date,
    c.org_code, c.org_name, c.away, d.true_name, d.true_id, d.lang, d.registered, d.twice, d.identified_on, d.struck_on
FROM certs c JOIN d_trainees d ON d.i = c.i ORDER BY c.issue_date, c.i;
