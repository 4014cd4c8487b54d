SELECT i, rec, NULL AS bad, rec AS pay_no, item, name, id_no, region, term, subject_no, amount, payee_kind, account, account_holder, pay_date,
    CASE WHEN status = '2' AND pay_date <= :month_end::DATE - 20 THEN '1' ELSE status END AS status, fund, away
FROM d_payments WHERE pay_date <= :month_end AND (:away = 2 OR (away IS NOT NULL) = (:away = 1))
