-- Decisions that are others than before: a changed one keeps what it was in its history.
UPDATE entitlements_entitlement o SET {sets}, last_period = %(period)s, changed_period = %(period)s
FROM entitled_arrival n WHERE {same} AND ({olds}) IS DISTINCT FROM ({news})
