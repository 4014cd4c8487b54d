SELECT i, rec, bad, rec AS insurance_no, name, id_no, employer_code, employer_name, from_month,
    CASE WHEN until <= :month_end THEN year(until) * 100 + month(until) END AS to_month,
    CASE WHEN pension_from <= :month_end THEN pension_from END AS pension_from, away
FROM d_insurance WHERE since <= :month_end AND (:away = 2 OR (away IS NOT NULL) = (:away = 1))
