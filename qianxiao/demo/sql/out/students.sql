SELECT i, rec, bad, rec AS student_reg_no, org_code, org_name, name, sex::VARCHAR AS sex, id_no, birth, ethnic, reg_kind, enrol_month,
    major_code, major, major_class, stage, years, least(years, :period // 100 - y + CASE WHEN :period % 100 >= 9 THEN 1 ELSE 0 END) AS grade,
    hukou AS hukou_region, hukou_type, CASE WHEN still(i, 'phone added', :month_students_phone, :now) THEN NULL ELSE phone END AS phone, low_income,
    CASE WHEN odd_status IS NOT NULL AND odd_date <= :month_end THEN odd_status
        WHEN make_date(y + years, 7, 1) <= :month_end THEN '7' WHEN pending AND since >= DATE '2020-01-01' THEN '0' ELSE '1' END AS status,
    CASE WHEN odd_status IS NOT NULL AND odd_date <= :month_end THEN odd_date
        WHEN make_date(y + years, 7, 1) <= :month_end THEN make_date(y + years, 7, 1) ELSE since END AS status_date
FROM d_students WHERE since <= :month_end
