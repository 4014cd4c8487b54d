-- reads: due, entitlements, persons
-- Every decision of the rules with its reasons, and the payment beside it where there is one.
SELECT row_number() OVER (ORDER BY d.person_no, d.item, d.month, d.register, d.rec_id, d.term) AS row, d.item, d.person_no,
    coalesce(d.register, '') AS register, mask_text(d.rec_id) AS rec_id, coalesce(d.term, '') AS term, d.month,
    d.decisive_date, d.amount, e.paid, e.gap, e.over, d.verdict, coalesce(e.status, '') AS status,
    coalesce(cast(d.rule_id AS varchar), '') AS rule_id, coalesce(cast(d.rule_version AS varchar), '') AS rule_version,
    coalesce(d.met, 0) AS met, coalesce(d.unmet, 0) AS unmet, coalesce(d.missing, 0) AS missing, coalesce(d.stop, '') AS stop,
    coalesce(d.payee_kind, '') AS payee_kind, coalesce(d.fund, '') AS fund, coalesce(d.county, '') AS county,
    coalesce(e.clause, '') AS clause, coalesce(p.region, '') AS region
FROM due d
LEFT JOIN persons p ON p.person_no = d.person_no
LEFT JOIN entitlements e ON e.item = d.item AND e.person_no = d.person_no AND e.register IS NOT DISTINCT FROM d.register
    AND e.rec_id IS NOT DISTINCT FROM d.rec_id AND e.term IS NOT DISTINCT FROM d.term
    AND e.month IS NOT DISTINCT FROM d.month
WHERE d.person_no IS NOT NULL
