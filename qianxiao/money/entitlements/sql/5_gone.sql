-- Rows of whole provinces this month is about, and that it no longer has: they stay, and nothing is claimed for them.
UPDATE entitlements_entitlement o SET state = 'gone', changed_period = %(period)s
WHERE o.last_period < %(period)s AND o.last_period > 0 AND o.state <> 'gone'
    AND left(o.region, 2) IN (SELECT DISTINCT left(region, 2) FROM entitled_arrival)
