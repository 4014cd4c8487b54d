-- table: told_entitlements
-- reads: entitlements, entitlements_returned
-- order: item, person_no, register, rec_id, term
-- What is due for rows delivered here, for people of this province and of others.
SELECT item, person_no, register, rec_id, term, month, county, region, amount, paid, gap, over, status, rule_id, rule_version, clause
FROM entitlements
UNION ALL
SELECT item, person_no, register, rec_id, term, month, county, region, amount, paid, gap, over, status, rule_id, rule_version, clause
FROM entitlements_returned
