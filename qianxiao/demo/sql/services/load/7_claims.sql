-- Entitlements, claims, payments and call-backs of a world to look through. No book stands behind these payments: its triggers rest meanwhile.
INSERT INTO entitlements_entitlement (item, person_id, number, name, id_mask, region, county, org_code, register, rec_id, instalment, month, decisive_date, amount, paid, over, verdict, state,
    payee_kind, fund, first_period, last_period, changed_period, claimed)
SELECT l.item, p.id, l.person, p.name, p.id_mask, p.region, l.county, l.org_code, l.register, l.rec_id, l.instalment, l.decisive / 100, l.decisive, l.due, 0, 0, 'due', 'missing',
    l.payee_kind, '2', 202006, 202006, 202006, l.amount
FROM s_mlines l JOIN who w ON w.number = l.person JOIN people_person p ON p.id = w.person_id ON CONFLICT DO NOTHING;
INSERT INTO claims_claim (claim_no, region, item, kind, org_code, state, entered_on, due_on, made_on, made_by, first_by, second_by, lines_told, total)
SELECT claim_no, region, item, kind, org_code, state, made, made, made, CASE kind WHEN 'auto' THEN '' ELSE 'school' END, first_by, second_by, lines, total FROM s_mclaims ON CONFLICT DO NOTHING;
INSERT INTO claims_claimline (claim_id, number, reference, entitlement_id, name, id_mask, place, amount, state, live, region, org_code, person_id, decided_by, paid, settled_on)
SELECT c.id, l.number, l.reference, e.id, e.name, e.id_mask, e.region, l.amount, 'passed', true, c.region, c.org_code, e.person_id, c.first_by, l.paid, CASE l.paid WHEN 'settled' THEN l.settled END
FROM s_mlines l JOIN claims_claim c USING (claim_no) JOIN entitlements_entitlement e ON e.register = l.register AND e.rec_id = l.rec_id AND e.item = l.item AND e.instalment = l.instalment
JOIN who w ON w.number = l.person AND w.person_id = e.person_id ON CONFLICT DO NOTHING;
INSERT INTO claims_claimstep (claim_id, line, verb, before, after, day, waited, by, at, region, org_code)
SELECT c.id, 0, t.verb, 'submitted', 'checked', to_char(t.at, 'YYYYMMDD')::int, 1, t.by, t.at AT TIME ZONE 'Asia/Shanghai', c.region, c.org_code
FROM s_mclaims s JOIN claims_claim c USING (claim_no) CROSS JOIN LATERAL (VALUES ('first', s.first_by, s.first_at), ('second', s.second_by, s.second_at)) t(verb, by, at)
WHERE NOT EXISTS (SELECT FROM claims_claimstep o WHERE o.claim_id = c.id);
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE payments_payment DISABLE TRIGGER USER;
CREATE TEMP TABLE paid ON COMMIT DROP AS
SELECT l.*, e.person_id, n.index AS now_index, encode(sha256(convert_to(l.reference, 'UTF8')), 'hex') AS digest FROM s_mlines l JOIN who w ON w.number = l.person
JOIN claims_claimline c USING (reference) JOIN entitlements_entitlement e ON e.id = c.entitlement_id LEFT JOIN people_sealed n ON n.person_id = e.person_id AND n.kind = 'account' WHERE l.paid <> '';
INSERT INTO payments_pool (digest, fund) SELECT digest, '2' FROM paid ON CONFLICT DO NOTHING;
INSERT INTO payments_payment (key, pool, item, person_id, org_code, record, instalment, amount, payee_kind, fund, region, claim, maker, checker, state, attempt, account, made_on, settled_on, changed_at)
SELECT digest, digest, item, CASE WHEN payee_kind IN ('1', '2') AND NOT to_org THEN person_id END, CASE WHEN payee_kind IN ('1', '2') AND NOT to_org THEN '' ELSE org_code END, register || '/' || rec_id,
    instalment, amount, payee_kind, '2', county, reference, first_by, second_by, paid, CASE WHEN paid = 'reoffered' THEN 2 ELSE 1 END,
    CASE account WHEN 'other' THEN CASE paid WHEN 'reoffered' THEN now_index ELSE decode(digest, 'hex') END ELSE coalesce(now_index, decode(md5(org_code), 'hex')) END, settled,
    CASE paid WHEN 'settled' THEN settled END, now() FROM paid ON CONFLICT DO NOTHING;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE payments_payment ENABLE TRIGGER USER;
INSERT INTO payments_batch (number, region, fund, day, state, made_by, first_by, second_by, released, digest)
SELECT county || '-20200501-900', county, '2', 20200501, 'done', 'services', 'services one', 'services two', 'x', 'x' FROM paid WHERE returned > 0 GROUP BY county ON CONFLICT DO NOTHING;
INSERT INTO payments_line (key, batch_id, payment_id, region, attempt, amount, account, state, said, day)
SELECT b.number || '-' || p.digest, b.id, q.id, p.county, 1, p.amount, CASE WHEN p.account = '' THEN coalesce(p.now_index, q.account) ELSE decode(p.digest, 'hex') END, 'returned', 'closed', p.returned
FROM paid p JOIN payments_payment q ON q.claim = p.reference JOIN payments_batch b ON b.number = p.county || '-20200501-900' WHERE p.returned > 0 ON CONFLICT DO NOTHING;
INSERT INTO payments_payeeaccount (org_code, region, holder, owner, version, sealed, index, index_version, mask, state, asked_by, confirmed_by, at)
SELECT a.org_code, a.region, i.name, md5('services account ' || a.org_code)::uuid, 1, decode(md5('services'), 'hex'), decode(md5(a.org_code), 'hex'), 1, '6228****', 'confirmed', 'services', a.confirmed_by, now()
FROM s_maccounts a JOIN schools_institution i USING (org_code) ON CONFLICT DO NOTHING;
INSERT INTO payments_hold (claim, region, kind, reason, by, at, lifted_by, lifted_why, lifted_at)
SELECT h.reference, h.region, 'account', 'services', h.by, h.at AT TIME ZONE 'Asia/Shanghai', CASE WHEN h.lifted THEN 'services two' ELSE '' END, '', NULL FROM s_mholds h
WHERE NOT EXISTS (SELECT FROM payments_hold o WHERE o.claim = h.reference) ON CONFLICT DO NOTHING;
UPDATE payments_payment p SET held = 'account' FROM s_mholds h WHERE p.claim = h.reference AND NOT h.lifted AND p.held = '';
INSERT INTO integrity_draw (region, day, seed, percent, lines, drawn, by, at)
SELECT region, 20200601, 'services', 2, count(*) * 50, count(*), 'services', now() FROM s_mcalls GROUP BY region ON CONFLICT DO NOTHING;
INSERT INTO integrity_callback (draw_id, region, claim, about, org_code, person_id, name, phone_mask, item, amount, decided_by, answer, received, note, by, day)
SELECT d.id, c.region, c.reference, c.about, c.org_code, w.person_id, p.name, p.phone_mask, c.item, c.amount, '{}', c.answer, CASE c.answer WHEN 'less' THEN c.amount / 2 END, '', 'services', 20200610
FROM s_mcalls c JOIN integrity_draw d ON d.region = c.region AND d.day = 20200601 JOIN who w ON w.number = c.person JOIN people_person p ON p.id = w.person_id ON CONFLICT DO NOTHING;
DROP TABLE paid;
