-- Invented people spread over the villages there are, most names common ones; states as shares of a month.
INSERT INTO people_person (id, name, pinyin, initials, sex, birth, region, id_class, id_mask, phone_mask, account_mask,
    state, study, train, step, handed)
SELECT gen_random_uuid(), n.name, n.pinyin, n.initials, 1 + (i %% 2), 19500101 + (i %% 60) * 10000, v.code || lpad((i %% 9)::text, 3, '0'),
    'valid', '99*************' || lpad((i %% 1000)::text, 3, '0'), '139****' || lpad((i %% 10000)::text, 4, '0'), '',
    s.state, s.study, s.train, 'train:not_surveyed', false
FROM generate_series(1, %(rows)s) AS t(i)
JOIN bench_names n ON n.at = (hashint8(i) & 2147483647) %% %(names)s
JOIN bench_places v ON v.at = (hashint8(i + 7) & 2147483647) %% %(places)s
JOIN (VALUES (0, 'in_progress', 'not_of_age', 'in_progress'), (1, 'served', 'served', 'in_progress'),
    (2, 'served', 'not_of_age', 'served'), (3, 'unwilling', 'unwilling', 'unwilling'), (4, 'in_progress', 'in_progress', ''),
    (5, 'unreachable', '', 'unreachable'), (6, 'refused', 'refused', 'refused'), (7, 'not_of_age', 'not_of_age', 'not_of_age')
) AS s(at, state, study, train) ON s.at = (hashint8(i + 3) & 2147483647) %% 8;
INSERT INTO people_headcount (region, state, study, train, n)
SELECT left(region, 6), state, study, train, count(*) FROM people_person GROUP BY 1, 2, 3, 4;
