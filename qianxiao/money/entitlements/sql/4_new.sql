INSERT INTO entitlements_entitlement ({columns}, first_period, last_period, changed_period)
SELECT {columns}, %(period)s, %(period)s, %(period)s FROM entitled_arrival n
WHERE NOT EXISTS (SELECT FROM entitlements_entitlement o WHERE {same})
ORDER BY county, person_id, item, instalment, rec_id
