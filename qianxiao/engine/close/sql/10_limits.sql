-- table: limits
-- reads: parameters, persons
-- order: county
-- One row per home county: the parameters in force on the last day of the period; the most specific region wins (X-03).
WITH counties AS (
    SELECT DISTINCT county FROM persons WHERE county IS NOT NULL
),
ranked AS (
    SELECT c.county, p.name, p.value,
        row_number() OVER (
            PARTITION BY c.county, p.name ORDER BY length(coalesce(p.region, '')) DESC, p.from_date DESC, p.value
        ) AS pick
    FROM counties c
    JOIN parameters p ON left(c.county, length(coalesce(p.region, ''))) = coalesce(p.region, '')
        AND p.from_date <= :period_end AND p.to_date >= :period_end
)
SELECT county,
    max(CASE WHEN name = 'leaver_age_min' THEN value END) AS leaver_age_min,
    max(CASE WHEN name = 'leaver_age_max' THEN value END) AS leaver_age_max,
    max(CASE WHEN name = 'worker_age_min' THEN value END) AS worker_age_min,
    max(CASE WHEN name = 'worker_age_max_male' THEN value END) AS worker_age_max_male,
    max(CASE WHEN name = 'worker_age_max_female' THEN value END) AS worker_age_max_female,
    max(CASE WHEN name = 'unreachable_attempts' THEN value END) AS unreachable_attempts,
    max(CASE WHEN name = 'employment_window_months' THEN value END) AS employment_window_months
FROM ranked
WHERE pick = 1
GROUP BY county
