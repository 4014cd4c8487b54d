-- table: touched_mentions
-- reads: touched_rows, touched_people, changed_people, links, mentions, persons, clean_payments, month_before
-- order:
-- The touched rows, every row of a touched person, the payments that rest on one of them, and what was told to a
-- school or institution as new, lost or changed last month and is so no longer. No order: only asked for membership.
WITH known AS (
    SELECT register, rec_id FROM touched_rows
    UNION
    SELECT l.register, l.rec_id FROM links l JOIN touched_people p ON p.person_no = l.person_no
    UNION
    SELECT l.register, l.rec_id FROM before_links l JOIN touched_people p ON p.person_no = l.person_no
)
SELECT register, rec_id FROM known
UNION
SELECT 'payments', y.rec_id FROM clean_payments y JOIN known k ON k.rec_id = y.subject_no AND k.register IN ('trainees', 'students')
UNION
-- whoever gives the number of somebody whose own row changed: theirs may be borrowed
SELECT m.register, m.rec_id FROM mentions m
JOIN (
    SELECT p.id18 FROM persons p JOIN changed_people c ON c.person_no = p.person_no
    UNION
    SELECT p.id18 FROM before_persons p JOIN changed_people c ON c.person_no = p.person_no
) n ON n.id18 = m.id18
UNION
SELECT register, rec_id FROM before_feedback WHERE change IN ('new', 'lost', 'changed')
