-- The month's calls: records that nobody has confirmed since a day and that no other open question asks about.
INSERT INTO employment_todo (region, record_id, person_id, kind, period, why, facts, due, tries, answer, by)
SELECT r.region, r.id, r.person_id, 'call', %(period)s, 'old', '{}', %(due)s, '{}', '', ''
FROM employment_record r
WHERE r.as_of < %(before)s AND r.region >= %(lo)s AND r.region < %(hi)s AND r.state <> '4'
    AND NOT EXISTS (SELECT FROM employment_todo t WHERE t.record_id = r.id AND t.answer = '')
ON CONFLICT (kind, period, record_id) DO NOTHING
