-- table: asked
-- reads: clean_students, clean_trainees, clean_certificates, clean_employment, clean_insurance, clean_payments, clean_intentions, clean_decisions, known
-- order: register, rec_id, num, claimed
-- Mentions whose valid number or given person number belongs to nobody registered here: other provinces are asked. A person's ruling
-- for somebody registered elsewhere asks too (19-05-04).
WITH rows_all AS (
    SELECT 'students' AS register, rec_id, id18, id_class, cast(NULL AS varchar(64)) AS claimed FROM clean_students
    UNION ALL SELECT 'trainees', rec_id, id18, id_class, NULL FROM clean_trainees
    UNION ALL SELECT 'certificates', rec_id, id18, id_class, NULL FROM clean_certificates
    UNION ALL SELECT 'employment', rec_id, id18, id_class, NULL FROM clean_employment
    UNION ALL SELECT 'insurance', rec_id, id18, id_class, NULL FROM clean_insurance
    UNION ALL SELECT 'payments', rec_id, id18, id_class, NULL FROM clean_payments
    UNION ALL SELECT 'intentions', rec_id, id18, id_class, person_no FROM clean_intentions
),
told AS (
    SELECT register, rec_id, CASE WHEN id_class IN ('valid', 'valid15', 'disability')
        THEN try_cast(substr(id18, 1, 17) AS bigint) END AS num, claimed
    FROM rows_all
),
ours AS (SELECT DISTINCT num FROM known WHERE num IS NOT NULL),
people AS (SELECT DISTINCT person_no FROM known)
SELECT DISTINCT t.register, t.rec_id, t.num, t.claimed
FROM told t
LEFT JOIN ours o ON o.num = t.num
LEFT JOIN people p ON p.person_no = t.claimed
WHERE o.num IS NULL AND p.person_no IS NULL AND (t.num IS NOT NULL OR t.claimed IS NOT NULL)
UNION
SELECT d.register, d.rec_id, cast(NULL AS bigint), d.person_no
FROM clean_decisions d LEFT JOIN people p ON p.person_no = d.person_no
WHERE p.person_no IS NULL
