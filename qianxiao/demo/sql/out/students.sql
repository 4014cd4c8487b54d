SELECT d.i, d.rec, d.bad, s.student_reg_no, s.org_code, s.org_name, d.name, p.sex::VARCHAR AS sex, d.id_no, d.birth, p.ethnic, s.reg_kind, s.enrol_month,
    s.major_code, s.major, s.major_class, s.stage, s.years, least(s.years, :period // 100 - s.y + CASE WHEN :period % 100 >= 9 THEN 1 ELSE 0 END) AS grade,
    d.region AS hukou_region, p.hukou_type, CASE WHEN still(d.i, 'phone added', :month_students_phone, :now) THEN NULL ELSE d.phone END AS phone, s.low_income,
    CASE WHEN s.odd_status IS NOT NULL AND s.odd_date <= :month_end THEN s.odd_status
        WHEN make_date(s.y + s.years, 7, 1) <= :month_end THEN '7' WHEN s.pending AND s.since >= DATE '2020-01-01' THEN '0' ELSE '1' END AS status,
    CASE WHEN s.odd_status IS NOT NULL AND s.odd_date <= :month_end THEN s.odd_date
        WHEN make_date(s.y + s.years, 7, 1) <= :month_end THEN make_date(s.y + s.years, 7, 1) ELSE s.since END AS status_date
FROM d_students d JOIN study s ON s.i = d.i JOIN people p ON p.pid = d.pid
WHERE s.since <= :month_end
ORDER BY org_code, enrol_month, student_reg_no
