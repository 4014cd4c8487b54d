-- A line beyond what one person may have in a year, or in a life; any county counts.
WITH asked AS (
    SELECT e.person_id, e.item, l.reference, l.region, l.org_code, l.id, coalesce(e.decisive_date, k.made_on) AS day
    FROM claims_claimline l JOIN claims_claim k ON k.id = l.claim_id JOIN entitlements_entitlement e ON e.id = l.entitlement_id
    WHERE l.live AND e.item IN ('training_subsidy', 'appraisal_subsidy') AND (%(only)s::uuid[] IS NULL OR e.person_id = ANY (%(only)s::uuid[]))
), counted AS (
    SELECT *, row_number() OVER (PARTITION BY person_id, item, day / 10000 ORDER BY day, id) AS of_year, row_number() OVER (PARTITION BY person_id, item ORDER BY day, id) AS of_life FROM asked
)
SELECT CASE item WHEN 'training_subsidy' THEN 'year' ELSE 'life' END AS variant, reference AS subject, region, org_code, ARRAY[person_id] AS people,
    jsonb_build_object('claim', reference, 'year', day / 10000, 'n', CASE item WHEN 'training_subsidy' THEN of_year ELSE of_life END,
        'most', CASE item WHEN 'training_subsidy' THEN %(year_cap)s ELSE %(life_cap)s END, 'claims', jsonb_build_array(reference)) AS evidence, day AS source_day
FROM counted WHERE (item = 'training_subsidy' AND of_year > %(year_cap)s OR item = 'appraisal_subsidy' AND of_life > %(life_cap)s) AND day BETWEEN %(since)s AND %(day)s
