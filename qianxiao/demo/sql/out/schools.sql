SELECT k AS i, org_code AS rec, NULL AS bad, org_code, name, org_type, school_level, region, licence_from, licence_to, ethnic_area, key_school, tuition
FROM schools ORDER BY org_code
