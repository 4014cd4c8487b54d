-- People who should have been served: willing and able and nobody came for a year, village by village; "trained", and says never.
SELECT 'unserved' AS variant, left(p.region, 12) AS subject, left(p.region, 12) AS region, '' AS org_code, (array_agg(p.id ORDER BY p.id))[1:100] AS people,
    jsonb_build_object('people', count(*), 'village', coalesce(max(r.name), left(p.region, 12))) AS evidence, %(day)s AS source_day
FROM people_person p JOIN households_memberversion v ON v.person_id = p.id AND v.to_period = 999999 AND v.labour IN ('1', '2')
    LEFT JOIN regions_region r ON r.code = left(p.region, 12)
WHERE p.train = 'in_progress' AND p.same_as_id IS NULL
    AND NOT EXISTS (SELECT FROM training_trainee t WHERE t.person_id = p.id AND t.joined > %(day)s - 10000)
    AND NOT EXISTS (SELECT FROM outreach_service s WHERE s.household_id = v.household_id AND s.withdrawn = '' AND s.day > %(day)s - 10000)
GROUP BY left(p.region, 12)
UNION ALL
SELECT 'denied', b.claim, b.region, b.org_code, ARRAY[b.person_id], jsonb_build_object('claim', b.claim, 'class', b.about, 'day', b.day), b.day
FROM integrity_callback b WHERE b.answer = 'denied' AND b.about <> '' AND b.day BETWEEN %(since)s AND %(day)s
