-- table: touched_numbers
-- reads: changed_people, persons, month_before
-- order:
-- ID numbers that people whose row changed have or had. A table of its own: only where the planner knows how few they are
-- does it look them up among all mentions, and not all mentions among them.
SELECT p.id18 FROM persons p JOIN changed_people c ON c.person_no = p.person_no WHERE p.id18 IS NOT NULL
UNION
SELECT p.id18 FROM before_persons p JOIN changed_people c ON c.person_no = p.person_no WHERE p.id18 IS NOT NULL
