-- Damage to one register's mentions. Reads m_in (i, rec, pid); leaves m_out. A row's damage never changes from month to month.
CREATE OR REPLACE TABLE m_1 AS
SELECT m.i, m.rec, m.pid, p.registered, p.h, p.m, p.size, p.vi, p.grp, p.rare, p.name, p.id18, p.birth, p.own_phone, p.hh_phone, p.village, p.county,
    {id_case} AS id_kind, {name_case} AS name_kind,
    contains(p.name, '·') AND hit(m.i, :stream || 'dot', :dot_changed) AS dot_hit,
    hit(m.i, :stream || 'spelling', :name_spelling) AND p.grp NOT IN ('han', 'miao', 'zhuang', 'other') AS spell_hit,
    p.rare AND hit(m.i, :stream || 'rare lost', :rare_lost) AS rare_hit,
    CASE WHEN hit(m.i, :stream || 'no name', :missing_name) THEN 'missing_name' WHEN hit(m.i, :stream || 'code', :unknown_code) THEN 'unknown_code'
        WHEN hit(m.i, :stream || 'date', :bad_date) THEN 'bad_date' END AS bad
FROM m_in m JOIN people p ON p.pid = m.pid;

-- Whose number is written instead: another member of the household, or the head of a household near by.
CREATE OR REPLACE TABLE m_other AS
WITH o AS (
    SELECT i, id_kind, CASE id_kind
        WHEN 'id_relative' THEN h * 10 + CASE WHEN m = 1 THEN CASE WHEN size > 1 THEN 2 END ELSE 1 END
        WHEN 'id_borrowed' THEN CASE WHEN h - :base < :hh_poor THEN (:base + (h - :base + 1) % :hh_poor) * 10 + 1 ELSE (h - 1) * 10 + 1 END
        WHEN 'id_outsider_borrows' THEN (:base + (h - :base - :hh_poor) * :hh_poor // :hh_outside) * 10 + 1 END AS opid
    FROM m_1 WHERE id_kind IN ('id_relative', 'id_borrowed', 'id_outsider_borrows')
)
SELECT o.i, p.pid AS opid, p.id18 AS other_id FROM o JOIN people p ON p.pid = o.opid;

-- Characters of a name: the first from a drawn place that has a substitute of the drawn kind.
CREATE OR REPLACE TABLE m_letters AS
WITH n AS (
    SELECT i, name, CASE WHEN rare_hit THEN 'rare' ELSE substr(name_kind, 6) END AS kind FROM m_1
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
SELECT m.i, sp.a, sp.b FROM m_1 m JOIN spellings sp ON contains(m.name, sp.a) WHERE m.spell_hit
QUALIFY row_number() OVER (PARTITION BY m.i ORDER BY h(m.i * 100 + sp.k, :stream || 'spell'), sp.k) = 1;

CREATE OR REPLACE TABLE m_2 AS
SELECT m.*, o.other_id, o.opid, l.kind AS letter_kind, s.a AS sa, s.b AS sb,
    coalesce(l.name, CASE WHEN s.i IS NOT NULL THEN replace(m.name, s.a, s.b) ELSE m.name END) AS n1,
    (5 + h(m.i, :stream || 'digit') % 13)::INTEGER AS pos_at,
    CASE WHEN id_kind = 'id_15' AND year(m.birth) >= 2000 THEN NULL
        WHEN id_kind IN ('id_relative', 'id_borrowed', 'id_outsider_borrows') AND o.i IS NULL THEN NULL ELSE id_kind END AS kind
FROM m_1 m LEFT JOIN m_other o ON o.i = m.i LEFT JOIN m_letters l ON l.i = m.i LEFT JOIN m_spell s ON s.i = m.i;

CREATE OR REPLACE TABLE m_3 AS
SELECT *, CASE kind
    WHEN 'id_one_digit' THEN substr(id18, 1, pos_at - 1) || ((substr(id18, pos_at, 1)::INTEGER + 1 + h(i, :stream || 'wrong') % 9) % 10)::INTEGER || substr(id18, pos_at + 1)
    WHEN 'id_swap' THEN CASE WHEN substr(id18, pos_at, 1) = substr(id18, pos_at - 1, 1) THEN substr(id18, 1, 15) || substr(id18, 17, 1) || substr(id18, 16, 1) || substr(id18, 18)
        ELSE substr(id18, 1, pos_at - 2) || substr(id18, pos_at, 1) || substr(id18, pos_at - 1, 1) || substr(id18, pos_at + 1) END
    WHEN 'id_short' THEN substr(id18, 1, pos_at - 1) || substr(id18, pos_at + 1)
    WHEN 'id_long' THEN substr(id18, 1, pos_at) || substr(id18, pos_at)
    WHEN 'id_15' THEN substr(id18, 1, 6) || substr(id18, 9, 9)
    WHEN 'id_disability' THEN id18 || (1 + h(i, :stream || 'kind') % 7)::VARCHAR || (1 + h(i, :stream || 'grade') % 4)::VARCHAR || CASE WHEN hit(i, :stream || 'again', 500) THEN 'B1' ELSE '' END
    WHEN 'id_missing' THEN NULL
    WHEN 'id_scientific' THEN left(id18, 1) || '.' || substr(id18, 2, 5) || 'E+17'
    WHEN 'id_relative' THEN other_id WHEN 'id_borrowed' THEN other_id WHEN 'id_outsider_borrows' THEN other_id
    WHEN 'id_wide' THEN translate(id18, '0123456789X', '０１２３４５６７８９Ｘ')
    WHEN 'id_spaced' THEN CASE WHEN h(i, :stream || 'gap') % 2 = 0 THEN id18 || '  ' ELSE left(id18, 6) || ' ' || substr(id18, 7, 8) || ' ' || substr(id18, 15) END
    ELSE CASE WHEN right(id18, 1) = 'X' AND hit(i, :stream || 'lower', :id_lower_x) THEN left(id18, 17) || 'x' ELSE id18 END END AS id_no,
    CASE WHEN dot_hit THEN replace(n1, '·', (SELECT dots FROM dot_list)[1 + (h(i, :stream || 'which dot') % (SELECT len(dots) FROM dot_list)::UBIGINT)::INTEGER]) ELSE n1 END AS n2
FROM m_2;

CREATE OR REPLACE TABLE m_out AS
SELECT i, rec, pid, registered, h, bad, id_no, kind, opid,
    CASE WHEN bad = 'missing_name' THEN NULL WHEN name_kind = 'name_spaced' THEN n2 || CASE WHEN h(i, :stream || 'sp') % 2 = 0 THEN ' ' ELSE '　' END
        WHEN name_kind = 'name_inner_space' AND length(n2) = 2 THEN left(n2, 1) || '　' || right(n2, 1)
        WHEN name_kind = 'name_inner_space' THEN left(n2, 1) || ' ' || substr(n2, 2) ELSE n2 END AS name,
    CASE WHEN hit(i, :stream || 'no phone', :phone_missing) THEN NULL
        WHEN hit(i, :stream || 'phone', :phone_changed) THEN tel(i, :stream || 'new phone')
        WHEN hit(i, :stream || 'house', :phone_of_household) THEN hh_phone ELSE own_phone END AS phone,
    CASE WHEN hit(i, :stream || 'dm', :birth_swapped) AND day(birth) <= 12 THEN make_date(year(birth), day(birth), month(birth))
        WHEN hit(i, :stream || 'off', :birth_off) THEN birth + rint(i, :stream || 'off by', 1, 9)::INTEGER ELSE birth END::DATE AS birth,
    CASE WHEN hit(i, :stream || 'elsewhere', :region_elsewhere) THEN (SELECT county FROM place WHERE vi = 0)
        WHEN oc.old IS NOT NULL AND hit(i, :stream || 'old code', :region_old) THEN oc.old
        WHEN h(i, :stream || 'level') % 10 < 7 THEN m_3.county WHEN h(i, :stream || 'level') % 10 < 9 THEN left(village, 9) ELSE village END AS region,
    village, concat_ws(' ', CASE WHEN id_no IS DISTINCT FROM id18 THEN kind END, CASE WHEN right(id_no, 1) = 'x' AND length(id_no) = 18 THEN 'id_lower_x' END,
        CASE WHEN letter_kind IS NOT NULL THEN 'name_' || letter_kind WHEN sa IS NOT NULL THEN 'name_spelling' END,
        CASE WHEN name_kind IN ('name_spaced', 'name_inner_space') THEN name_kind END, CASE WHEN dot_hit THEN 'dot_changed' END, bad) AS damage
FROM m_3 LEFT JOIN old_codes oc ON oc.county = m_3.county;
