-- Made once: whoever else makes the same payment meanwhile, in whatever county, is first or waits and gets nothing.
INSERT INTO payments_pool (digest, fund)
SELECT DISTINCT ON (pool) pool, fund FROM payments_staged WHERE why = '' ORDER BY pool, n
ON CONFLICT DO NOTHING;
UPDATE payments_staged s SET why = 'other_source' FROM payments_pool p WHERE p.digest = s.pool AND p.fund <> s.fund AND s.why = '';
WITH made AS (
    INSERT INTO payments_payment (key, pool, item, person_id, org_code, record, instalment, amount, payee_kind, fund, region, claim,
        maker, checker, state, attempt, held, account, account_mask, holder, made_on, changed_at)
    SELECT s.key, s.pool, s.item, s.person, s.org_code, s.record, s.instalment, s.amount, s.payee_kind, s.fund, s.region, s.claim,
        s.maker, s.checker, CASE WHEN s.account IS NULL THEN 'no_account' ELSE 'reserved' END, 1,
        coalesce((SELECT min(h.kind) FROM payments_hold h WHERE h.claim = s.claim AND h.lifted_by = ''), ''),
        s.account, coalesce(s.account_mask, ''), coalesce(s.holder, ''), %(day)s, now()
    FROM payments_staged s WHERE s.why = '' ORDER BY s.key
    ON CONFLICT (key) DO NOTHING RETURNING id, key
)
UPDATE payments_staged s SET made = m.id FROM made m WHERE m.key = s.key AND s.why = '';
UPDATE payments_staged SET why = 'already' WHERE why = '' AND made IS NULL;
