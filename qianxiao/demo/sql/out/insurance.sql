SELECT d.i, d.rec, d.bad, n.insurance_no, d.name, d.id_no, n.employer_code, n.employer_name, n.from_month,
    CASE WHEN n.until <= :month_end THEN year(n.until) * 100 + month(n.until) END AS to_month,
    CASE WHEN n.pension_from <= :month_end THEN n.pension_from END AS pension_from
FROM d_insurance d JOIN insured n ON n.i = d.i
WHERE n.since <= :month_end
ORDER BY insurance_no
