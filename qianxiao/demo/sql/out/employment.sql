SELECT d.i, d.rec, d.bad, w.employ_no, d.name, d.id_no, d.phone, d.region AS hukou_region, CASE WHEN w.until <= :month_end THEN '3' ELSE '1' END AS state, w.form,
    CASE WHEN w.form IN ('1', '5') THEN w.employer_code END AS employer_code, CASE WHEN w.form IN ('1', '5') THEN w.employer_name END AS employer_name, w.work_region,
    w.since AS start, CASE WHEN w.until <= :month_end THEN w.until END AS "end", w.monthly_pay,
    greatest(w.since, :month_end::DATE - rint(d.i, 'confirmed', 2, 80)::INTEGER) AS confirmed_on
FROM d_employment d JOIN work w ON w.i = d.i
WHERE w.since <= :month_end
ORDER BY employ_no
