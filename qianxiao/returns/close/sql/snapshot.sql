-- reads: persons, clean_poor, index_poor, rowmarks_poor
-- One row per registered person as the month has it, with the file and row it came from; no number.
WITH places AS (
    SELECT i.key_id, f.file, m.src_row, row_number() OVER (PARTITION BY i.key_id ORDER BY f.file, m.src_row) AS pick
    FROM index_poor i JOIN rowmarks_poor m ON m.mark = i.mark JOIN snapshot_files f ON f.src = m.src
)
SELECT p.person_no, coalesce(p.hh_no, ''), coalesce(p.region, ''), coalesce(p.name, ''), coalesce(p.sex, ''), p.birth,
    coalesce(p.relation, ''), coalesce(p.ethnic, ''), coalesce(r.edu, ''), coalesce(r.in_school, ''), coalesce(r.health, ''),
    coalesce(r.labour, ''), coalesce(r.hukou_type, ''), r.identified_on, coalesce(r.change_type, ''), r.change_date,
    coalesce(r.hh_attr, ''), coalesce(r.cause, ''), coalesce(r.exit_status, ''), r.exit_year, coalesce(r.monitor_type, ''),
    r.risk_cleared_on, coalesce(s.file, 0), coalesce(s.src_row, 0)
FROM persons p LEFT JOIN clean_poor r ON r.person_no = p.person_no LEFT JOIN places s ON s.key_id = p.person_no AND s.pick = 1
ORDER BY p.region, p.person_no
