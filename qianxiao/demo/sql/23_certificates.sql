-- Certificates of those who passed. Planted (25): some are dated before their class began.
-- Numbers: 16 digits for qualifications, 22 characters for skill levels; the year is that of issue, the level that of the class.
CREATE OR REPLACE TABLE certs AS
WITH c AS (
    SELECT t.* REPLACE (t.sure OR hit(t.i, 'early', :plant_cert_early) AS sure), NOT t.sure AND hit(t.i, 'early', :plant_cert_early) AS early,
        CASE WHEN NOT t.sure AND hit(t.i, 'early', :plant_cert_early) THEN t.starts - 20 ELSE t.ends + rint(t.i, 'issue', 8, 35)::INTEGER END::DATE AS issue_date,
        CASE WHEN t.level = '9' THEN '3' WHEN h(t.i, 'cert kind') % 10 < 6 THEN '1' ELSE '2' END AS cert_kind
    FROM training t
    WHERE t.result = '1' AND t.certified = 1 AND (t.sure OR hit(t.i, 'early', :plant_cert_early) OR hit(t.i, 'certified', :train_certified))
), n AS (
    SELECT *, row_number() OVER (PARTITION BY CASE cert_kind WHEN '2' THEN substr(org_code, 11, 6) ELSE substr(org_code, 14, 3) || substr(county, 3, 2) END, cert_kind, level, year(issue_date) ORDER BY i) AS serial FROM c
)
SELECT i, pid, registered, away, why, sure, class_no, occupation_code, occupation, level, org_code, org_name, starts, early, issue_date, cert_kind,
    CASE cert_kind WHEN '1' THEN right(year(issue_date)::VARCHAR, 2) || :province || substr(county, 3, 2) || '3' || substr(org_code, 14, 3) || level || lpad(serial::VARCHAR, 5, '0')
        WHEN '2' THEN 'S0000' || :province || substr(org_code, 11, 6) || right(year(issue_date)::VARCHAR, 2) || level || lpad(serial::VARCHAR, 6, '0')
        ELSE 'Z' || :province || lpad((i - :base * 160)::VARCHAR, 15, '0') END AS cert_no
FROM n;
