-- The same month delivered anew: what its first delivery ended holds again, what it began goes.
DELETE FROM households_change WHERE period = %(period)s;
DELETE FROM households_tally WHERE period = %(period)s;
DELETE FROM households_memberversion WHERE from_period = %(period)s;
DELETE FROM households_householdversion WHERE from_period = %(period)s;
UPDATE households_memberversion SET to_period = 999999 WHERE to_period = %(period)s;
UPDATE households_householdversion SET to_period = 999999 WHERE to_period = %(period)s;
