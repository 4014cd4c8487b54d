SELECT d.i, d.rec, d.bad, v.contact_no, CASE WHEN hit(d.i, 'person no', 8500) THEN p.person_no END AS person_no, d.name, d.id_no, d.region, v.kind, v.answer, v.contact_date, v.reason,
    ['王建军', '李秀英', '马国强', '杨晓燕'][rint(p.vi, 'surveyor', 1, 4)] AS surveyor
FROM d_intentions d JOIN survey v ON v.i = d.i JOIN people p ON p.pid = d.pid
WHERE v.contact_date <= :month_end AND p.identified_on <= v.contact_date
ORDER BY contact_no
