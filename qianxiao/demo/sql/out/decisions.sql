SELECT d.i, 'trainees|' || d.rec AS rec, NULL AS bad, 'trainees' AS register, d.rec AS rec_id, CASE WHEN o.registered THEN person_of(o.pid) ELSE person_of(d.pid) END AS person_no,
    CASE WHEN o.pid IS NULL THEN '同一人' ELSE '不是同一人' END AS verdict, '刘桂芳' AS decided_by, d.ends + 20 AS decided_on,
    CASE WHEN o.pid IS NULL THEN '电话核实本人' ELSE '证件号码为他人所有' END AS reason
FROM d_trainees d LEFT JOIN people o ON o.pid = d.opid AND d.kind = 'id_outsider_borrows'
WHERE d.away IS NULL AND d.ends + 20 <= :month_end AND hit(d.i, 'decided', 1200)
    AND ((d.kind = 'id_missing' AND d.registered) OR (d.kind = 'id_outsider_borrows' AND o.registered AND NOT d.registered)) AND d.bad IS NULL
ORDER BY rec_id
