"""The set-based steps behind the verbs: opening, naming, reminding, raising; each one statement with its events."""

# digits of a region's stem, the same arithmetic as masterdata.regions.queries.stem
_DIGITS = """CASE WHEN {0}.region = 'CN' THEN 0 WHEN length({0}.region) = 6 AND right({0}.region, 4) = '0000' THEN 2
    WHEN length({0}.region) = 6 AND right({0}.region, 2) = '00' THEN 4 ELSE length({0}.region) END"""
_HELD = """{0}.seat IS NOT NULL AND {0}.granted_by <> '' AND {0}.starts <= %(now)s AND ({0}.ends IS NULL OR {0}.ends > %(now)s)
    AND EXISTS (SELECT FROM accounts_user u WHERE u.id = {0}.user_id AND u.is_active)"""
_EVENT = """INSERT INTO duties_dutyevent (duty_id, region, org_code, at, day, by, post, verb, detail, request_id)
SELECT id, region, org_code, now(), %(day)s, %(by)s, '', '{verb}', {detail}, '' FROM {rows}"""

# Of two offices of one kind in one region the one with somebody at work owes it; of two declarations the nearer one.
OPEN = f"""
WITH wanted AS (
    SELECT * FROM jsonb_to_recordset(%(wanted)s::jsonb) AS w(rule text, period int, opens_on date, due_on date,
        kind text, role text, tiers int[], lo text, hi text, width int)
), agencies AS (
    SELECT a.*, {_DIGITS.format("a")} AS digits FROM accounts_agency a WHERE a.region <> ''
), owing AS (
    SELECT DISTINCT ON (w.rule, w.period, a.kind, a.region, a.code)
        w.rule, w.period, w.opens_on, w.due_on, w.role, a.id AS agency_id, a.kind, a.region, a.code, a.digits
    FROM wanted w JOIN agencies a ON a.kind = w.kind AND a.region >= w.lo AND a.region < w.hi
        AND (w.tiers = '{{}}' OR a.digits = ANY (w.tiers))
    ORDER BY w.rule, w.period, a.kind, a.region, a.code, w.width DESC,
        EXISTS (SELECT FROM accounts_post p WHERE p.agency_id = a.id AND p.role = w.role AND {_HELD.format("p")}) DESC, a.id
), made AS (
    INSERT INTO duties_duty (rule, period, agency_id, kind, role, region, org_code, digits, opens_on, due_on, done_by, evidence,
        subject, page)
    SELECT rule, period, agency_id, kind, role, region, code, digits, opens_on, due_on, '', '', '', '' FROM owing
    WHERE opens_on <= %(day)s
    ON CONFLICT (rule, period, kind, region, org_code, subject) DO NOTHING
    RETURNING id, region, org_code
)
{_EVENT.format(verb="opened", detail="'{}'::jsonb", rows="made")}
"""
# A seat whose successor waits to be granted stays his: only what nobody sits on gets a name.
NAME = f"""
WITH sole AS (
    SELECT d.id, min(p.seat) AS seat, min(p.user_id) AS user_id
    FROM duties_duty d JOIN accounts_post p ON p.agency_id = d.agency_id AND p.role = d.role AND {_HELD.format("p")}
    WHERE d.done_on IS NULL AND NOT EXISTS (
        SELECT FROM accounts_post s WHERE s.seat = d.seat AND (s.ends IS NULL OR s.ends > %(now)s))
    GROUP BY d.id HAVING count(*) = 1
), named AS (
    UPDATE duties_duty d SET seat = sole.seat FROM sole JOIN accounts_user u ON u.id = sole.user_id
    WHERE d.id = sole.id RETURNING d.id, d.region, d.org_code, u.full_name
)
{_EVENT.format(verb="named", detail="jsonb_build_object('to', full_name)", rows="named")}
"""
# A day nobody ran this is made up for: what counts is the last reminder that should have been given.
REMIND = f"""
WITH near AS (
    SELECT d.id, min(w.step) AS step
    FROM duties_duty d JOIN jsonb_to_recordset(%(wanted)s::jsonb) AS w(rule text, step int) ON w.rule = d.rule
    WHERE d.done_on IS NULL AND %(day)s BETWEEN d.due_on - w.step AND d.due_on
    GROUP BY d.id
), told AS (
    SELECT d.id, d.region, d.org_code, d.due_on - %(day)s AS days, (
        SELECT u.full_name FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
        WHERE p.seat = d.seat AND {_HELD.format("p")} LIMIT 1) AS person
    FROM duties_duty d JOIN near n ON n.id = d.id
    WHERE NOT EXISTS (SELECT FROM duties_dutyevent e
        WHERE e.duty_id = d.id AND e.verb = 'reminded' AND e.day >= d.due_on - n.step)
)
{_EVENT.format(verb="reminded", detail="jsonb_build_object('days', days, 'to', coalesce(person, ''))", rows="told")}
ON CONFLICT DO NOTHING
"""


