-- table: training_sides
-- reads: clean_trainees, clean_certificates, clean_employment, pay_lines, who, bounds, programmes
-- order: rec_id
-- by: who
-- through: who, pay_lines.subject_who
-- One row per completed training: its certificate, its subsidy, its trace on the employment platform (20-11-02).
WITH proofs AS (
    SELECT w.who, c.occupation_code, c.rec_id, c.issue_date,
        cast(floor(c.issue_date / 10000) * 12 + floor(c.issue_date / 100) % 100 AS integer) AS issue_index
    FROM clean_certificates c
    JOIN who w ON w.register = 'certificates' AND w.rec_id = c.rec_id AND w.known = 1
    WHERE c.issue_date <= :period_end
),
money AS (
    SELECT trainee, min(rec_id) AS rec_id, cast(sum(amount) AS bigint) AS amount, cast(floor(min(pay_date) / 100) AS integer) AS month
    FROM pay_lines
    WHERE item = 'training_subsidy' AND status = '1' AND trainee IS NOT NULL
    GROUP BY trainee
),
platform AS (
    SELECT w.who, min(w.rec_id) AS rec_id FROM who w WHERE w.register = 'employment' AND w.known = 1 GROUP BY w.who
),
done AS (
    SELECT t.rec_id, t.occupation_code, t.train_type, t.train_mode, t.person_group, left(t.region, 6) AS county, t.start,
        cast(floor(coalesce(t.end, t.start) / 100) AS integer) AS month,
        cast(floor(coalesce(t.end, t.start) / 10000) * 12 + floor(coalesce(t.end, t.start) / 100) % 100 AS integer) AS month_index,
        w.who, w.person_key, w.person_no, w.known
    FROM clean_trainees t
    JOIN who w ON w.register = 'trainees' AND w.rec_id = t.rec_id
    CROSS JOIN bounds b
    WHERE t.result = '1' AND coalesce(t.end, t.start) <= :period_end AND coalesce(t.end, t.start) >= b.programme_start
)
SELECT d.rec_id, d.county, d.month, d.month_index, coalesce(d.train_mode, '0') AS programme, d.train_type, d.person_group, d.who, d.person_key,
    d.person_no, d.known, min(c.rec_id) AS cert_rec, min(m.rec_id) AS pay_rec, coalesce(min(m.amount), 0) AS paid,
    min(m.month) AS pay_month, min(f.rec_id) AS platform_rec
FROM done d
CROSS JOIN bounds b
LEFT JOIN proofs c ON c.who = d.who AND c.occupation_code = d.occupation_code AND c.issue_date >= d.start
    AND c.issue_index <= d.month_index + b.certificate_window_months
LEFT JOIN money m ON m.trainee = d.rec_id
LEFT JOIN platform f ON f.who = d.who
GROUP BY d.rec_id, d.county, d.month, d.month_index, d.train_mode, d.train_type, d.person_group, d.who, d.person_key, d.person_no, d.known
