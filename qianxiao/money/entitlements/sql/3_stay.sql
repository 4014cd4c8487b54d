-- Decisions that stand as they were: another month has seen them.
UPDATE entitlements_entitlement o SET last_period = %(period)s FROM entitled_arrival n WHERE {same} AND o.last_period < %(period)s
