-- table: cell_people
-- reads: list_study, list_train, list_people, indicators
-- order: indicator, month, county, person_key, register, rec_id
-- by: person_no
-- through: list_study, list_train, list_people
-- Month 0 is a figure as of the period, so that the rows need not change when only the month does.
-- The person list behind every cell; only figures that policies/indicators defines (19-17-05, X-10).
WITH lists AS (
    SELECT * FROM list_study UNION ALL SELECT * FROM list_train UNION ALL SELECT * FROM list_people
)
SELECT l.county, cast(l.month AS integer) AS month, l.indicator, l.person_no AS person_key, l.person_no, l.register, l.rec_id,
    cast(l.amount AS bigint) AS amount
FROM lists l
JOIN indicators i ON i.indicator = l.indicator
