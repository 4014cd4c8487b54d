-- What arrived (employment_arriving: record_id, kind, facts, way, source, day, due, note, who, post, request) becomes the newest state.
-- Older news than a record has is left out. One statement: log, end of the old state, begin of the new one, the record.
WITH read AS (
    SELECT a.*, r.person_id, r.region AS was_region, r.home AS was_home, to_jsonb(r) AS was,
        jsonb_populate_record(r, a.facts) AS told
    FROM employment_arriving a JOIN employment_record r ON r.id = a.record_id WHERE a.day >= r.as_of
), owned AS (
    SELECT read.*, to_jsonb(told) AS now,
        CASE WHEN (told).state = '1' AND left((told).work_region, 6) <> left(was_home, 6) THEN (told).work_region ELSE was_home END AS owner
    FROM read
), moving AS MATERIALIZED (
    SELECT o.*, d.before, d.after, d.before IS NOT NULL AS differs
    FROM owned o CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(f.name, o.was -> f.name) AS before, jsonb_object_agg(f.name, o.now -> f.name) AS after
        FROM unnest(%(facts)s::text[]) AS f(name) WHERE o.was -> f.name IS DISTINCT FROM o.now -> f.name
    ) d
), logged AS (
    INSERT INTO employment_change (record_id, person_id, kind, was, now, way, source, owner_before, owner_after, day, note, by, post, request_id)
    SELECT record_id, person_id, CASE WHEN differs THEN kind ELSE 'confirmed' END, coalesce(before, '{}'), coalesce(after, '{}'), way,
        source, was_region, owner, day, note, who, post, request
    FROM moving
), ended AS (
    UPDATE employment_spell s SET valid_to = m.day FROM moving m
    WHERE s.record_id = m.record_id AND s.valid_to = %(open)s AND m.differs
    RETURNING s.record_id
), begun AS (
    INSERT INTO employment_spell (record_id, person_id, region, home, state, form, org_code, sector, work_region, income, valid_from, valid_to)
    SELECT record_id, person_id, owner, was_home, (told).state, (told).form, (told).org_code, (told).sector, (told).work_region,
        (told).income, day, %(open)s
    FROM moving WHERE differs AND (SELECT count(*) FROM ended) >= 0
), answered AS (
    UPDATE employment_todo t SET answer = CASE WHEN m.differs THEN 'changed' ELSE 'confirmed' END, by = m.who, day = m.day
    FROM moving m WHERE t.record_id = m.record_id AND t.answer = ''
), written AS (
    UPDATE employment_record r SET region = m.owner, way = m.way, as_of = m.day, due = m.due, by = m.who, unreached = NULL,
        state = (m.told).state, since = (m.told).since, form = (m.told).form, org_code = (m.told).org_code, employer = (m.told).employer,
        sector = (m.told).sector, job = (m.told).job, work_region = (m.told).work_region, starts = (m.told).starts,
        contract = (m.told).contract, contract_end = (m.told).contract_end, income = (m.told).income, insured = (m.told).insured,
        organised = (m.told).organised, reason = (m.told).reason, willing = (m.told).willing, wanted_trade = (m.told).wanted_trade,
        wanted_place = (m.told).wanted_place, wanted_income = (m.told).wanted_income, wants_training = (m.told).wants_training,
        training_trade = (m.told).training_trade, training_time = (m.told).training_time, wants_business = (m.told).wants_business
    FROM moving m WHERE r.id = m.record_id RETURNING r.id
)
SELECT (SELECT count(*) FROM written), count(*) FILTER (WHERE differs), count(*) FILTER (WHERE left(was_region, 6) <> left(owner, 6)) FROM moving
