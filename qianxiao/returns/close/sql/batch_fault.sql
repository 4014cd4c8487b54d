-- Rows by register and kind of fault. A blank ID number is a row that was taken without one, or that lacked a required one.
SELECT $holder AS region, register, fault, cast(sum(n) AS integer) AS rows FROM (
    SELECT register, CASE WHEN fault = 'missing' AND col = 'id_no' THEN 'id_blank' ELSE fault END AS fault,
        count(DISTINCT (src, sheet, src_row)) AS n
    FROM faults GROUP BY ALL
    UNION ALL SELECT register, 'id_blank', count(*) FROM mentions WHERE id_class = 'missing' GROUP BY register
    UNION ALL SELECT 'poor', 'id_blank', count(*) FROM persons WHERE id_class = 'missing' HAVING count(*) > 0
) GROUP BY ALL ORDER BY ALL
