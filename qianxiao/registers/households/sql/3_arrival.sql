-- One line per household: what the head's row says of it, else the first member's (codes.relation 01 is the head).
ANALYZE households_staged;
CREATE TEMP TABLE households_homes ON COMMIT DROP AS
SELECT DISTINCT ON (hh_no) hh_no, home, name AS head, count(*) OVER (PARTITION BY hh_no)::integer AS size, hh_attr, cause, exit_status,
    exit_year, monitor_type, risk_cleared_on
FROM households_staged ORDER BY hh_no, (relation = '01') DESC, number;

INSERT INTO households_household (id, hh_no, region, home, handed, head, size, present, hh_attr, cause, exit_status, exit_year,
    monitor_type, risk_cleared_on, first_period, last_period, changed_period)
SELECT gen_random_uuid(), hh_no, home, home, false, head, size, true, hh_attr, cause, exit_status, exit_year, monitor_type,
    risk_cleared_on, %(period)s, %(period)s, 0
FROM households_homes ORDER BY home, hh_no
ON CONFLICT (hh_no) DO NOTHING;
ANALYZE households_household;

CREATE TEMP TABLE households_found ON COMMIT DROP AS
SELECT h.id AS household_id, h.region AS kept, a.* FROM households_homes a JOIN households_household h ON h.hh_no = a.hh_no;

CREATE TEMP TABLE households_arrival ON COMMIT DROP AS
SELECT e.person_id, f.household_id, p.region AS kept, p.id_mask, p.account_mask,
    -- a telephone corrected by hand is not the register's: its own last word stays
    CASE WHEN EXISTS (SELECT FROM people_correction c WHERE c.person_id = p.id AND c.field = 'phone' AND c.state = 'applied')
        THEN coalesce((SELECT v.phone_mask FROM households_memberversion v WHERE v.number = s.number AND v.to_period = 999999), p.phone_mask)
        ELSE p.phone_mask END AS phone_mask, s.*
FROM households_staged s
JOIN households_found f ON f.hh_no = s.hh_no
JOIN people_enrolment e ON e.register = %(register)s AND e.number = s.number
JOIN people_person p ON p.id = e.person_id;

-- A number that is other than a month ago behind the same mask: the vault's history of this very intake knows.
CREATE TEMP TABLE households_renumbered ON COMMIT DROP AS
SELECT person_id, array_agg(kind ORDER BY kind) AS kinds FROM (
    SELECT DISTINCT ON (v.person_id, v.kind) v.person_id, v.kind, v.index
    FROM people_sealedevent v WHERE v.pgh_context ->> 'reason' = 'intake ' || %(register)s || ' ' || %(period)s
    ORDER BY v.person_id, v.kind, v.pgh_id
) AS was
WHERE NOT EXISTS (SELECT FROM people_sealed s WHERE s.person_id = was.person_id AND s.kind = was.kind AND s.index = was.index)
GROUP BY person_id;
CREATE INDEX ON households_arrival (number);
ANALYZE households_found, households_arrival, households_renumbered;
