-- Households below a region on a day: somebody trained or studied, then in work, then with an income told, then out of poverty.
-- Each household once; the people behind trained and employed beside it, to be held against the lists.
WITH members AS (
    SELECT v.household_id, r.id, h.home, h.exit_status,
        p.study = 'served' OR EXISTS (SELECT FROM employment_trained t WHERE t.record_id = r.id AND t.ends <= %(day)s) AS learned,
        EXISTS (SELECT FROM employment_trained t WHERE t.record_id = r.id AND t.ends <= %(day)s) AS trained,
        coalesce(s.state = '1', false) AS works, coalesce(s.state = '1' AND s.form = '4', false) AS own, coalesce(s.income, 0) AS income
    FROM employment_record r
    JOIN households_memberversion v ON v.person_id = r.person_id AND v.to_period = 999999
    JOIN households_household h ON h.id = v.household_id AND h.present
    JOIN people_person p ON p.id = r.person_id
    LEFT JOIN employment_spell s ON s.record_id = r.id AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
    WHERE r.home >= %(lo)s AND r.home < %(hi)s
), homes AS (
    SELECT household_id, min(home) AS home, bool_or(learned) AS learned, bool_or(works) AS works, bool_or(own) AS own, sum(income) > 0 AS earns,
        min(exit_status) = ANY(%(out)s) AS out, count(*) FILTER (WHERE trained) AS trained, count(*) FILTER (WHERE works) AS working
    FROM members GROUP BY household_id
)
SELECT substr(home, 1, %(size)s) AS place, count(*), count(*) FILTER (WHERE learned), count(*) FILTER (WHERE learned AND works),
    count(*) FILTER (WHERE learned AND works AND own), count(*) FILTER (WHERE learned AND works AND earns),
    count(*) FILTER (WHERE learned AND works AND earns AND out), coalesce(sum(trained), 0)::bigint, coalesce(sum(working), 0)::bigint
FROM homes GROUP BY 1 ORDER BY 1
