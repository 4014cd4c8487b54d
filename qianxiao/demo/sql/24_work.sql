-- Jobs and insurance; a job in two firms at once is planted (28), a pensioner in class too (9).
-- away: the other province in which a registered worker of a nation works.
CREATE OR REPLACE TABLE work AS
WITH w AS (
    SELECT pid * 4 AS i, pid, h, registered, 0 AS second, goes_to(pid, registered) AS target FROM workers WHERE hit(pid, 'works', CASE WHEN registered THEN :work_registered ELSE :work_outside END)
    UNION ALL
    SELECT pid * 4 + 1, pid, h, registered, 1, NULL FROM workers WHERE hit(pid, 'works', CASE WHEN registered THEN :work_registered ELSE :work_outside END)
        AND hit(pid, 'two firms', :plant_two_firms) AND goes_to(pid, registered) IS NULL
), d AS (
    SELECT *, (h(pid, 'firm') + second)::HUGEINT % :employers AS fk,
        DATE '2016-03-01' + rint(pid, 'hired', 0, CASE WHEN registered THEN 1650 ELSE 1600 END)::INTEGER AS since,
        CASE WHEN second = 1 OR hit(pid, 'two firms', :plant_two_firms) OR hit(pid, 'form', 7000) THEN '1' WHEN hit(pid, 'form 2', 4000) THEN '3' WHEN hit(pid, 'form 3', 5000) THEN '5' ELSE '6' END AS form
    FROM w
)
SELECT d.i, d.pid, d.registered, d.second, 'J' || :province || lpad((d.i - :base * 40)::VARCHAR, 13, '0') AS employ_no, d.since, d.form,
    CASE WHEN hit(d.i, 'ended', 1500) THEN d.since + rint(d.i, 'stayed', 60, 900)::INTEGER END::DATE AS until,
    coalesce(g.employer_code, f.employer_code) AS employer_code, coalesce(g.employer_name, f.name) AS employer_name, coalesce(g.county, f.region) AS work_region, g.province AS away, 180000 + rint(d.i, 'pay', 0, 350) * 1000 AS monthly_pay
FROM d JOIN firms f ON f.k = d.fk LEFT JOIN elsewhere_firms g ON g.province = d.target AND g.employer_no = (h(d.pid, 'firm') % g.employers::UBIGINT)::BIGINT;

CREATE OR REPLACE TABLE insured AS
SELECT i, pid, 'N' || substr(employ_no, 2) AS insurance_no, employer_code, employer_name, year(since) * 100 + month(since) AS from_month, since, until, NULL::DATE AS pension_from, false AS planted, away
FROM work WHERE form = '1' AND (hit(pid, 'two firms', :plant_two_firms) OR hit(i, 'insured', :work_insured))
UNION ALL
SELECT p.pid * 4 + 2, p.pid, 'N9' || :province || lpad((p.pid * 4 + 2 - :base * 40)::VARCHAR, 12, '0'), NULL, NULL, 200201,
    DATE '2018-01-01', DATE '2018-12-01', coalesce(t.starts - 60, p.birth + to_years(60))::DATE, t.pid IS NOT NULL, NULL
FROM folk p LEFT JOIN (SELECT pid, min(starts) AS starts FROM training WHERE why IS NULL GROUP BY pid) t ON t.pid = p.pid AND p.age >= 50 AND hit(p.pid, 'pensioner', :plant_pensioner * 4)
WHERE t.pid IS NOT NULL OR (p.age > 62 AND hit(p.pid, 'pension', 400));
