SELECT d.i, d.rec, d.bad, p.person_no, p.hh_no, p.village AS region, p.village_name AS village, d.name, p.sex::VARCHAR AS sex, d.id_no,
    CASE p.role WHEN 'h' THEN '01' WHEN 's' THEN '02' WHEN 'p' THEN CASE p.sex WHEN 1 THEN '11' ELSE '12' END WHEN 'q' THEN CASE p.sex WHEN 1 THEN '11' ELSE '12' END
        WHEN 'g' THEN CASE p.sex WHEN 1 THEN '07' ELSE '08' END WHEN 'd' THEN CASE p.sex WHEN 1 THEN '06' ELSE '05' END WHEN 'b' THEN '19'
        ELSE CASE p.sex WHEN 1 THEN '03' ELSE '04' END END AS relation,
    p.ethnic, p.edu, CASE WHEN s.pid IS NOT NULL AND NOT hit(p.pid, 'not noted', 1500) THEN '50' ELSE p.in_school END AS in_school, CASE WHEN still(d.i, 'health', :month_poor_health, :now) THEN CASE p.health WHEN '1' THEN '2' ELSE '1' END ELSE p.health END AS health,
    CASE WHEN p.labour IN ('1', '2', '3') AND still(d.i, 'labour change', :month_poor_labour, :now) THEN CASE p.labour WHEN '1' THEN '3' ELSE '1' END ELSE p.labour END AS labour,
    CASE WHEN still(d.i, 'phone change', :month_poor_phone, :now) THEN tel(d.i, 'former phone') ELSE d.phone END AS phone, p.hh_attr, p.cause,
    CASE WHEN p.exit_year IS NULL THEN '1' WHEN p.exit_year = 2019 AND :period < 202001 THEN '2' ELSE '3' END AS exit_status,
    CASE WHEN p.exit_year IS NULL OR (p.exit_year = 2019 AND :period < 202001) THEN NULL ELSE p.exit_year END AS exit_year,
    coalesce(l.identified_on, p.identified_on) AS identified_on, p.hukou_type,
    CASE WHEN :period >= 202003 THEN p.monitor_type END AS monitor_type,
    CASE WHEN :period >= 202003 AND p.monitor_type IS NOT NULL AND hit(p.h, 'cleared', 3000) THEN DATE '2020-03-20' END AS risk_cleared_on,
    CASE WHEN still(p.h, 'account change', :month_poor_account, :now) THEN account_of(p.h, 'former account') ELSE p.account END AS bank_acct,
    CASE WHEN p.change_date <= :month_end THEN p.change_type END AS change_type,
    CASE WHEN p.change_type IS NOT NULL AND p.change_date <= :month_end THEN p.change_date END AS change_date
FROM d_poor d JOIN people p ON p.pid = d.pid LEFT JOIN identified_late l ON l.pid = p.pid
LEFT JOIN (SELECT pid FROM study WHERE again = 0 AND since <= :month_end AND y + 3 > :period // 100) s ON s.pid = p.pid
WHERE coalesce(l.identified_on, p.identified_on) <= :month_end AND (p.struck_on IS NULL OR p.struck_on > :month_end)
UNION ALL
SELECT d.i, p.person_no || 'D', d.bad, p.person_no || 'D', p.hh_no || 'D', t.village, t.village_name, p.name, p.sex::VARCHAR, p.id18, '20', p.ethnic, p.edu, p.in_school, CASE WHEN still(d.i, 'health', :month_poor_health, :now) THEN CASE p.health WHEN '1' THEN '2' ELSE '1' END ELSE p.health END AS health,
    CASE WHEN p.labour IN ('1', '2', '3') AND still(d.i, 'labour change', :month_poor_labour, :now) THEN CASE p.labour WHEN '1' THEN '3' ELSE '1' END ELSE p.labour END AS labour,
    CASE WHEN still(d.i, 'phone change', :month_poor_phone, :now) THEN tel(d.i, 'former phone') ELSE d.phone END AS phone, p.hh_attr, p.cause, '3', 2018, p.identified_on + 200, p.hukou_type, NULL, NULL, p.account, NULL, NULL
FROM d_poor d JOIN people p ON p.pid = d.pid JOIN place t ON t.vi = (p.vi + :villages // 2) % :villages
WHERE hit(p.pid, 'twice', :world_twice_registered) AND p.age BETWEEN 16 AND 59 AND p.identified_on + 200 <= :month_end
ORDER BY region, hh_no, i, person_no
