-- Certificates of those who passed. Planted (25): some are dated before their class began.
CREATE OR REPLACE TABLE certs AS
SELECT t.i, t.pid, t.registered, t.why, t.class_no, t.occupation_code, t.occupation, t.level, t.org_code, t.org_name, t.starts,
    t.why IS NULL AND hit(t.i, 'early', :plant_cert_early) AS early,
    CASE WHEN t.why IS NULL AND hit(t.i, 'early', :plant_cert_early) THEN t.starts - 20 ELSE t.ends + rint(t.i, 'issue', 8, 35)::INTEGER END::DATE AS issue_date,
    CASE WHEN t.level = '9' THEN '3' WHEN h(t.i, 'cert kind') % 10 < 6 THEN '1' ELSE '2' END AS cert_kind,
    CASE WHEN t.level = '9' THEN 'Z' || :province || lpad((t.i - :base * 160)::VARCHAR, 15, '0')
        ELSE 'S0000' || :province || lpad((hash(t.org_code) % 1000000)::VARCHAR, 6, '0') || right(year(t.ends)::VARCHAR, 2) || t.level
            || lpad((t.i - :base * 160)::VARCHAR, 13, '0') END AS cert_no
FROM training t
WHERE t.result = '1' AND t.certified = 1 AND (t.why IS NOT NULL OR hit(t.i, 'certified', :train_certified));
