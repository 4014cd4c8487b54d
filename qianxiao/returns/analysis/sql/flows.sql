-- Everybody of a region on two days by state, counted at once in every way the analysis is told: whole, place, county, age band,
-- industry and place of work before and after, trained or not, months since the class, days since the confirmation.
WITH pair AS (
    SELECT left(r.home, 6) AS county, CASE WHEN %(size)s < 6 THEN rpad(left(r.home, %(size)s), 6, '0') ELSE left(r.home, %(size)s) END AS place, coalesce(a.state, '0') AS s0, coalesce(b.state, '0') AS s1,
        CASE WHEN r.birth IS NULL THEN -1 ELSE width_bucket((%(day)s - r.birth) / 10000, %(bands)s::integer[]) END AS band,
        CASE WHEN a.state = '1' THEN a.sector ELSE '' END AS t0, CASE WHEN b.state = '1' THEN b.sector ELSE '' END AS t1,
        CASE WHEN coalesce(a.state, '') <> '1' THEN '' WHEN left(a.work_region, 6) = left(r.home, 6) THEN 'county' WHEN left(a.work_region, 2) = left(r.home, 2) THEN 'province' ELSE 'away' END AS p0,
        CASE WHEN coalesce(b.state, '') <> '1' THEN '' WHEN left(b.work_region, 6) = left(r.home, 6) THEN 'county' WHEN left(b.work_region, 2) = left(r.home, 2) THEN 'province' ELSE 'away' END AS p1,
        t.ends IS NOT NULL AS trained,
        CASE WHEN t.ends IS NULL THEN -1 ELSE (%(day)s / 10000 - t.ends / 10000) * 12 + %(day)s / 100 %% 100 - t.ends / 100 %% 100 END AS later,
        CASE WHEN r.as_of >= %(fresh)s THEN 'fresh' WHEN r.as_of >= %(stale)s THEN 'middle' ELSE 'stale' END AS age
    FROM employment_record r
    LEFT JOIN employment_spell a ON a.record_id = r.id AND a.valid_from <= %(before)s AND a.valid_to > %(before)s
    LEFT JOIN employment_spell b ON b.record_id = r.id AND b.valid_from <= %(day)s AND b.valid_to > %(day)s
    LEFT JOIN LATERAL (
        SELECT max(e.ends) AS ends FROM employment_trained e WHERE e.record_id = r.id AND e.ends <= %(day)s AND e.result = '1'
    ) t ON true
    WHERE r.home >= %(lo)s AND r.home < %(hi)s AND (a.id IS NOT NULL OR b.id IS NOT NULL)
), told AS (
    SELECT s0, s1, place, county, band, t0, t1, p0, p1, trained, later, age, count(*) AS n,
        grouping(place, county, band, t0, p0, trained, later, age) AS way
    FROM pair
    GROUP BY GROUPING SETS ((s0, s1), (s0, s1, place), (s0, s1, county), (s0, s1, band), (s0, s1, t0, t1), (s0, s1, p0, p1),
        (s0, s1, county, trained), (s0, s1, later), (s0, s1, county, age))
)
SELECT CASE way WHEN 255 THEN 'all' WHEN 127 THEN 'place' WHEN 191 THEN 'county' WHEN 223 THEN 'age' WHEN 239 THEN 'trade' WHEN 247 THEN 'spot'
        WHEN 187 THEN 'trained' WHEN 253 THEN 'later' WHEN 190 THEN 'stale' END AS kind,
    CASE way WHEN 255 THEN '' WHEN 127 THEN place WHEN 191 THEN county WHEN 223 THEN band::text WHEN 239 THEN t0 WHEN 247 THEN p0 WHEN 253 THEN later::text
        ELSE county END AS one,
    CASE way WHEN 239 THEN t1 WHEN 247 THEN p1 WHEN 187 THEN CASE WHEN trained THEN '1' ELSE '0' END WHEN 190 THEN age ELSE '' END AS two,
    s0, s1, n
FROM told ORDER BY 1, 2, 3, 4, 5
