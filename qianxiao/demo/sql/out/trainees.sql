SELECT i, rec, bad, rec AS trainee_no, class_no, org_code, org_name, county AS region, name, sex::VARCHAR AS sex, id_no, phone, hukou AS hukou_region,
    CASE WHEN registered THEN CASE WHEN poor_later OR hit(i, 'group', 9300) THEN '06' ELSE '04' END WHEN hit(i, 'group', 100) THEN '06' WHEN hit(i, 'group', 8000) THEN '04' ELSE '05' END AS person_group,
    occupation_code, occupation, level AS train_level, type AS train_type, mode AS train_mode, starts AS start,
    CASE WHEN ends <= :month_end THEN ends END AS "end", hours, days,
    CASE WHEN ends > :month_end THEN NULL WHEN result = '3' THEN rint(i, 'attended', 1, days // 2) ELSE attended END AS attended_days,
    CASE WHEN ends > :month_end THEN '0' ELSE result END AS result, CASE WHEN fee_taken THEN 20000 ELSE 0 END AS fee_charged, away
FROM d_trainees WHERE starts <= :month_end AND (:away = 2 OR (away IS NOT NULL) = (:away = 1))
