-- table: form_cells
-- reads: every_form_cells
-- order: indicator, span, area, region
-- Figures of the yearly form: the nation and areas that span provinces are sums of the provinces' distinct people (19-17-06).
SELECT indicator, span, area, region, level, cast(sum(people) AS bigint) AS people, cast(sum(times) AS bigint) AS times,
    cast(sum(amount) AS bigint) AS amount
FROM every_form_cells
GROUP BY indicator, span, area, region, level
