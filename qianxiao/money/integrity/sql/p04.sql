-- Two lines of one person that never go together (compatibility matrix) over the same days: of classes, terms, months.
WITH asked AS (
    SELECT e.person_id, e.item, l.reference, l.region, l.org_code, l.id, coalesce(c.starts,
            CASE WHEN e.instalment ~ '^[0-9]{4}S$' THEN left(e.instalment, 4)::int * 10000 + 201 WHEN e.instalment ~ '^[0-9]{4}A$' THEN left(e.instalment, 4)::int * 10000 + 801
                WHEN e.instalment ~ '^[0-9]{6}$' THEN e.instalment::int * 100 + 1 ELSE e.decisive_date END, k.made_on) AS first,
        coalesce(c.ends, CASE WHEN e.instalment ~ '^[0-9]{4}S$' THEN left(e.instalment, 4)::int * 10000 + 731 WHEN e.instalment ~ '^[0-9]{4}A$' THEN (left(e.instalment, 4)::int + 1) * 10000 + 131
                WHEN e.instalment ~ '^[0-9]{6}$' THEN e.instalment::int * 100 + 31 ELSE e.decisive_date END, k.made_on) AS last
    FROM claims_claimline l JOIN claims_claim k ON k.id = l.claim_id JOIN entitlements_entitlement e ON e.id = l.entitlement_id
    LEFT JOIN training_trainee t ON e.register = 'trainees' AND t.trainee_no = e.rec_id LEFT JOIN training_trainingclass c ON c.id = t.training_class_id
    WHERE l.live AND k.made_on BETWEEN %(since)s AND %(day)s
)
SELECT DISTINCT ON (least(a.reference, b.reference), greatest(a.reference, b.reference)) 'overlap' AS variant, least(a.reference, b.reference) || '|' || greatest(a.reference, b.reference) AS subject,
    b.region, b.org_code, ARRAY[b.person_id] AS people, jsonb_build_object('claim', b.reference, 'item', b.item, 'first', a.reference, 'other_item', a.item,
        'day', greatest(a.first, b.first), 'until', least(a.last, b.last), 'claims', jsonb_build_array(a.reference, b.reference)) AS evidence, least(a.last, b.last, %(day)s) AS source_day
FROM asked a JOIN asked b ON b.person_id = a.person_id AND b.id <> a.id AND a.first <= b.last AND b.first <= a.last
JOIN jsonb_array_elements(%(never)s::jsonb) n ON n ->> 0 = a.item AND n ->> 1 = b.item
ORDER BY least(a.reference, b.reference), greatest(a.reference, b.reference), b.region
