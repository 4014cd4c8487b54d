-- The account each payee has now: a person's sealed one, an institution's confirmed one.
UPDATE payments_staged s SET account = a.index, account_mask = a.mask, holder = a.holder
FROM (
    SELECT s.n, n.index, p.account_mask AS mask, p.name AS holder
    FROM payments_staged s JOIN people_person p ON p.id = s.person
    JOIN people_sealed n ON n.person_id = CASE WHEN p.same_as_id IS NULL THEN p.id ELSE p.same_as_id END AND n.kind = 'account'
    UNION ALL
    SELECT s.n, c.index, c.mask, c.holder
    FROM payments_staged s JOIN payments_payeeaccount c ON c.org_code = s.org_code AND c.state = 'confirmed' WHERE s.org_code <> ''
) a WHERE a.n = s.n AND s.why = '';
