-- table: bounds
-- reads: parameters
-- order: shared_account_people
-- One row: the national parameters of checks that cross counties, in force on the last day of the period (X-03).
SELECT
    max(CASE WHEN name = 'programme_start' THEN value END) AS programme_start,
    max(CASE WHEN name = 'intake_baseline' THEN value END) AS intake_baseline,
    max(CASE WHEN name = 'certificate_window_months' THEN value END) AS certificate_window_months,
    max(CASE WHEN name = 'unpaid_months' THEN value END) AS unpaid_months,
    max(CASE WHEN name = 'returned_months' THEN value END) AS returned_months,
    max(CASE WHEN name = 'shared_account_households' THEN value END) AS shared_account_households,
    max(CASE WHEN name = 'shared_account_people' THEN value END) AS shared_account_people,
    max(CASE WHEN name = 'attended_share_percent' THEN value END) AS attended_share_percent
FROM parameters
WHERE coalesce(region, '') = '' AND from_date <= :period_end AND to_date >= :period_end
