-- Which pools a name is drawn from, and at which slot; kin share the draw of the surname or of the father's name.
CREATE OR REPLACE TABLE name_parts AS
WITH k AS (
    SELECT nk, min(h) AS h, min(role) AS role, min(sex) AS sex, min(gen) AS gen, min(grp) AS grp FROM people1 WHERE nk = pid GROUP BY nk
), w AS (
    SELECT k.*, g.kind, g.surname, replace(g.first, '{s}', sex::VARCHAR) AS first, replace(g.second, '{s}', sex::VARCHAR) AS second, g.father,
        CASE WHEN role IN ('h', 'c', 't', 'b', 'g') OR (role IN ('p', 'q') AND sex = 1) THEN k.h * 10 ELSE nk END AS kin,
        kind = 'han' AND k.grp IN ('hui', 'dongxiang') AND hit(nk, 'muslim name', :world_hui_given) AS muslim,
        kind = 'han' AND hit(nk, 'rare', :world_rare_given) AS rare,
        'g' || sex || gen AS given
    FROM k JOIN name_groups g ON g.grp = k.grp
)
SELECT nk, rare, kind,
    CASE kind WHEN 'han' THEN surname WHEN 'clan' THEN surname ELSE first END AS a_pool,
    CASE WHEN kind IN ('han', 'clan') THEN slot(kin, 'surname')
        WHEN kind = 'father' AND role = 'h' AND sex = 1 THEN slot(h * 10, 'father') ELSE slot(nk, 'first') END AS a_slot,
    CASE WHEN muslim THEN 'hui_given_' || sex WHEN kind = 'han' THEN given || 'a' WHEN kind = 'two' THEN CASE WHEN hit(nk, 'one part', 1800) THEN NULL ELSE second END
        WHEN kind = 'clan' THEN first WHEN kind = 'father' THEN father END AS b_pool,
    CASE WHEN kind = 'han' AND NOT muslim AND role IN ('c', 't', 'b') AND hit(h, 'generation', 2500) THEN slot(h, 'generation character')
        WHEN kind = 'father' AND role IN ('c', 't') THEN slot(h * 10, 'father') ELSE slot(nk, 'second') END AS b_slot,
    CASE WHEN rare THEN 'rare' WHEN muslim THEN NULL WHEN kind = 'han' AND hit(nk, 'short', 1200) THEN NULL WHEN kind = 'han' THEN given || 'b'
        WHEN kind = 'two' AND hit(nk, 'three parts', 800) THEN first END AS c_pool,
    slot(nk, 'third') AS c_slot
FROM w;

CREATE OR REPLACE TABLE names AS
SELECT n.nk, n.rare AND n.c_pool = 'rare' AS rare,
    a.value || CASE WHEN n.kind = 'father' THEN '·' ELSE '' END || coalesce(b.value, '') || coalesce(c.value, '') AS name
FROM name_parts n
JOIN slots a ON a.pool = n.a_pool AND a.slot = n.a_slot
LEFT JOIN slots b ON b.pool = n.b_pool AND b.slot = n.b_slot
LEFT JOIN slots c ON c.pool = n.c_pool AND c.slot = n.c_slot;
DROP TABLE name_parts;
