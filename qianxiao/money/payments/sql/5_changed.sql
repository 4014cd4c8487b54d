-- Accounts that are not those of the approval any more: held until a second person has asked the payee (pattern 16).
WITH changed AS (
    SELECT p.id, p.claim, p.region FROM payments_payment p
    LEFT JOIN people_person q ON q.id = p.person_id
    LEFT JOIN people_sealed n ON n.person_id = CASE WHEN q.same_as_id IS NULL THEN q.id ELSE q.same_as_id END AND n.kind = 'account'
    LEFT JOIN payments_payeeaccount c ON c.org_code = p.org_code AND c.state = 'confirmed' AND p.org_code <> ''
    WHERE p.region = %(region)s AND p.fund = %(fund)s AND p.state IN ('reserved', 'reoffered') AND p.held = ''
        AND coalesce(n.index, c.index) IS DISTINCT FROM p.account
), held AS (
    INSERT INTO payments_hold (claim, region, kind, reason, by, at, lifted_by, lifted_why)
    SELECT DISTINCT claim, region, 'account', 'changed', %(by)s, now(), '', '' FROM changed ON CONFLICT DO NOTHING
)
UPDATE payments_payment p SET held = 'account' FROM changed c WHERE c.id = p.id;
