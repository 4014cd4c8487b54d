-- table: intents
-- reads: clean_intentions, links
-- order: person_no, kind
-- by: person_no
-- through: links
-- One row per person and kind: the latest answer up to the period's end, and the dated attempts since then (19-03-04).
WITH contacts AS (
    SELECT l.person_no, i.kind, i.answer, i.contact_date, i.rec_id,
        max(CASE WHEN i.answer IN ('1', '2', '3') THEN i.contact_date END)
            OVER (PARTITION BY l.person_no, i.kind) AS last_answer_date
    FROM clean_intentions i
    JOIN links l ON l.register = 'intentions' AND l.rec_id = i.rec_id
    WHERE i.contact_date <= :period_end
),
ranked AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY person_no, kind
            ORDER BY CASE WHEN answer IN ('1', '2', '3') THEN 0 ELSE 1 END, contact_date DESC, rec_id DESC
        ) AS pick
    FROM contacts
)
SELECT person_no, kind,
    max(CASE WHEN pick = 1 AND answer IN ('1', '2', '3') THEN answer END) AS answer,
    max(CASE WHEN pick = 1 THEN contact_date END) AS contact_date,
    max(CASE WHEN pick = 1 THEN rec_id END) AS rec_id,
    cast(count(DISTINCT CASE WHEN answer = '4' AND contact_date > coalesce(last_answer_date, 0)
        THEN contact_date END) AS integer) AS attempts,
    cast(max(CASE WHEN answer IN ('1', '2', '3') THEN 1 ELSE 0 END) AS integer) AS surveyed
FROM ranked
GROUP BY person_no, kind
