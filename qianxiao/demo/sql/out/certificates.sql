SELECT i, rec, NULL AS bad, rec AS cert_no, cert_kind, name, id_no, occupation_code, occupation, CASE WHEN level <> '9' THEN level END AS level,
    issue_date, org_code AS issuer_code, org_name AS issuer, away
FROM d_certificates WHERE issue_date <= :month_end AND (:away = 2 OR (away IS NOT NULL) = (:away = 1))
