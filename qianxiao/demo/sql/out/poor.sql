WITH p AS (
    SELECT d.*, '8' || :province || lpad(((h - :base) * 7919 % 10000000000)::VARCHAR, 10, '0') AS hh_no,
        CASE WHEN hit(pid, 'health', 7800) THEN '1' WHEN hit(pid, 'chronic', 5000) THEN '2' WHEN hit(pid, 'serious', 3600) THEN '3'
            WHEN hit(pid, 'several', 1200) THEN '2;4' ELSE '4' END AS illness,
        CASE WHEN hit(h, 'attr', 7200) THEN '1' WHEN hit(h, 'attr 2', 8800) THEN '2' ELSE '3' END AS hh_attr,
        CASE WHEN hit(h, 'cause', 3600) THEN '01' WHEN hit(h, 'cause 2', 3400) THEN '09' WHEN hit(h, 'cause 3', 4200) THEN '07'
            WHEN hit(h, 'cause 4', 4400) THEN '08' WHEN hit(h, 'cause 5', 4000) THEN '03' WHEN hit(h, 'cause 6', 5000) THEN '02' ELSE '11' END AS cause,
        CASE WHEN hit(h, 'exit', 8800) THEN 2015 + (h(h, 'exit year') % 5)::INTEGER END AS exited
    FROM d_poor d WHERE identified_on <= :month_end AND (struck_on IS NULL OR struck_on > :month_end)
)
SELECT i, rec, bad, rec AS person_no, hh_no, village AS region, village_name AS village, name, sex::VARCHAR AS sex, id_no,
    CASE role WHEN 'h' THEN '01' WHEN 's' THEN '02' WHEN 'p' THEN CASE sex WHEN 1 THEN '11' ELSE '12' END WHEN 'q' THEN CASE sex WHEN 1 THEN '11' ELSE '12' END
        WHEN 'g' THEN CASE sex WHEN 1 THEN '07' ELSE '08' END WHEN 'd' THEN CASE sex WHEN 1 THEN '06' ELSE '05' END WHEN 'b' THEN '19'
        ELSE CASE sex WHEN 1 THEN '03' ELSE '04' END END AS relation,
    ethnic, edu, CASE WHEN studies_from <= :month_end AND enrolled + 3 > :period // 100 AND NOT hit(pid, 'not noted', 1500) THEN '50' ELSE in_school END AS in_school,
    CASE WHEN still(i, 'health', :month_poor_health, :now) THEN CASE illness WHEN '1' THEN '2' ELSE '1' END ELSE illness END AS health,
    CASE WHEN labour IN ('1', '2', '3') AND still(i, 'labour change', :month_poor_labour, :now) THEN CASE labour WHEN '1' THEN '3' ELSE '1' END ELSE labour END AS labour,
    CASE WHEN still(i, 'phone change', :month_poor_phone, :now) THEN tel(i, 'former phone') ELSE phone END AS phone, hh_attr, cause,
    CASE WHEN exited IS NULL THEN '1' WHEN exited = 2019 AND :period < 202001 THEN '2' ELSE '3' END AS exit_status,
    CASE WHEN exited = 2019 AND :period < 202001 THEN NULL ELSE exited END AS exit_year, identified_on, hukou_type,
    CASE WHEN :period >= 202003 THEN monitor_type END AS monitor_type,
    CASE WHEN :period >= 202003 AND monitor_type IS NOT NULL AND hit(h, 'cleared', 3000) THEN DATE '2020-03-20' END AS risk_cleared_on,
    CASE WHEN still(h, 'account change', :month_poor_account, :now) THEN account_of(h, 'former account') ELSE account_of(h, 'account') END AS bank_acct,
    CASE WHEN change_date <= :month_end THEN change_type END AS change_type,
    CASE WHEN change_type IS NOT NULL AND change_date <= :month_end THEN change_date END AS change_date
FROM p
UNION ALL
-- Registered a second time, elsewhere in the province, without damage.
(SELECT i, rec || 'D', bad, rec || 'D', hh_no || 'D', t.village, t.village_name, true_name, sex::VARCHAR, true_id, '20', ethnic, edu, in_school, illness, labour,
    phone, hh_attr, cause, '3', 2018, identified_on + 200, hukou_type, NULL, NULL, account_of(h, 'account'), NULL, NULL
FROM p JOIN place t ON t.vi = (p.vi + :villages // 2) % :villages
WHERE twice AND identified_on + 200 <= :month_end ORDER BY i)
