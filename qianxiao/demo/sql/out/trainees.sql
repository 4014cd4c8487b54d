SELECT d.i, d.rec, d.bad, t.trainee_no, t.class_no, t.org_code, t.org_name, t.county AS region, d.name, p.sex::VARCHAR AS sex, d.id_no, d.phone, d.region AS hukou_region,
    CASE WHEN p.registered THEN CASE WHEN t.poor_later OR hit(d.i, 'group', 9300) THEN '06' ELSE '04' END WHEN hit(d.i, 'group', 100) THEN '06' WHEN hit(d.i, 'group', 8000) THEN '04' ELSE '05' END AS person_group,
    t.occupation_code, t.occupation, t.level AS train_level, t.type AS train_type, t.mode AS train_mode, t.starts AS start,
    CASE WHEN t.ends <= :month_end THEN t.ends END AS "end", t.hours, t.days,
    CASE WHEN t.ends > :month_end THEN NULL WHEN t.result = '3' THEN rint(d.i, 'attended', 1, t.days // 2)
        ELSE t.attended END AS attended_days,
    CASE WHEN t.ends > :month_end THEN '0' ELSE t.result END AS result, CASE WHEN t.fee_taken THEN 20000 ELSE 0 END AS fee_charged
FROM d_trainees d JOIN training t ON t.i = d.i JOIN people p ON p.pid = d.pid
WHERE t.starts <= :month_end
ORDER BY class_no, trainee_no
