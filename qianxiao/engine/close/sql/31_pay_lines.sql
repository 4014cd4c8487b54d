-- table: pay_lines
-- reads: clean_payments, clean_trainees, clean_students, who, terms
-- order: rec_id
-- by: rec_id of payments
-- through: clean_payments
-- Payments with the person, the record they rest on and the days they cover (term, class, or the day of payment).
-- subject_who: whose class or registration it is, whoever was paid.
WITH lines AS (
    SELECT p.*, t.rec_id AS trainee, s.rec_id AS student, t.start AS class_start, coalesce(t.end, t.start) AS class_end,
        t.occupation_code, t.train_level, s.status AS student_status, s.status_date
    FROM clean_payments p
    LEFT JOIN clean_trainees t ON t.rec_id = p.subject_no
    LEFT JOIN clean_students s ON s.rec_id = p.subject_no
    WHERE p.pay_date <= :period_end
)
SELECT l.rec_id, l.item, l.term, l.subject_no, l.amount, l.payee_kind, l.account, l.account_holder, l.pay_date, l.status,
    l.fund, left(l.region, 6) AS county, l.trainee, l.student, l.class_start, l.class_end, l.occupation_code, l.train_level,
    l.student_status, l.status_date,
    CASE WHEN w.known = 0 AND coalesce(t.known, 0) = 1 THEN t.who ELSE w.who END AS who,
    CASE WHEN w.known = 0 AND coalesce(t.known, 0) = 1 THEN t.person_key ELSE w.person_key END AS person_key,
    coalesce(w.person_no, CASE WHEN w.known = 0 THEN t.person_no END) AS person_no,
    CASE WHEN w.known = 1 OR t.known = 1 THEN 1 ELSE 0 END AS known, t.who AS subject_who,
    coalesce(x.starts, l.class_start, l.pay_date) AS day_from,
    cast(least(coalesce(x.ends, l.class_end, l.pay_date),
        CASE WHEN l.student_status IN ('4', '5', '6', '7', '8', '9', '10') THEN coalesce(l.status_date, 99991231)
            ELSE 99991231 END) AS integer) AS day_to
FROM lines l
JOIN who w ON w.register = 'payments' AND w.rec_id = l.rec_id
LEFT JOIN who t ON t.register = CASE WHEN l.trainee IS NOT NULL THEN 'trainees' ELSE 'students' END
    AND t.register IN ('trainees', 'students') AND t.rec_id = coalesce(l.trainee, l.student)
LEFT JOIN terms x ON x.term = l.term
