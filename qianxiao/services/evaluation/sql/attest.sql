-- Papers an institution gives for its own class: everybody who passed and has none, numbered on after the last of the stem.
WITH given AS (
    INSERT INTO evaluation_certificate (cert_no, cert_kind, person_id, name, id_mask, occupation, level, issued, issuer, exam_id,
        exam_day, class_no, source, withdrawn, warned, region, org_code)
    SELECT %(stem)s || lpad((last.n + row_number() OVER (ORDER BY t.name, t.id))::text, %(digits)s, '0'), k.cert_kind, t.person_id,
        t.name, t.id_mask, k.occupation, k.level, %(issued)s, k.org_name, NULL, k.ends, k.class_no, 'class ' || k.class_no, '',
        '[]'::jsonb, k.region, k.org_code
    FROM training_trainingclass k JOIN training_trainee t ON t.training_class_id = k.id AND t.result = '1' AND t.cert_no = ''
    CROSS JOIN (
        SELECT coalesce(max(right(cert_no, %(digits)s)::bigint), 0) AS n FROM evaluation_certificate
        WHERE cert_no >= %(stem)s AND cert_no < %(stem)s || ':' AND length(cert_no) = length(%(stem)s) + %(digits)s
    ) last
    WHERE k.id = %(number)s
    RETURNING cert_no, person_id
)
UPDATE training_trainee t SET cert_no = g.cert_no FROM given g WHERE t.training_class_id = %(number)s AND t.person_id = g.person_id
