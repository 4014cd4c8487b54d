-- table: reconciliation
-- reads: training_sides, clean_reported, programmes
-- order: county, month, programme
-- Reported = recorded = certified = paid, per county of the class, month and programme; platform for registered poor people (20-11-02).
WITH told AS (
    SELECT left(r.region, 6) AS county, r.month, coalesce(p.programme, r.programme) AS programme,
        cast(sum(r.persons) AS bigint) AS reported, cast(sum(coalesce(r.times, r.persons)) AS bigint) AS reported_times
    FROM clean_reported r LEFT JOIN programmes p ON p.label = r.programme
    WHERE r.month <= :period
    GROUP BY 1, 2, 3
),
seen AS (
    SELECT county, month, programme, count(DISTINCT person_key) AS recorded, count(*) AS recorded_times,
        count(DISTINCT CASE WHEN cert_rec IS NOT NULL THEN person_key END) AS certified,
        count(DISTINCT CASE WHEN pay_rec IS NOT NULL THEN person_key END) AS paid_people,
        cast(sum(paid) AS bigint) AS paid_amount,
        count(DISTINCT CASE WHEN person_no IS NOT NULL AND platform_rec IS NOT NULL THEN person_key END) AS platform,
        count(DISTINCT person_no) AS poor
    FROM training_sides
    GROUP BY county, month, programme
)
SELECT coalesce(s.county, t.county) AS county, coalesce(s.month, t.month) AS month, coalesce(s.programme, t.programme) AS programme,
    coalesce(t.reported, 0) AS reported, coalesce(s.recorded, 0) AS recorded, coalesce(s.certified, 0) AS certified,
    coalesce(s.paid_people, 0) AS paid_people, coalesce(s.paid_amount, 0) AS paid_amount, coalesce(s.platform, 0) AS platform,
    coalesce(s.poor, 0) AS poor, coalesce(t.reported_times, 0) AS reported_times, coalesce(s.recorded_times, 0) AS recorded_times
FROM seen s
FULL OUTER JOIN told t ON t.county = s.county AND t.month = s.month AND t.programme = s.programme
