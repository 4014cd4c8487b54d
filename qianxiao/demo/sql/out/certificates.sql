SELECT c.i, c.cert_no AS rec, NULL AS bad, c.cert_no, c.cert_kind, coalesce(d.name, p.name) AS name, d.id_no, c.occupation_code, c.occupation, CASE WHEN c.level <> '9' THEN c.level END AS level,
    c.issue_date, c.org_code AS issuer_code, c.org_name AS issuer
FROM certs c JOIN d_trainees d ON d.i = c.i JOIN people p ON p.pid = c.pid
WHERE c.issue_date <= :month_end
ORDER BY issue_date, cert_no