def _raise(base: str, day: str, when: str, verb: str) -> str:
    return f"""
WITH late AS (
    SELECT d.id, coalesce(a.above_id, (
        SELECT o.id FROM accounts_agency o WHERE o.code = '' AND o.region <> '' AND o.id <> a.id
            AND %(above)s::jsonb -> a.kind ? o.kind
            AND ({_DIGITS.format("o")} < {_DIGITS.format("a")} OR (a.code <> '' AND {_DIGITS.format("o")} = {_DIGITS.format("a")}))
            AND left(a.region, {_DIGITS.format("o")}) = left(o.region, {_DIGITS.format("o")})
        ORDER BY {_DIGITS.format("o")} DESC,
            EXISTS (SELECT FROM accounts_post p WHERE p.agency_id = o.id AND {_HELD.format("p")}) DESC, o.id
        LIMIT 1)) AS above_id
    FROM duties_duty d JOIN accounts_agency a ON a.id = d.{base}
        JOIN jsonb_to_recordset(%(wanted)s::jsonb) AS w(rule text, step int) ON w.rule = d.rule
    WHERE d.done_on IS NULL AND {when} AND d.due_on + w.step <= %(day)s
), raised AS (
    UPDATE duties_duty d SET {day} = %(day)s, raised_to_id = late.above_id
    FROM late JOIN accounts_agency o ON o.id = late.above_id
    WHERE d.id = late.id RETURNING d.id, d.region, d.org_code, o.name
)
{_EVENT.format(verb=verb, detail="jsonb_build_object('to', name)", rows="raised")}
"""


# One tier: the superior that is recorded, else the nearest office of its tree whose region holds it; then once more.
RAISE = _raise("agency_id", "raised_on", "d.raised_on IS NULL", "raised")
AGAIN = _raise("raised_to_id", "again_on", "d.raised_on < %(day)s AND d.again_on IS NULL", "again")
# What a piece of work asks for: agencies are named by their number or by the code of an institution.
ASK = f"""
WITH wanted AS (
    SELECT * FROM jsonb_to_recordset(%(wanted)s::jsonb) AS w(agency bigint, org_code text, seat bigint, subject text,
        page text, page_no bigint)
), owing AS (
    SELECT w.*, a.id, a.kind, a.region, a.code, {_DIGITS.format("a")} AS digits
    FROM wanted w JOIN accounts_agency a ON (a.id = w.agency OR (w.org_code <> '' AND a.code = w.org_code))
        AND a.kind = ANY (%(kinds)s) AND a.region <> ''
), made AS (
    INSERT INTO duties_duty (rule, period, agency_id, kind, role, region, org_code, digits, opens_on, due_on, done_by, evidence,
        seat, subject, page, page_no)
    SELECT %(rule)s, %(period)s, id, kind, %(roles)s::jsonb ->> kind, region, code, digits, %(day)s, %(due)s, '', '', seat,
        subject, page, page_no FROM owing
    ON CONFLICT (rule, period, kind, region, org_code, subject) DO NOTHING
    RETURNING id, region, org_code, seat
)
INSERT INTO duties_dutyevent (duty_id, region, org_code, at, day, by, post, verb, detail, request_id)
SELECT id, region, org_code, now(), %(day)s, %(by)s, %(post)s, 'opened', jsonb_strip_nulls(jsonb_build_object('to', (
    SELECT u.full_name FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
    WHERE p.seat = made.seat AND {_HELD.format("p")} LIMIT 1))), %(request)s FROM made
"""
# Done or gone as the system itself found: one sentence of evidence each.
SETTLE = """
WITH told AS (
    SELECT * FROM jsonb_to_recordset(%(told)s::jsonb) AS t(org_code text, subject text, evidence text, lo text, hi text)
), settled AS (
    UPDATE duties_duty d SET done_on = %(day)s, done_by = %(by)s, evidence = t.evidence
    FROM told t WHERE d.rule = %(rule)s AND d.period = %(period)s AND d.done_on IS NULL
        AND d.subject = t.subject AND (t.org_code = '*' OR d.org_code = t.org_code) AND d.region >= t.lo AND d.region < t.hi
    RETURNING d.id, d.region, d.org_code, d.evidence
)
INSERT INTO duties_dutyevent (duty_id, region, org_code, at, day, by, post, verb, detail, request_id)
SELECT id, region, org_code, now(), %(day)s, %(by)s, %(post)s, %(verb)s, jsonb_build_object('evidence', evidence), %(request)s
FROM settled
"""
