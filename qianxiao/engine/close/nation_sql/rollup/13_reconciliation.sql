-- table: reconciliation
-- reads: every_reconciliation, every_home_sides
-- order: county, month, programme
-- Counts of distinct people add up only while one province alone speaks of a county, month and programme; where two
-- delivered classes of the same county, people are counted again over both (20-11-02).
WITH told AS (
    SELECT county, month, programme, count(*) AS provinces,
        sum(reported) AS reported, sum(recorded) AS recorded, sum(certified) AS certified, sum(paid_people) AS paid_people,
        sum(paid_amount) AS paid_amount, sum(platform) AS platform, sum(poor) AS poor,
        sum(reported_times) AS reported_times, sum(recorded_times) AS recorded_times
    FROM every_reconciliation
    GROUP BY county, month, programme
),
again AS (
    SELECT s.county, s.month, s.programme, count(DISTINCT s.person_key) AS recorded,
        count(DISTINCT CASE WHEN s.cert_rec IS NOT NULL THEN s.person_key END) AS certified,
        count(DISTINCT CASE WHEN s.pay_rec IS NOT NULL THEN s.person_key END) AS paid_people,
        count(DISTINCT CASE WHEN s.person_no IS NOT NULL AND s.platform_rec IS NOT NULL THEN s.person_key END) AS platform,
        count(DISTINCT s.person_no) AS poor
    FROM every_home_sides s
    JOIN told t ON t.county = s.county AND t.month = s.month AND t.programme = s.programme AND t.provinces > 1
    GROUP BY s.county, s.month, s.programme
)
SELECT t.county, t.month, t.programme, cast(t.reported AS bigint) AS reported, cast(coalesce(a.recorded, t.recorded) AS bigint) AS recorded,
    cast(coalesce(a.certified, t.certified) AS bigint) AS certified, cast(coalesce(a.paid_people, t.paid_people) AS bigint) AS paid_people,
    cast(t.paid_amount AS bigint) AS paid_amount, cast(coalesce(a.platform, t.platform) AS bigint) AS platform,
    cast(coalesce(a.poor, t.poor) AS bigint) AS poor, cast(t.reported_times AS bigint) AS reported_times,
    cast(t.recorded_times AS bigint) AS recorded_times
FROM told t
LEFT JOIN again a ON a.county = t.county AND a.month = t.month AND a.programme = t.programme
