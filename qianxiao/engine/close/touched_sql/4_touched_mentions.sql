-- table: touched_mentions
-- reads: touched_rows, touched_people, touched_numbers, links, mentions, clean_payments, month_before
-- order:
-- The touched rows, every row of a touched person, those that give the number of a person whose row changed, and the
-- payments that rest on one of the first two. No order: only asked for membership.
WITH known AS (
    SELECT register, rec_id FROM touched_rows
    UNION
    SELECT l.register, l.rec_id FROM links l JOIN touched_people p ON p.person_no = l.person_no
    UNION
    SELECT l.register, l.rec_id FROM links_then l JOIN touched_people p ON p.person_no = l.person_no
)
SELECT register, rec_id FROM known
UNION
SELECT 'payments', y.rec_id FROM clean_payments y
JOIN known k ON k.rec_id = y.subject_no AND k.register IN ('trainees', 'students', 'employment')
UNION
SELECT m.register, m.rec_id FROM mentions m JOIN touched_numbers n ON n.id18 = m.id18
