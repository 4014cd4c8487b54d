-- table: touched_mentions
-- reads: touched_rows, touched_people, links, clean_payments, month_before
-- order:
-- The touched rows, every row of a touched person, and the payments that rest on one of them. No order: only asked for
-- membership.
WITH known AS (
    SELECT register, rec_id FROM touched_rows
    UNION
    SELECT l.register, l.rec_id FROM links l JOIN touched_people p ON p.person_no = l.person_no
    UNION
    SELECT l.register, l.rec_id FROM links_then l JOIN touched_people p ON p.person_no = l.person_no
)
SELECT register, rec_id FROM known
UNION
SELECT 'payments', y.rec_id FROM clean_payments y JOIN known k ON k.rec_id = y.subject_no AND k.register IN ('trainees', 'students', 'employment')
