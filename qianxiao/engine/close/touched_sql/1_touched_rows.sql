-- table: touched_rows
-- reads: changed_mentions, clean_students, clean_trainees, clean_certificates, clean_employment, clean_insurance, clean_payments, clean_intentions, terms, month_before
-- order:
-- Rows that were delivered new, altered or no longer, whose link or doubts changed, or that a date of theirs has
-- reached since the month before; every student when a term begins. No order: only asked whether a key is in it.
SELECT register, rec_id FROM changed_mentions
UNION
SELECT 'students', s.rec_id FROM clean_students s CROSS JOIN month_before b
WHERE (s.enrol_month > b.period AND s.enrol_month <= :period) OR (s.status_date > b.period_end AND s.status_date <= :period_end)
    OR EXISTS (SELECT 1 FROM terms t WHERE t.starts > b.period_end AND t.starts <= :period_end)
UNION
SELECT 'trainees', t.rec_id FROM clean_trainees t CROSS JOIN month_before b
WHERE (t.start > b.period_end AND t.start <= :period_end) OR (t.end > b.period_end AND t.end <= :period_end)
UNION
SELECT 'certificates', c.rec_id FROM clean_certificates c CROSS JOIN month_before b
WHERE c.issue_date > b.period_end AND c.issue_date <= :period_end
UNION
SELECT 'employment', e.rec_id FROM clean_employment e CROSS JOIN month_before b
WHERE (e.start > b.period_end AND e.start <= :period_end) OR (e.end > b.period_end AND e.end <= :period_end)
UNION
SELECT 'insurance', i.rec_id FROM clean_insurance i CROSS JOIN month_before b
WHERE i.pension_from > b.period_end AND i.pension_from <= :period_end
UNION
SELECT 'payments', p.rec_id FROM clean_payments p CROSS JOIN month_before b
WHERE p.pay_date > b.period_end AND p.pay_date <= :period_end
UNION
SELECT 'intentions', i.rec_id FROM clean_intentions i CROSS JOIN month_before b
WHERE i.contact_date > b.period_end AND i.contact_date <= :period_end
