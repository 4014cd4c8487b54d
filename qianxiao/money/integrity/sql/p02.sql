-- A second record (two instalments of one are no second) for the same person, occupation and level, of any county and year of the window: asked for, or paid by a closed month.
WITH asked AS (
    SELECT e.person_id, e.item, coalesce(c.occupation, p.occupation) AS occupation, coalesce(c.level, p.level) AS level, l.reference, l.region, l.org_code,
        e.id, e.register || '/' || e.rec_id AS record, coalesce(l.reference, e.rec_id) AS name, coalesce(e.decisive_date, k.made_on, 0) AS day, l.state
    FROM entitlements_entitlement e
    LEFT JOIN claims_claimline l ON l.entitlement_id = e.id AND l.live LEFT JOIN claims_claim k ON k.id = l.claim_id
    LEFT JOIN training_trainee t ON e.register = 'trainees' AND t.trainee_no = e.rec_id LEFT JOIN training_trainingclass c ON c.id = t.training_class_id
    LEFT JOIN evaluation_certificate p ON e.register = 'certificates' AND p.cert_no = e.rec_id
    WHERE e.item IN ('training_subsidy', 'appraisal_subsidy') AND (%(only)s::uuid[] IS NULL OR e.person_id = ANY (%(only)s::uuid[]))
        AND (l.id IS NOT NULL OR e.paid + e.arrived > 0) AND coalesce(e.decisive_date, k.made_on, 0) BETWEEN %(since)s AND %(day)s
), told AS (
    SELECT *, first_value(name) OVER w AS first, first_value(record) OVER w AS first_record FROM asked WHERE occupation <> ''
    WINDOW w AS (PARTITION BY person_id, item, occupation, level ORDER BY reference IS NOT NULL, day, id)
)
SELECT 'same' AS variant, reference AS subject, region, org_code, ARRAY[person_id] AS people,
    jsonb_build_object('claim', reference, 'first', first, 'occupation', occupation, 'level', level, 'claims', jsonb_build_array(reference)) AS evidence, day AS source_day
FROM told WHERE record <> first_record AND reference IS NOT NULL
