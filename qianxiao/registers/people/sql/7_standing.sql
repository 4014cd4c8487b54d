-- Where everybody stands in the newest month (people_stands: number in the register, state, study, train, step).
-- Only rows that differ are written: most people stand where they stood.
ANALYZE people_stands;
CREATE TEMP TABLE people_stand ON COMMIT DROP AS
SELECT DISTINCT ON (e.person_id) e.person_id, s.state, s.study, s.train, s.step
FROM people_stands s JOIN people_enrolment e ON e.register = %(register)s AND e.number = s.number
ORDER BY e.person_id, s.number;
ANALYZE people_stand;

DISCARD PLANS;  -- that of the history's trigger, as in 3_persons
UPDATE people_person p SET state = s.state, study = s.study, train = s.train, step = s.step
FROM people_stand s WHERE s.person_id = p.id
    AND (p.state, p.study, p.train, p.step) IS DISTINCT FROM (s.state, s.study, s.train, s.step);
UPDATE people_person p SET state = '', study = '', train = '', step = ''
WHERE p.state <> '' AND NOT EXISTS (SELECT FROM people_stand s WHERE s.person_id = p.id);

DELETE FROM people_headcount;
INSERT INTO people_headcount (region, state, study, train, n)
SELECT left(region, 6), state, study, train, count(*) FROM people_person GROUP BY 1, 2, 3, 4;
DROP TABLE people_stand, people_stands;
