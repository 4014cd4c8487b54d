-- Table `planted`: what an auditor must find in the month's registers, as pattern, register, rec_id, pid, seen_from (the day the
-- last record it needs is there) and evidence: the records to be put together, `register|rec_id` with `;` between.
CREATE OR REPLACE TABLE planted AS
WITH shown AS (
    SELECT 'payments|' || rec AS ref, rec AS pay_no, pid, register, source_i, item, subject_no, account, pay_date, why
    FROM d_payments WHERE status IN ('1', '2') AND pay_date <= :month_end
), subsidy AS (
    SELECT t.i, t.pid, t.j, t.why, t.trainee_no, t.starts, t.ends, t.occupation_code, t.level, y.ref, y.pay_no, y.pay_date,
        training_subsidy__max_per_year AS cap,
        row_number() OVER (PARTITION BY t.pid, year(t.ends) ORDER BY y.pay_date, y.subject_no) AS nth,
        string_agg(y.ref, ';') OVER (PARTITION BY t.pid, year(t.ends) ORDER BY y.pay_date, y.subject_no) AS so_far
    FROM shown y JOIN training t ON t.i = y.source_i
    JOIN rates r ON r.county = t.county AND ymd(t.ends) BETWEEN r.from_date AND r.to_date
    WHERE y.item = 'training_subsidy'
), beside AS (
    -- a student's class: its payment with one for the term it falls in
    SELECT y.pay_no, y.pid, greatest(y.pay_date, z.pay_date) AS seen, y.ref || ';' || z.ref AS evidence
    FROM shown y JOIN training t ON t.i = y.source_i JOIN shown z ON z.pid = t.pid AND z.register = 'students' AND z.item = 'free_tuition'
    JOIN d_payments s ON s.rec = z.pay_no AND left(s.term, 4) = year(t.starts)::VARCHAR AND right(s.term, 1) = CASE WHEN month(t.starts) < 9 THEN 'S' ELSE 'A' END
    WHERE y.item = 'training_subsidy' AND y.why = 4
), sharing AS (
    SELECT y.*, p.h, min(y.pay_date) OVER (PARTITION BY y.account, p.h) AS hh_from FROM shown y JOIN people p ON p.pid = y.pid WHERE y.why = 15
), crowded AS (
    -- the day on which one household too many had been paid, and every payment into the account
    SELECT account, max(hh_from) AS since FROM (SELECT account, h, hh_from FROM (SELECT DISTINCT account, h, hh_from FROM sharing)
        QUALIFY row_number() OVER (PARTITION BY account ORDER BY hh_from, h) <= :shared_households + 1)
    GROUP BY account HAVING count(*) > :shared_households
), found(pattern, register, rec_id, pid, seen_from, evidence) AS (
    SELECT 2, 'payments', CASE WHEN b.pay_date < a.pay_date THEN a.pay_no ELSE b.pay_no END, a.pid, greatest(a.pay_date, b.pay_date), a.ref || ';' || b.ref
    FROM subsidy b JOIN subsidy a ON a.pid = b.pid AND a.j = 1 AND a.occupation_code = b.occupation_code AND a.level = b.level WHERE b.why = 2
    UNION ALL
    SELECT 3, 'payments', pay_no, pid, pay_date, so_far FROM subsidy WHERE why = 3 AND nth > cap
    UNION ALL
    SELECT 4, 'payments', pay_no, pid, seen, evidence FROM beside
    UNION ALL
    SELECT 5, 'students', b.student_reg_no, b.pid, b.since, 'students|' || a.student_reg_no || ';students|' || b.student_reg_no
    FROM study b JOIN study a ON a.pid = b.pid AND a.again = 0 WHERE b.again = 1
    UNION ALL
    SELECT 7, 'payments', pay_no, pid, pay_date, ref || ';students|' || subject_no FROM shown WHERE why = 7
    UNION ALL
    SELECT 8, 'trainees', t.trainee_no, t.pid, t.starts, 'trainees|' || t.trainee_no || ';poor|' || person_of(p.pid)
    FROM training t JOIN people p ON p.pid = t.pid WHERE t.why = 8
    UNION ALL
    SELECT 9, 'trainees', t.trainee_no, t.pid, t.starts, 'trainees|' || t.trainee_no || ';insurance|' || n.insurance_no
    FROM training t JOIN insured n ON n.pid = t.pid AND n.planted AND n.pension_from <= t.starts
    UNION ALL
    SELECT 12, 'trainees', t.trainee_no, t.pid, greatest(t.starts, l.identified_on), 'trainees|' || t.trainee_no || ';poor|' || person_of(p.pid)
    FROM training t JOIN people p ON p.pid = t.pid JOIN identified_late l ON l.pid = t.pid WHERE t.poor_later AND (p.struck_on IS NULL OR p.struck_on > :month_end)
    UNION ALL
    SELECT 13, b.register, b.rec, b.pid, greatest(b.since, b.owner_since), b.register || '|' || b.rec || ';poor|' || b.owner_no FROM borrowed b
    UNION ALL
    SELECT 15, 'payments', y.pay_no, y.pid, greatest(y.pay_date, c.since), string_agg(z.ref, ';' ORDER BY z.pay_no)
    FROM sharing y JOIN crowded c ON c.account = y.account JOIN sharing z ON z.account = y.account GROUP BY y.pay_no, y.pid, y.pay_date, c.since
    UNION ALL
    SELECT 25, 'payments', y.pay_no, y.pid, greatest(y.pay_date, z.pay_date), y.ref || ';' || z.ref
    FROM shown y JOIN shown z ON z.subject_no = y.subject_no AND z.item = y.item AND z.why IS DISTINCT FROM 25 WHERE y.why = 25
    UNION ALL
    SELECT 25, 'certificates', c.cert_no, c.pid, greatest(c.issue_date, s.pay_date), 'certificates|' || c.cert_no || ';trainees|' || s.trainee_no || ';' || s.ref
    FROM certs c JOIN subsidy s ON s.i = c.i WHERE c.early
    UNION ALL
    SELECT 28, 'payments', b.pay_no, b.pid, b.pay_date, a.ref || ';' || b.ref
    FROM shown b JOIN shown a ON a.pid = b.pid AND a.why = 28 AND (a.pay_date, a.pay_no) < (b.pay_date, b.pay_no) WHERE b.why = 28
    UNION ALL
    SELECT 30, 'payments', pay_no, pid, pay_date, ref || CASE WHEN register = 'students' THEN ';students|' WHEN item = 'appraisal_subsidy' THEN ';certificates|' ELSE ';trainees|' END || subject_no
    FROM shown WHERE why = 30
    UNION ALL
    SELECT 31, 'trainees', trainee_no, pid, starts, 'trainees|' || trainee_no || ';poor|' || person_of(pid) FROM training JOIN people USING (pid) WHERE fee_taken AND ymd(starts) >= :programme_start AND (struck_on IS NULL OR struck_on > :month_end)
)
SELECT * FROM found WHERE seen_from <= :month_end;
