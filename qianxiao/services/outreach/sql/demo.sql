-- Demo: services of this year by lot of the household's number: six in ten of those on the register have had one.
INSERT INTO outreach_service (region, household_id, person_id, kind, day, result, visit, withdrawn, officer, by, post, at)
SELECT h.region, h.id, NULL, lot.kind, to_char(to_date(%(year)s || '0105', 'YYYYMMDD') + lot.n %% %(days)s, 'YYYYMMDD')::integer,
    lot.result, md5(left(h.region, 12) || lot.n %% %(days)s)::uuid, '', %(officer)s, 'operator', '', now()
FROM households_household h
CROSS JOIN LATERAL (SELECT ('x' || left(md5(h.hh_no), 6))::bit(24)::integer AS n) number
CROSS JOIN LATERAL (
    SELECT number.n, (ARRAY['policy', 'guidance', 'training', 'vacancy'])[1 + number.n %% 4] AS kind,
        (ARRAY['已讲解扶贫政策', '已登记就业意愿', '已登记培训意愿', '已推荐岗位'])[1 + number.n %% 4] AS result
) lot
WHERE h.present AND h.region >= %(lo)s AND h.region < %(hi)s AND number.n %% 10 < 6
ON CONFLICT DO NOTHING;
