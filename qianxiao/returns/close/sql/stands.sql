SELECT p.person_no AS number, p.state, coalesce(s.state, '') AS study, coalesce(t.state, '') AS train,
    left(concat(p.duty, ':', p.step), 32) AS step
FROM close_person p
LEFT JOIN close_dutystate s ON s.period = p.period AND s.person_no = p.person_no AND s.duty = 'study'
LEFT JOIN close_dutystate t ON t.period = p.period AND t.person_no = p.person_no AND t.duty = 'train'
WHERE p.period = %(period)s
