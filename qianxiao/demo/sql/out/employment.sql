SELECT i, rec, bad, rec AS employ_no, name, id_no, phone, hukou AS hukou_region, CASE WHEN until <= :month_end THEN '3' ELSE '1' END AS state, form,
    CASE WHEN form IN ('1', '5') THEN employer_code END AS employer_code, CASE WHEN form IN ('1', '5') THEN employer_name END AS employer_name, work_region,
    since AS start, CASE WHEN until <= :month_end THEN until END AS "end", monthly_pay,
    CASE WHEN turned(i, 'confirmed', :month_employment_confirmed, :now)
        THEN greatest(since, DATE '2019-01-01' + to_months(turning(i, 'confirmed') - 1)::INTERVAL + to_days(rint(i, 'confirmed on', 0, 27)::INTEGER))
        ELSE since + rint(i, 'first confirmed', 0, 27)::INTEGER % (1 + last_day(since) - since)::INTEGER END::DATE AS confirmed_on, away
FROM d_employment WHERE since <= :month_end AND (:away = 2 OR (away IS NOT NULL) = (:away = 1))
