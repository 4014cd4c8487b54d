-- The month's decisions with their persons. Two lines that name one record and term alike count once.
CREATE TEMP TABLE entitled_arrival ON COMMIT DROP AS
SELECT DISTINCT ON (t.item, e.person_id, t.register, t.rec_id, t.term) t.item, e.person_id, t.number, t.name, t.id_mask, t.region, t.county,
    t.org_code, t.register, t.rec_id, t.term AS instalment, t.month, t.decisive_date, t.amount, t.paid, t.over, t.verdict,
    CASE WHEN t.verdict = 'due' AND t.month > %(period)s THEN 'coming' WHEN t.status <> '' THEN t.status ELSE t.verdict END AS state,
    t.rule_id, t.rule_version, t.met, t.unmet, t.missing, t.stop, t.clause, t.payee_kind, t.fund, t.findings
FROM ({select}) t JOIN people_enrolment e ON e.register = 'poor' AND e.number = t.number
ORDER BY t.item, e.person_id, t.register, t.rec_id, t.term, t.month, t.amount DESC;
CREATE UNIQUE INDEX ON entitled_arrival (item, person_id, register, rec_id, instalment);
ANALYZE entitled_arrival
