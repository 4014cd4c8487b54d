-- reads: coverage
-- The table of cells as the engine counted it.
SELECT row_number() OVER (ORDER BY level, region, duty, state, step) AS row, coalesce(region, '') AS region, level, duty, state,
    coalesce(step, '') AS step, people
FROM coverage
