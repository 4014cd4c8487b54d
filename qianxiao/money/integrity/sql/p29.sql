-- Work that was told of a trainee without a contribution within the months, or with one that ended at once; a class that one firm hired nearly whole.
WITH hired AS (
    SELECT t.trainee_no, t.person_id, c.class_no, c.region, c.org_code, o.employer, o.starts,
        to_char(to_date(o.starts::text, 'YYYYMMDD') + make_interval(months => %(insured_months)s), 'YYYYMMDD')::int AS until,
        to_char(to_date(o.starts::text, 'YYYYMMDD') + %(brief_days)s, 'YYYYMMDD')::int AS brief
    FROM training_outcome o JOIN training_trainee t ON t.id = o.trainee_id JOIN training_trainingclass c ON c.id = t.training_class_id
    WHERE o.form IN ('1', '2') AND o.starts BETWEEN %(since)s AND %(day)s
), told AS (
    SELECT h.*, (SELECT max(i.ends) FROM integrity_outside i WHERE i.kind = 'insured' AND i.person_id = h.person_id AND i.starts <= h.until AND i.ends >= h.starts) AS insured FROM hired h
)
SELECT CASE WHEN insured IS NULL THEN 'none' ELSE 'brief' END AS variant, trainee_no AS subject, region, org_code, ARRAY[person_id] AS people,
    jsonb_build_object('class', class_no, 'day', starts, 'firm', employer, 'until', insured) AS evidence, starts AS source_day
FROM told WHERE insured <= brief OR insured IS NULL AND until <= (SELECT max(source_day) FROM integrity_outside WHERE kind = 'insured')
UNION ALL
SELECT 'crowd', class_no || '|' || employer, min(region), min(org_code), array_agg(person_id ORDER BY person_id), jsonb_build_object('class', class_no, 'firm', employer, 'people', count(*)), max(starts)
FROM hired GROUP BY class_no, employer HAVING count(*) > %(hires_least)s
