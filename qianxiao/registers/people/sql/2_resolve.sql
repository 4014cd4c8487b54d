-- Who is it? First the number the register gave, then the ID number with the same name, else somebody new.
ANALYZE people_staged;
CREATE TEMP TABLE people_known ON COMMIT DROP AS
SELECT a.seq, e.person_id FROM people_staged a JOIN people_enrolment e ON e.register = %(register)s AND e.number = a.number;
ANALYZE people_known;

-- A new number in the register for somebody whose old number no longer comes (moved, registered anew).
-- While the old number still comes, both stay, and a person is asked.
INSERT INTO people_known
SELECT DISTINCT ON (s.person_id) n.seq, s.person_id
FROM people_staged n
JOIN people_sealed s ON s.index = n.id_index AND s.kind = 'id_no' AND NOT s.contested
JOIN people_person p ON p.id = s.person_id AND p.name = n.name
WHERE n.usable AND NOT EXISTS (SELECT FROM people_known k WHERE k.seq = n.seq)
    AND NOT EXISTS (SELECT FROM people_known o WHERE o.person_id = s.person_id)
ORDER BY s.person_id, n.number;

CREATE TEMP TABLE people_arrival ON COMMIT DROP AS
SELECT a.*, coalesce(k.person_id, gen_random_uuid()) AS person_id, k.person_id IS NULL AS new,
    a.id_index IS NOT NULL AND NOT a.usable AS contested  -- what is no ID number proves nothing and is never a holder's
FROM people_staged a LEFT JOIN people_known k ON k.seq = a.seq;
DROP TABLE people_staged, people_known;
CREATE INDEX ON people_arrival (seq);
CREATE INDEX ON people_arrival (person_id);
ANALYZE people_arrival;

-- One holder of an ID number: the one who has it already, unless he comes with another number now …
UPDATE people_arrival a SET contested = true
FROM people_sealed s
WHERE s.index = a.id_index AND s.kind = 'id_no' AND NOT s.contested AND s.person_id <> a.person_id
    AND NOT EXISTS (SELECT FROM people_arrival o WHERE o.person_id = s.person_id AND o.id_index IS DISTINCT FROM s.index);
-- … else the first to come.
UPDATE people_arrival a SET contested = true
FROM (
    SELECT seq, row_number() OVER (PARTITION BY id_index ORDER BY number) AS place
    FROM people_arrival WHERE NOT contested AND id_index IS NOT NULL
) AS t WHERE t.seq = a.seq AND t.place > 1;
