-- What a finding that blocks or holds names: lines of claims where it says them, else people, else classes, else who sat an exam.
INSERT INTO integrity_target (finding_id, region, kind, value)
SELECT DISTINCT f.id, f.region, t.kind, t.value FROM integrity_finding f CROSS JOIN LATERAL (
    SELECT 'claim' AS kind, c AS value FROM jsonb_array_elements_text(CASE WHEN f.evidence ? 'claims' THEN f.evidence -> 'claims' ELSE '[]' END) c
    UNION ALL SELECT 'person', p::text FROM unnest(f.people) p WHERE NOT f.evidence ? 'claims'
    UNION ALL SELECT 'class', c.class_no FROM training_trainingclass c WHERE f.people = '{}' AND NOT f.evidence ? 'claims' AND c.class_no = ANY (
        ARRAY[f.subject, f.evidence ->> 'class', f.evidence ->> 'class_a', f.evidence ->> 'class_b'] || string_to_array(f.evidence ->> 'classes', '、'))
    UNION ALL SELECT 'person', c.person_id::text FROM evaluation_exam e JOIN evaluation_candidate c ON c.exam_id = e.id
    WHERE f.people = '{}' AND NOT f.evidence ? 'claims' AND e.exam_no = f.subject
) t WHERE f.act IN ('B', 'H') AND f.state <> 'closed' AND NOT EXISTS (SELECT FROM integrity_target x WHERE x.finding_id = f.id)
