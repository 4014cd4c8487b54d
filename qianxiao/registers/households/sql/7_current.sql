-- What the newest month says stands with the household; where it is kept follows the register unless it was handed over.
UPDATE households_household h SET region = CASE WHEN h.handed THEN h.region ELSE v.home END, home = v.home, head = v.head, size = v.size,
    hh_attr = v.hh_attr, cause = v.cause, exit_status = v.exit_status, exit_year = v.exit_year, monitor_type = v.monitor_type,
    risk_cleared_on = v.risk_cleared_on
FROM households_householdversion v
WHERE v.household_id = h.id AND v.to_period = 999999 AND (h.home, h.head, h.size, h.hh_attr, h.cause, h.exit_status, h.exit_year,
        h.monitor_type, h.risk_cleared_on)
    IS DISTINCT FROM (v.home, v.head, v.size, v.hh_attr, v.cause, v.exit_status, v.exit_year, v.monitor_type, v.risk_cleared_on);
UPDATE households_household h SET present = t.present, last_period = CASE WHEN t.present THEN %(period)s ELSE h.last_period END
FROM (SELECT id, EXISTS (SELECT FROM households_found f WHERE f.household_id = d.id) AS present FROM households_household d) AS t
WHERE t.id = h.id AND (t.present OR h.present);
UPDATE households_household h
SET changed_period = coalesce((SELECT max(c.period) FROM households_change c WHERE c.household_id = h.id), 0)
WHERE h.changed_period = %(period)s OR h.id IN (SELECT household_id FROM households_change WHERE period = %(period)s);
-- A household only the first delivery of this month knew.
DELETE FROM households_household h WHERE h.first_period = %(period)s AND NOT h.present
    AND NOT EXISTS (SELECT FROM households_householdversion v WHERE v.household_id = h.id);
