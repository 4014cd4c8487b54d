-- table: feedback
-- reads: clean_students, clean_trainees, mentions, links, previous_links, doubts, entitlements
-- order: org_code, register, rec_id
-- by: register, rec_id of students, trainees
-- through: mentions, links, previous_links, doubts, entitlements
-- also: select register, rec_id from before_feedback where change in ('new', 'lost', 'changed')
-- What each school and institution is told: who is newly identified, lost, in doubt, unreadable; aid due and missing; what to do (19-05-05).
WITH rosters AS (
    SELECT 'students' AS register, rec_id, org_code, name FROM clean_students
    UNION ALL SELECT 'trainees', rec_id, org_code, name FROM clean_trainees
),
aid AS (
    SELECT register, rec_id, cast(count(*) AS integer) AS items_due,
        cast(sum(CASE WHEN gap > 0 THEN 1 ELSE 0 END) AS integer) AS items_missing,
        cast(sum(coalesce(gap, 0)) AS bigint) AS amount_missing
    FROM entitlements
    WHERE amount > 0 AND month <= :period
    GROUP BY register, rec_id
),
-- apart: sorting within a group costs, and nine rows in ten lack nothing
lacking AS (
    SELECT register, rec_id, listagg(concat_ws(':', item, term), ';') WITHIN GROUP (ORDER BY item, term) AS missing
    FROM entitlements WHERE amount > 0 AND month <= :period AND gap > 0
    GROUP BY register, rec_id
),
open_doubts AS (SELECT register, rec_id, min(doubt_class) AS doubt_class FROM doubts GROUP BY register, rec_id),
told AS (
    SELECT r.org_code, r.register, r.rec_id, l.person_no, r.name,
        coalesce(l.link_class, CASE WHEN d.rec_id IS NOT NULL THEN d.doubt_class ELSE 'none' END) AS link_class,
        CASE WHEN l.person_no IS NOT NULL AND v.person_no IS NULL THEN 'new'
            WHEN l.person_no IS NULL AND v.person_no IS NOT NULL THEN 'lost'
            WHEN l.person_no <> v.person_no THEN 'changed'
            WHEN l.person_no IS NOT NULL THEN 'same' ELSE 'open' END AS change,
        m.id_class, a.items_due, a.items_missing, g.missing, a.amount_missing
    FROM rosters r
    JOIN mentions m ON m.register IN ('students', 'trainees') AND m.register = r.register AND m.rec_id = r.rec_id
    LEFT JOIN links l ON l.register IN ('students', 'trainees') AND l.register = r.register AND l.rec_id = r.rec_id
    LEFT JOIN previous_links v ON v.register IN ('students', 'trainees') AND v.register = r.register AND v.rec_id = r.rec_id
    LEFT JOIN open_doubts d ON d.register = r.register AND d.rec_id = r.rec_id AND l.rec_id IS NULL
    LEFT JOIN aid a ON a.register = r.register AND a.rec_id = r.rec_id AND l.rec_id IS NOT NULL
    LEFT JOIN lacking g ON g.register = r.register AND g.rec_id = r.rec_id AND l.rec_id IS NOT NULL
)
SELECT org_code, register, rec_id, person_no, name, link_class, change, coalesce(items_due, 0) AS items_due,
    coalesce(items_missing, 0) AS items_missing, missing, coalesce(amount_missing, 0) AS amount_missing,
    CASE WHEN change = 'lost' THEN 'stop_and_check'
        WHEN link_class IN ('doubtful', 'conflict') THEN 'confirm_identity'
        WHEN change = 'open' THEN 'correct_id'
        WHEN change IN ('new', 'changed') AND items_missing > 0 THEN 'open_aid'
        WHEN items_missing > 0 THEN 'claim_missing'
        WHEN change IN ('new', 'changed') THEN 'note_new'
        ELSE 'none' END AS action
FROM told
WHERE change <> 'open' OR link_class IN ('doubtful', 'conflict')
    OR id_class IN ('bad_check', 'bad_date', 'bad_length', 'missing')
