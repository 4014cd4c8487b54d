-- Students of technical schools, registered poor or not. A second registration (pattern 5) is a second row.
CREATE OR REPLACE TABLE study AS
WITH s AS (
    SELECT pid * 4 AS i, 0 AS again, * FROM leavers
    WHERE hit(pid, 'enrol', CASE WHEN registered THEN :study_poor_enrol ELSE :study_outside_enrol END)
), d AS (
    SELECT * FROM s UNION ALL
    SELECT * REPLACE (i + 1 AS i, 1 AS again) FROM s WHERE :schools > 1 AND hit(pid, 'two schools', :plant_two_schools)
), e AS (
    SELECT *, greatest(2017, least(2020, 2019 - age + 16 + (h(pid, 'enrol year') % 3)::INTEGER))::INTEGER AS y, (h(pid, 'school of') + again) % :schools AS sk,
        (h(pid, 'major') % 8)::INTEGER AS major_k FROM d
)
SELECT e.i, e.again, e.pid, e.registered, y, make_date(y, 9, 1) AS since,
    'X' || :province || y || lpad((e.i - :base * 40)::VARCHAR, 11, '0') AS student_reg_no, sc.org_code, sc.name AS org_name, sc.region AS org_region,
    CASE WHEN hit(e.i, 'part time', :study_part_time) AND NOT hit(e.pid, 'two schools', :plant_two_schools) THEN '2' ELSE '1' END AS reg_kind, y * 100 + 9 AS enrol_month,
    ['0403-4', '0101-4', '0115-4', '0501-4', '0901-4', '0301-4', '1302-4', '0609-4'][1 + major_k] AS major_code,
    ['汽车维修', '机床切削加工(车工)', '焊接加工', '烹饪(中式烹调)', '护理', '计算机应用与维修', '农业机械使用与维护', '服装制作与营销'][1 + major_k] AS major,
    CASE WHEN major_k = 6 THEN '1' ELSE '4' END AS major_class, CASE WHEN e.edu = '4' THEN '3' ELSE '4' END AS stage, 3 AS years,
    CASE WHEN hit(e.h, 'attr 2', 8800) AND NOT hit(e.h, 'attr', 7200) THEN 1 ELSE 0 END AS low_income,
    CASE WHEN e.again = 1 THEN NULL WHEN hit(e.i, 'withdrawn', :study_withdrawn) THEN '5' WHEN hit(e.i, 'suspended', :study_suspended) THEN '2' END AS odd_status,
    make_date(y, 10, 10) + rint(e.i, 'odd', 20, 400)::INTEGER AS odd_date,
    hit(e.i, 'pending', :study_pending) AND NOT hit(e.pid, 'two schools', :plant_two_schools) AS pending, sc.tuition, e.county, sc.ethnic_area
FROM e JOIN schools sc ON sc.k = e.sk;
