-- table: person_state
-- reads: states, state_steps, persons
-- order: person_no
-- by: person_no
-- through: states, persons
-- Exactly one row per person: in progress before served before unreachable, unwilling, refused, not of age.
WITH ranked AS (
    SELECT s.person_no, s.state, s.duty, s.step, s.clause, s.region,
        row_number() OVER (PARTITION BY s.person_no ORDER BY k.overall, k.place, s.duty) AS pick
    FROM states s JOIN state_steps k ON k.duty = s.duty AND k.step = s.step
)
SELECT r.person_no, r.state, r.duty, r.step, r.clause, r.region, p.county
FROM ranked r JOIN persons p ON p.person_no = r.person_no
WHERE r.pick = 1
