-- A class whose institution was not filed for it on its first day, or had no licence any more; nothing is said of one whose filings nobody keeps.
SELECT 'unfiled' AS variant, c.class_no AS subject, c.region, c.org_code, '{}'::uuid[] AS people,
    jsonb_build_object('day', c.starts, 'occupation', c.occupation, 'level', c.level) AS evidence, c.starts AS source_day
FROM training_trainingclass c JOIN schools_institution i ON i.org_code = c.org_code
WHERE c.starts BETWEEN %(since)s AND %(day)s AND c.state NOT IN ('draft', 'dropped')
    AND EXISTS (SELECT FROM schools_licensed l WHERE l.institution_id = i.id AND l.what = 'teach')
    AND NOT EXISTS (SELECT FROM schools_licensed l WHERE l.institution_id = i.id AND l.what = 'teach' AND l.occupation = c.occupation
        AND l.level = c.level AND c.starts BETWEEN l.valid_from AND l.valid_to)
UNION ALL
SELECT 'licence', c.class_no, c.region, c.org_code, '{}', jsonb_build_object('day', c.starts, 'until', i.licence_to), c.starts
FROM training_trainingclass c JOIN schools_institution i ON i.org_code = c.org_code
WHERE c.starts BETWEEN %(since)s AND %(day)s AND c.state NOT IN ('draft', 'dropped') AND i.licence_to < c.starts
