SELECT d.i, d.rec, d.bad, w.employ_no, d.name, d.id_no, d.phone, d.region AS hukou_region, CASE WHEN w.until <= :month_end THEN '3' ELSE '1' END AS state, w.form,
    CASE WHEN w.form IN ('1', '5') THEN w.employer_code END AS employer_code, CASE WHEN w.form IN ('1', '5') THEN w.employer_name END AS employer_name, w.work_region,
    w.since AS start, CASE WHEN w.until <= :month_end THEN w.until END AS "end", w.monthly_pay,
    CASE WHEN turned(d.i, 'confirmed', :month_employment_confirmed, :now)
        THEN greatest(w.since, DATE '2019-01-01' + to_months(turning(d.i, 'confirmed') - 1)::INTERVAL + to_days(rint(d.i, 'confirmed on', 0, 27)::INTEGER))
        ELSE w.since + rint(d.i, 'first confirmed', 0, 27)::INTEGER % (1 + last_day(w.since) - w.since)::INTEGER END::DATE AS confirmed_on
FROM d_employment d JOIN work w ON w.i = d.i
WHERE w.since <= :month_end
ORDER BY employ_no
