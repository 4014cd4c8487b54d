-- End what no longer holds, begin what does.
UPDATE households_memberversion v SET to_period = %(period)s
WHERE v.id IN (SELECT was FROM households_members WHERE was IS NOT NULL UNION ALL SELECT id FROM households_gone);
UPDATE households_householdversion v SET to_period = %(period)s
WHERE v.id IN (SELECT was FROM households_changed WHERE was IS NOT NULL UNION ALL SELECT id FROM households_empty);

INSERT INTO households_memberversion (person_id, household_id, from_period, to_period, verb, fields, id_mask, phone_mask, account_mask,
    {member_columns})
SELECT person_id, household_id, %(period)s, 999999, verb, fields, id_mask, phone_mask, account_mask, {member_columns}
FROM households_members ORDER BY kept, number;

INSERT INTO households_householdversion (household_id, from_period, to_period, verb, fields, {household_columns})
SELECT household_id, %(period)s, 999999, verb, fields, {household_columns} FROM households_changed ORDER BY kept, hh_no;
