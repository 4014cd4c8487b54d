-- Damage to one register's mentions; the words in braces are filled from data/mentions.yaml and the shares.
-- A row's damage is drawn from its own key, so it never changes from month to month.
-- Rows that need another person's number or another way of writing the name are looked up first; most rows need neither.
CREATE OR REPLACE TABLE m_look AS
WITH d AS (
    SELECT m.i, m.pid, (h(m.i, :stream || 'id') % 10000)::INTEGER AS id_draw, (h(m.i, :stream || 'name') % 10000)::INTEGER AS name_draw,
        hit(m.i, :stream || 'spelling', :name_spelling) AS spell_draw, hit(m.i, :stream || 'rare lost', :rare_lost) AS rare_draw FROM {rows} m
), k AS (
    SELECT * EXCLUDE (id_draw, name_draw), {id_case} AS id_kind, {name_case} AS name_kind FROM d
)
SELECT k.*, p.h, p.m, p.size, p.name, spell_draw AND p.grp NOT IN ('han', 'miao', 'zhuang', 'other') AS spell_hit, rare_draw AND p.rare AS rare_hit
FROM k JOIN people p ON p.pid = k.pid
WHERE (id_kind IN ('id_relative', 'id_borrowed') OR (id_kind = 'id_outsider_borrows' AND NOT p.registered))
    OR name_kind IN ('name_homophone', 'name_lookalike', 'name_traditional') OR (spell_draw AND p.grp NOT IN ('han', 'miao', 'zhuang', 'other')) OR (rare_draw AND p.rare);

