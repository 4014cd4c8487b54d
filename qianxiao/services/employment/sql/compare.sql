-- The quarter's questions: what the social-insurance file (employment_insured: index, org_code, employer, starts, ends as yyyymm)
-- tells of the records in scope otherwise than they do. ends 0: still so. One question a record and quarter.
WITH people AS (
    SELECT r.id, i.org_code, i.employer, i.starts, i.ends, i.ends = 0 OR i.ends >= %(month)s AS holds, i.starts <= %(month)s AS begun
    FROM employment_insured i JOIN people_sealed s ON s.index = i.index AND s.kind = 'id_no' AND NOT s.contested
    JOIN people_person p ON p.id = s.person_id JOIN employment_record r ON r.person_id = CASE WHEN p.same_as_id IS NULL THEN p.id ELSE p.same_as_id END
    WHERE r.as_of < %(day)s AND r.region >= %(lo)s AND r.region < %(hi)s
), newest AS (
    SELECT DISTINCT ON (id) id, org_code, employer, starts, holds FROM people WHERE begun ORDER BY id, holds DESC, starts DESC, org_code
), asked AS (
    SELECT r.id, r.person_id, r.region, n.org_code, n.employer, n.starts,
        CASE WHEN n.holds AND r.state <> '1' THEN 'insured' WHEN n.holds AND n.org_code <> '' AND r.org_code <> n.org_code THEN 'firm'
            WHEN NOT n.holds AND r.state = '1' AND r.org_code = n.org_code THEN 'ended' END AS why,
        coalesce((SELECT g.code FROM regions_region g WHERE g.code = substr(n.org_code, 3, 6) AND g.level = 3 AND g.valid_to = %(open)s),
            left(r.home, 6)) AS place
    FROM newest n JOIN employment_record r ON r.id = n.id
)
INSERT INTO employment_todo (region, record_id, person_id, kind, period, why, facts, due, tries, answer, by)
SELECT region, id, person_id, 'compare', %(period)s, why, CASE WHEN why = 'ended' THEN '{}'::jsonb ELSE jsonb_build_object('state', '1',
    'since', starts * 100 + 1, 'starts', starts * 100 + 1, 'form', '1', 'org_code', org_code, 'employer', employer, 'work_region', place,
    'insured', '["pension"]'::jsonb) END, %(due)s, '{}', '', ''
FROM asked WHERE why IS NOT NULL ON CONFLICT (kind, period, record_id) DO NOTHING
