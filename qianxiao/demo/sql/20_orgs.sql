-- Schools and training institutions; at least one of each in every world.
CREATE OR REPLACE TABLE schools AS
WITH s AS (
    SELECT k, k < :schools AS school, pl.county, pl.county_name,
        CASE WHEN k < :schools THEN '12990001' ELSE '52990001' END || org9(:org_base + k) AS c17
    FROM range(:schools + :institutions) q(k)
    JOIN place pl ON pl.vi = CASE WHEN k < :schools THEN (k * 2 + 1) * :villages // (2 * :schools)
        ELSE ((k - :schools) * 2 + 1) * :villages // (2 * :institutions) END
)
SELECT k, school, county AS region, s.county_name,
    c17 || uscc_check(c17) AS org_code,
    CASE WHEN school THEN county_name || ['技工学校', '高级技工学校', '技师学院'][1 + k % 3] || CASE WHEN k >= 3 THEN '第' || (k // 3 + 1) || '分校' ELSE '' END
        ELSE county_name || ['宏远', '启航', '兴农', '巧手', '众合', '新程', '金桥', '蓝天'][1 + k % 8] || '职业培训学校' || CASE WHEN k >= 8 THEN (k // 8)::VARCHAR ELSE '' END END AS name,
    CASE WHEN school THEN (1 + k % 3)::VARCHAR WHEN k % 9 = 4 THEN '5' ELSE '4' END AS org_type,
    CASE WHEN school THEN [ '3', '2', '1'][1 + k % 3] END AS school_level,
    DATE '2012-01-01' + rint(k + :org_base, 'licence', 0, 1500)::INTEGER AS licence_from,
    DATE '2021-06-30' + rint(k + :org_base, 'licence to', 0, 900)::INTEGER AS licence_to,
    CASE WHEN left(county, 4) IN ('6229', '6230', '5134', '5133', '5132', '5333') OR left(county, 2) IN ('54', '65', '64', '63', '15', '45') THEN 1 ELSE 0 END AS ethnic_area,
    CASE WHEN school AND k % 3 > 0 THEN 1 ELSE 0 END AS key_school,
    CASE WHEN school THEN (1600 + 200 * (k % 5)) * 100 END AS tuition
FROM s;

-- Employers.
CREATE OR REPLACE TABLE firms AS
WITH f AS (
    SELECT k, pl.county, pl.county_name, '91990001' || org9(40000000 + :org_base + k) AS c17
    FROM range(:employers) q(k) JOIN place pl ON pl.vi = (k * 2 + 1) * :villages // (2 * :employers)
)
SELECT k, county AS region, c17 || uscc_check(c17) AS employer_code,
    county_name || ['永昌', '德润', '富民', '恒信', '华兴', '同创', '绿源', '金穗'][1 + k % 8] || ['服装', '建筑劳务', '农产品', '物流', '餐饮管理', '电子', '种植专业合作社'][1 + k % 7] || '有限公司' || (k // 8)::VARCHAR AS name,
    DATE '2003-01-01' + rint(k, 'founded', 0, 5800)::INTEGER AS reg_date, CASE WHEN k % 61 = 7 THEN '2' ELSE '1' END AS status,
    ['1811', '4710', '0141', '5430', '6210', '3970', '0121'][1 + k % 7] AS industry, CASE WHEN k % 10 < 6 THEN '4' WHEN k % 10 < 9 THEN '3' ELSE '2' END AS scale,
    CASE WHEN k % 61 = 7 THEN DATE '2020-03-01' + rint(k, 'closed', 0, 200)::INTEGER END AS closed_on
FROM f;
