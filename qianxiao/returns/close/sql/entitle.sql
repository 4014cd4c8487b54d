-- What a month decided, as the entitlements take it in: the person's place and name, the institution of the record, and
-- what blocks the person or holds the record.
WITH found AS (
    SELECT x.person_no, x.register, x.rec_id, array_agg(DISTINCT x.pattern ORDER BY x.pattern) AS patterns FROM (
        SELECT person_no, '' AS register, '' AS rec_id, pattern FROM close_irregularity WHERE period = %(period)s AND action = 'B'
        UNION ALL SELECT '', register, rec_id, pattern FROM close_irregularity WHERE period = %(period)s AND action IN ('B', 'H')
        UNION ALL SELECT '', other_register, other_rec_id, pattern FROM close_irregularity
            WHERE period = %(period)s AND action IN ('B', 'H')
    ) x GROUP BY x.person_no, x.register, x.rec_id
), schools AS (
    SELECT register, rec_id, min(org_code) AS org_code FROM close_feedbackline WHERE period = %(period)s GROUP BY register, rec_id
)
SELECT d.item, d.person_no AS number, p.name, p.id_mask, d.region, d.county, coalesce(s.org_code, '') AS org_code, d.register, d.rec_id,
    d.term, coalesce(d.month, 0) AS month, d.decisive_date, coalesce(d.amount, 0) AS amount, coalesce(d.paid, 0) AS paid,
    coalesce(d.over, 0) AS over, d.verdict, d.status, d.rule_id, d.rule_version, d.met, d.unmet, d.missing, d.stop, d.clause,
    d.payee_kind, d.fund, coalesce(a.patterns || b.patterns, b.patterns, a.patterns, '{}') AS findings
FROM close_dueline d
JOIN close_person p ON p.period = d.period AND p.person_no = d.person_no
LEFT JOIN schools s ON s.register = d.register AND s.rec_id = d.rec_id
LEFT JOIN found a ON a.person_no = d.person_no AND a.person_no <> ''
LEFT JOIN found b ON b.person_no = '' AND b.register = d.register AND b.rec_id = d.rec_id AND b.rec_id <> ''
WHERE d.period = %(period)s AND d.person_no <> ''
