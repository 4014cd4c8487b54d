-- Each candidate as `link_scored` weighs it, field by field, against the likeliest other story: prior and the seven fields are
-- its bits (hundredths). Reads told_evidence (the newest evidence of each row asked for), told_weights, told_scale, told_common.
WITH looked AS (
    SELECT *, CASE ev_name WHEN 1 THEN fname WHEN 2 THEN cast(syl AS varchar) END AS name_key,
        CASE WHEN ev_name = 1 THEN 'name' ELSE 'sound' END AS name_kind, CASE WHEN ev_birth = 1 THEN cast(birth AS varchar) END AS birth_key,
        CASE ev_region WHEN 1 THEN region WHEN 2 THEN left(region, 9) WHEN 3 THEN left(region, 6) WHEN 4 THEN left(region, 4) END AS region_key,
        CASE WHEN ev_id = 9 AND ev_region <> 1 THEN region END AS village_key,
        CASE WHEN ev_name IN (1, 2) AND ev_region IN (1, 2, 3) THEN left(region, 6) || left(fname, 1) END AS local_key
    FROM told_evidence
),
-- how likely chance alone makes a stranger agree in this very value
common AS (
    SELECT k.*, s.*,
        CASE WHEN ev_id IN (1, 2, 3, 7) THEN s.once ELSE 0 END
            + CASE WHEN village_key IS NULL THEN 0 ELSE least(coalesce(cv.bits, s.once) - coalesce(cr.bits, 0), 0) END AS by_id,
        CASE WHEN name_key IS NULL THEN 0 ELSE coalesce(cn.bits, CASE WHEN name_kind = 'name' THEN s.once_name ELSE s.once END) END
            + coalesce(cs.bits, 0) AS by_name,
        CASE WHEN birth_key IS NULL THEN 0 ELSE coalesce(cb.bits, s.once) END AS by_birth,
        CASE WHEN region_key IS NULL THEN 0 ELSE coalesce(cr.bits, s.once) END AS by_region,
        CASE WHEN phone IS NULL THEN 0 ELSE coalesce(ct.bits, s.once) END + CASE WHEN ev_phone = 3 THEN s.once ELSE 0 END AS by_phone
    FROM looked k CROSS JOIN told_scale s
    LEFT JOIN told_common cn ON cn.kind = k.name_kind AND cn.key = k.name_key
    LEFT JOIN told_common cb ON cb.kind = 'birth' AND cb.key = k.birth_key
    LEFT JOIN told_common cr ON cr.kind = 'region' AND cr.key = k.region_key
    LEFT JOIN told_common cv ON cv.kind = 'region' AND cv.key = k.village_key
    LEFT JOIN told_common cs ON cs.kind = 'local' AND cs.key = k.local_key
    LEFT JOIN told_common ct ON ct.kind = 'phone' AND ct.key = k.phone
),
judged AS (
    SELECT c.*, wi AS id, wn AS name, wb AS born, ws AS sex, wr AS place, wt AS tel, wg AS grp,
        by_id + by_name + by_birth + by_region + by_phone + wi.stranger + wn.stranger + wb.stranger + ws.stranger + wr.stranger
            + wt.stranger + wg.stranger AS stranger,
        kin_prior + wi.kin + wn.kin + wb.kin + ws.kin + wr.kin + wt.kin + wg.kin AS kin,
        namesake_prior + wi.namesake + wn.namesake + wb.namesake + ws.namesake + wr.namesake + wt.namesake + wg.namesake AS namesake
    FROM common c
    JOIN told_weights wi ON wi.field = 'id' AND wi.level = c.ev_id
    JOIN told_weights wn ON wn.field = 'name' AND wn.level = c.ev_name
    JOIN told_weights wb ON wb.field = 'birth' AND wb.level = c.ev_birth
    JOIN told_weights ws ON ws.field = 'sex' AND ws.level = c.ev_sex
    JOIN told_weights wr ON wr.field = 'region' AND wr.level = c.ev_region
    JOIN told_weights wt ON wt.field = 'phone' AND wt.level = c.ev_phone
    JOIN told_weights wg ON wg.field = 'group' AND wg.level = c.ev_group
)
SELECT mkey, person_no, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group, 'stranger' AS against, same_prior AS prior,
    id.same - id.stranger - by_id AS w_id, name.same - name.stranger - by_name AS w_name,
    born.same - born.stranger - by_birth AS w_birth, sex.same - sex.stranger AS w_sex,
    place.same - place.stranger - by_region AS w_region, tel.same - tel.stranger - by_phone AS w_phone,
    grp.same - grp.stranger AS w_group
FROM judged WHERE stranger >= greatest(kin, namesake)
UNION ALL
SELECT mkey, person_no, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group, 'kin', same_prior - kin_prior,
    id.same - id.kin, name.same - name.kin, born.same - born.kin, sex.same - sex.kin, place.same - place.kin, tel.same - tel.kin,
    grp.same - grp.kin
FROM judged WHERE kin > stranger AND kin >= namesake
UNION ALL
SELECT mkey, person_no, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group, 'namesake', same_prior - namesake_prior,
    id.same - id.namesake, name.same - name.namesake, born.same - born.namesake, sex.same - sex.namesake,
    place.same - place.namesake, tel.same - tel.namesake, grp.same - grp.namesake
FROM judged WHERE namesake > greatest(stranger, kin)