-- Whose number is written instead: another member of the household, or the head of a household near by.
CREATE OR REPLACE TABLE m_other AS
WITH o AS (
    SELECT i, id_kind, CASE id_kind
        WHEN 'id_relative' THEN h * 10 + CASE WHEN m = 1 THEN CASE WHEN size > 1 THEN 2 END ELSE 1 END
        WHEN 'id_borrowed' THEN CASE WHEN h - :base < :hh_poor THEN (:base + (h - :base + 1) % :hh_poor) * 10 + 1 ELSE (h - 1) * 10 + 1 END
        ELSE (:base + (h - :base - :hh_poor) * :hh_poor // :hh_outside) * 10 + 1 END AS opid
    FROM m_look WHERE id_kind IS NOT NULL
)
SELECT o.i, p.pid AS opid, p.id18 AS other_id FROM o JOIN people p ON p.pid = o.opid;

-- Characters of a name: the first from a drawn place that has a substitute of the drawn kind.
CREATE OR REPLACE TABLE m_letters AS
WITH n AS (
    SELECT i, name, CASE WHEN rare_hit THEN 'rare' ELSE substr(name_kind, 6) END AS kind FROM m_look
    WHERE name_kind IN ('name_homophone', 'name_lookalike', 'name_traditional') OR rare_hit
), c AS (
    SELECT n.i, n.name, n.kind, (pos.p + h(n.i, :stream || 'letter')::HUGEINT) % length(n.name) AS turn, pos.p + 1 AS pos_at, substr(n.name, pos.p + 1, 1) AS ch
    FROM n JOIN range(0, 8) pos(p) ON pos.p < length(n.name)
), s AS (
    SELECT c.*, sub.other FROM c JOIN (SELECT *, count(*) OVER (PARTITION BY kind, ch) AS n FROM subs) sub
        ON sub.ch = c.ch AND sub.kind = CASE WHEN c.kind = 'rare' THEN CASE WHEN hit(c.i, :stream || 'variant', 4500) THEN 'variant' ELSE 'lost' END ELSE c.kind END
        AND sub.k = (h(c.i, :stream || 'which') % sub.n::UBIGINT)::BIGINT
)
SELECT i, substr(name, 1, pos_at - 1) || other || substr(name, pos_at + 1) AS name, kind FROM s
QUALIFY row_number() OVER (PARTITION BY i ORDER BY turn, pos_at) = 1;

CREATE OR REPLACE TABLE m_spell AS
SELECT m.i, sp.a, sp.b FROM m_look m JOIN spellings sp ON contains(m.name, sp.a) WHERE m.spell_hit
QUALIFY row_number() OVER (PARTITION BY m.i ORDER BY h(m.i * 100 + sp.k, :stream || 'spell'), sp.k) = 1;

CREATE OR REPLACE TABLE d_{register} AS
WITH d AS (
    SELECT {carried}, p.name AS true_name, p.id18 AS true_id, p.lang, p.twice, p.identified_on, p.struck_on, p.registered, p.rare,
        p.h, p.birth AS born_on, pl.village, pl.county AS home, p.sex, p.ethnic, p.hukou_type,
        (h({key}, :stream || 'id') % 10000)::INTEGER AS id_draw, (h({key}, :stream || 'name') % 10000)::INTEGER AS name_draw
    FROM {source}
), k AS (
    SELECT d.* EXCLUDE (id_draw, name_draw), {id_case} AS id_kind, {name_case} AS name_kind,
        contains(true_name, '·') AND hit(i, :stream || 'dot', :dot_changed) AS dot_hit,
        (5 + h(i, :stream || 'digit') % 13)::INTEGER AS pos_at,
        CASE WHEN hit(i, :stream || 'no name', :missing_name) THEN 'missing_name' WHEN hit(i, :stream || 'code', :unknown_code) THEN 'unknown_code'
            WHEN hit(i, :stream || 'date', :bad_date) THEN 'bad_date' END AS bad
    FROM d
), n AS (
    SELECT k.* EXCLUDE (id_kind), o.other_id, o.opid, l.kind AS letter_kind, s.a AS sa,
        coalesce(l.name, CASE WHEN s.i IS NOT NULL THEN replace(true_name, s.a, s.b) ELSE true_name END) AS n1,
        CASE WHEN id_kind = 'id_15' AND year(born_on) >= 2000 THEN NULL
            WHEN id_kind IN ('id_relative', 'id_borrowed', 'id_outsider_borrows') AND o.i IS NULL THEN NULL ELSE id_kind END AS kind
    FROM k LEFT JOIN m_other o ON o.i = k.i LEFT JOIN m_letters l ON l.i = k.i LEFT JOIN m_spell s ON s.i = k.i
), w AS (
    SELECT *, CASE kind
        WHEN 'id_one_digit' THEN substr(true_id, 1, pos_at - 1) || ((substr(true_id, pos_at, 1)::INTEGER + 1 + h(i, :stream || 'wrong') % 9) % 10)::INTEGER || substr(true_id, pos_at + 1)
        WHEN 'id_swap' THEN CASE WHEN substr(true_id, pos_at, 1) = substr(true_id, pos_at - 1, 1) THEN substr(true_id, 1, 15) || substr(true_id, 17, 1) || substr(true_id, 16, 1) || substr(true_id, 18)
            ELSE substr(true_id, 1, pos_at - 2) || substr(true_id, pos_at, 1) || substr(true_id, pos_at - 1, 1) || substr(true_id, pos_at + 1) END
        WHEN 'id_short' THEN substr(true_id, 1, pos_at - 1) || substr(true_id, pos_at + 1)
        WHEN 'id_long' THEN substr(true_id, 1, pos_at) || substr(true_id, pos_at)
        WHEN 'id_15' THEN substr(true_id, 1, 6) || substr(true_id, 9, 9)
        WHEN 'id_disability' THEN true_id || (1 + h(i, :stream || 'kind') % 7)::VARCHAR || (1 + h(i, :stream || 'grade') % 4)::VARCHAR || CASE WHEN hit(i, :stream || 'again', 500) THEN 'B1' ELSE '' END
        WHEN 'id_missing' THEN NULL
        WHEN 'id_scientific' THEN left(true_id, 1) || '.' || substr(true_id, 2, 5) || 'E+17'
        WHEN 'id_relative' THEN other_id WHEN 'id_borrowed' THEN other_id WHEN 'id_outsider_borrows' THEN other_id
        WHEN 'id_wide' THEN translate(true_id, '0123456789X', '０１２３４５６７８９Ｘ')
        WHEN 'id_spaced' THEN CASE WHEN h(i, :stream || 'gap') % 2 = 0 THEN true_id || '  ' ELSE left(true_id, 6) || ' ' || substr(true_id, 7, 8) || ' ' || substr(true_id, 15) END
        ELSE CASE WHEN right(true_id, 1) = 'X' AND hit(i, :stream || 'lower', :id_lower_x) THEN left(true_id, 17) || 'x' ELSE true_id END END AS id_no,
        CASE WHEN dot_hit THEN replace(n1, '·', (SELECT dots FROM dot_list)[1 + (h(i, :stream || 'which dot') % (SELECT len(dots) FROM dot_list)::UBIGINT)::INTEGER]) ELSE n1 END AS n2
    FROM n
)
SELECT w.* EXCLUDE ({dropped}name_kind, dot_hit, pos_at, other_id, letter_kind, sa, n1, n2, home, born_on, rare),
    CASE WHEN bad = 'missing_name' THEN NULL WHEN name_kind = 'name_spaced' THEN n2 || CASE WHEN h(i, :stream || 'sp') % 2 = 0 THEN ' ' ELSE '　' END
        WHEN name_kind = 'name_inner_space' AND length(n2) = 2 THEN left(n2, 1) || '　' || right(n2, 1)
        WHEN name_kind = 'name_inner_space' THEN left(n2, 1) || ' ' || substr(n2, 2) ELSE n2 END AS name,
    {extras}
    concat_ws(' ', CASE WHEN id_no IS DISTINCT FROM true_id THEN kind END, CASE WHEN right(id_no, 1) = 'x' AND length(id_no) = 18 THEN 'id_lower_x' END,
        CASE WHEN letter_kind IS NOT NULL THEN 'name_' || letter_kind WHEN sa IS NOT NULL THEN 'name_spelling' END,
        CASE WHEN name_kind IN ('name_spaced', 'name_inner_space') THEN name_kind END, CASE WHEN dot_hit THEN 'dot_changed' END, bad) AS damage
FROM w LEFT JOIN old_codes oc ON oc.county = w.home
ORDER BY {order};
DROP TABLE m_look;
DROP TABLE m_other;
DROP TABLE m_letters;
DROP TABLE m_spell;
