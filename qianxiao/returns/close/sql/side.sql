-- reads: reconciliation
-- Four sides and the platform by county, month of training and programme, as this month knows them.
SELECT row_number() OVER (ORDER BY county, month, programme) AS row, coalesce(county, '') AS region, month, programme, reported, recorded,
    certified, paid_people, paid_amount, platform, poor, reported_times, recorded_times
FROM reconciliation
