-- Give everybody who passed an exam a paper, numbered on after the last one of the stem; held under its lock.
INSERT INTO evaluation_certificate (cert_no, cert_kind, person_id, name, id_mask, occupation, level, issued, issuer, exam_id, exam_day,
    class_no, source, withdrawn, warned, region, org_code)
SELECT %(stem)s || lpad((last.n + row_number() OVER (ORDER BY c.name, c.id))::text, %(digits)s, '0'), e.cert_kind, c.person_id, c.name,
    c.id_mask, e.occupation, e.level, %(issued)s, %(issuer)s, e.id, e.day, c.class_no, '', '', '[]'::jsonb, e.region, e.org_code
FROM evaluation_exam e JOIN evaluation_candidate c ON c.exam_id = e.id AND c.result = '1'
CROSS JOIN (
    SELECT coalesce(max(right(cert_no, %(digits)s)::bigint), 0) AS n FROM evaluation_certificate
    WHERE cert_no >= %(stem)s AND cert_no < %(stem)s || ':' AND length(cert_no) = length(%(stem)s) + %(digits)s
) last
WHERE e.id = %(exam)s
