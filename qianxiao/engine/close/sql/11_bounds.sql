-- table: bounds
-- reads: parameters
-- One row: the national parameters of checks that cross counties, in force on the last day of the period (X-03).
SELECT
    max(CASE WHEN name = 'programme_start' THEN value END) AS programme_start,
    max(CASE WHEN name = 'certificate_window_months' THEN value END) AS certificate_window_months,
    max(CASE WHEN name = 'unpaid_months' THEN value END) AS unpaid_months,
    max(CASE WHEN name = 'returned_months' THEN value END) AS returned_months,
    max(CASE WHEN name = 'training_times_per_year' THEN value END) AS training_times_per_year,
    max(CASE WHEN name = 'appraisal_times_lifetime' THEN value END) AS appraisal_times_lifetime,
    max(CASE WHEN name = 'shared_account_households' THEN value END) AS shared_account_households,
    max(CASE WHEN name = 'attended_share_percent' THEN value END) AS attended_share_percent,
    max(CASE WHEN name = 'autumn_term_day' THEN value END) AS autumn_term_day,
    max(CASE WHEN name = 'spring_term_day' THEN value END) AS spring_term_day,
    max(CASE WHEN name = 'autumn_term_end' THEN value END) AS autumn_term_end,
    max(CASE WHEN name = 'spring_term_end' THEN value END) AS spring_term_end
FROM parameters
WHERE coalesce(region, '') = '' AND from_date <= :period_end AND to_date >= :period_end
