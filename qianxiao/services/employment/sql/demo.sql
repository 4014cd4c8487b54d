-- Demo: what people do, by lot of their records; a fifth stays as the register told it. Nothing of it is true of anybody.
INSERT INTO employment_arriving (record_id, kind, facts, way, source, day, due, note, who, post, request)
SELECT r.id, 'changed',
    CASE WHEN lot.n %% 100 < 58 THEN jsonb_build_object('state', '1', 'since', lot.starts, 'starts', lot.starts, 'form', work.form,
        'org_code', CASE WHEN work.form IN ('1', '5') THEN work.firm ->> 0 ELSE '' END,
        'employer', CASE WHEN work.form IN ('1', '5') THEN work.firm ->> 1 WHEN work.form = '6' THEN '村委会' WHEN work.form = '2' THEN '劳务派遣公司' ELSE '' END,
        'sector', CASE WHEN work.form IN ('1', '5') THEN work.firm ->> 2 WHEN work.form = '8' THEN 'A' ELSE '' END,
        'job', (ARRAY['缝纫工', '装配工', '保洁员', '服务员', '建筑工', '护工'])[1 + lot.n / 7 %% 6],
        'work_region', CASE WHEN work.form IN ('4', '5', '6', '7', '8') THEN left(r.home, 6) ELSE work.firm ->> 3 END,
        'contract', CASE WHEN work.form IN ('1', '2') THEN 'fixed' ELSE 'none' END, 'contract_end', NULL,
        'income', (1800 + lot.n %% 37 * 75) * 100, 'insured', CASE WHEN work.form = '1' THEN '["pension", "injury"]'::jsonb ELSE '[]' END,
        'organised', lot.n %% 3 = 0) || %(no_idle)s::jsonb
    ELSE jsonb_build_object('state', CASE WHEN lot.n %% 100 < 88 THEN '2' WHEN lot.n %% 100 < 95 THEN '3' ELSE '4' END, 'since', lot.starts,
        'reason', CASE WHEN r.reason <> '' THEN r.reason ELSE (ARRAY['care', 'ill', 'skill', 'post', 'care', 'refuses'])[1 + lot.n / 11 %% 6] END,
        'willing', lot.n %% 3 > 0, 'wanted_trade', (ARRAY['缝纫工', '家政服务员', '中式烹调师', '电工'])[1 + lot.n / 13 %% 4],
        'wanted_place', (ARRAY['本县', '省内', '省外'])[1 + lot.n / 17 %% 3], 'wanted_income', (2000 + lot.n %% 20 * 100) * 100,
        'wants_training', lot.n %% 2 = 0, 'training_trade', CASE WHEN lot.n %% 2 = 0 THEN '家政服务员' ELSE '' END,
        'training_time', CASE WHEN lot.n %% 2 = 0 THEN '农闲' ELSE '' END, 'wants_business', lot.n %% 19 = 0) || %(no_work)s::jsonb
    END,
    (ARRAY['phone', 'visit', 'phone', 'compare'])[1 + lot.n %% 4], 'demo', lot.seen, to_char(to_date(lot.seen::text, 'YYYYMMDD') + 90, 'YYYYMMDD')::integer,
    '', 'demo', '', ''
FROM employment_record r
CROSS JOIN LATERAL (SELECT ('x' || left(md5(r.id_mask || r.name || r.birth), 7))::bit(28)::integer AS n) raw
CROSS JOIN LATERAL (
    SELECT raw.n,
        to_char(to_date(%(day)s::text, 'YYYYMMDD') - (120 + raw.n / 5 %% 300), 'YYYYMMDD')::integer AS starts,
        to_char(to_date(%(day)s::text, 'YYYYMMDD') - raw.n / 3 %% 105, 'YYYYMMDD')::integer AS seen
) lot
CROSS JOIN LATERAL (
    SELECT (ARRAY['1', '1', '1', '1', '2', '3', '5', '6', '7', '8'])[1 + lot.n / 19 %% 10] AS form,
        %(firms)s::jsonb -> (lot.n / 23 %% jsonb_array_length(%(firms)s::jsonb)) AS firm
) work
WHERE r.way = 'file' AND lot.n / 29 %% 5 > 0
