"""A small month as the close writes it: two counties, every state, every list; invented people, ID numbers from 99."""

import hashlib
import json
from pathlib import Path

import duckdb

COUNTY, TOWN, VILLAGE = "621126", "621126100", "621126100001"
OTHER, OTHER_VILLAGE = "621223", "621223100001"
SCHOOL = "126200004380001239"  # eighteen digits, so that no mask may take it for a person
FULL_ID = "990001200105170017"
PEOPLE, FAR = 120, 8  # people in the county, people in the other one

TABLES: dict[str, str] = {
    "persons": f"""
        SELECT printf('P%05d', i) AS person_no, printf('H%04d', i // 3) AS hh_no,
            CASE i WHEN 0 THEN '杨秀梅' ELSE concat(substr('马王张李杨石龙', 1 + i % 7, 1), substr('秀建德桂晓玉文', 1 + i % 5, 1),
                substr('梅军全芳燕兰花', 1 + i % 7, 1)) END AS name,
            CASE i WHEN 0 THEN '{FULL_ID}' ELSE printf('99000119%02d0517%03d0', 60 + i % 40, i) END AS id_no,
            id_no AS id18, 'valid' AS id_class, CAST(1 + i % 2 AS VARCHAR) AS sex, 19600517 + (i % 40) * 10000 AS birth,
            CASE WHEN i >= {PEOPLE} THEN '{OTHER_VILLAGE}' WHEN i % 4 = 3 THEN '621126101201'
                ELSE concat('{TOWN}', printf('%03d', 1 + i % 4)) END AS region,
            left(region, 6) AS county, left(region, 9) AS township, printf('1390000%04d', i) AS phone, '01' AS relation,
            '01' AS ethnic
        FROM range({PEOPLE + FAR}) AS t(i)""",
    "states": """
        SELECT p.person_no, d.duty, s.state, s.step, s.clause, 20200401 AS since, 'intentions' AS register,
            concat('C', p.person_no) AS rec_id, p.region
        FROM persons p CROSS JOIN (VALUES ('study'), ('train')) AS d(duty)
        JOIN (VALUES (0, 'study', 'in_progress', 'willing_waiting', 'S19-2'), (0, 'train', 'in_progress', 'not_surveyed', 'S19-3'),
            (1, 'study', 'served', 'enrolled_free', 'S19-2'), (1, 'train', 'served', 'trained_free', 'S19-2'),
            (2, 'study', 'not_of_age', 'too_old', 'S19-1'), (2, 'train', 'in_progress', 'undecided', 'S19-3'),
            (3, 'study', 'unwilling', 'unwilling', 'S19-2'), (3, 'train', 'unreachable', 'unreachable', 'S19-3'),
            (4, 'study', 'refused', 'in_other_school', 'S19-1'), (4, 'train', 'refused', 'student', 'S19-1'))
            AS s(k, duty, state, step, clause)
            ON s.duty = d.duty AND s.k = CAST(substr(p.person_no, 2) AS INTEGER) % 5""",
    "person_state": """
        SELECT s.person_no, s.state, s.duty, s.step, s.clause, s.region, left(s.region, 6) AS county FROM states s
        QUALIFY row_number() OVER (PARTITION BY person_no ORDER BY CASE state WHEN 'in_progress' THEN 1 WHEN 'served' THEN 2
            WHEN 'unreachable' THEN 3 WHEN 'unwilling' THEN 4 WHEN 'refused' THEN 5 ELSE 6 END, duty) = 1""",
    "gaps": """
        SELECT s.duty AS kind, s.person_no, NULL::VARCHAR AS item, NULL::VARCHAR AS term, s.register, s.rec_id,
            NULL::BIGINT AS amount, s.step, s.clause, s.region, left(s.region, 6) AS county
        FROM states s WHERE s.step IN ('willing_waiting', 'not_surveyed', 'undecided')
        UNION ALL SELECT 'aid', e.person_no, e.item, e.term, e.register, e.rec_id, e.gap, e.status, e.clause, p.region, p.county
        FROM entitlements e JOIN persons p USING (person_no) WHERE e.gap > 0""",
    "due": """
        SELECT 'rain_dew' AS item, person_no, 'students' AS register, concat('X', person_no) AS rec_id, '2020S' AS term,
            202003 AS month, 20200301 AS decisive_date, 150000 AS amount, 'due' AS verdict, 'rain_dew' AS rule_id,
            '1' AS rule_version, 127 AS met, 0 AS unmet, 0 AS missing, NULL AS stop, '2' AS payee_kind, '2' AS fund, county
        FROM persons WHERE CAST(substr(person_no, 2) AS INTEGER) % 5 = 1
        UNION ALL SELECT 'rain_dew', person_no, 'students', concat('X', person_no), '2019A', 201909, 20190901, 0, 'not_due',
            'rain_dew', '1', 125, 2, 0, NULL, '2', '2', county FROM persons WHERE CAST(substr(person_no, 2) AS INTEGER) % 5 <= 1""",
    "entitlements": """
        SELECT item, person_no, register, rec_id, term, month, county, NULL AS village, amount,
            CASE WHEN verdict = 'due' AND CAST(substr(person_no, 2) AS INTEGER) % 2 = 0 THEN 150000 ELSE 0 END AS paid,
            greatest(amount - paid, 0) AS gap, 0 AS over, CASE WHEN verdict = 'not_due' THEN 'not_due' WHEN gap = 0 THEN 'paid'
            ELSE 'missing' END AS status, rule_id, rule_version, 'S19-12' AS clause FROM due""",
    "mentions": """
        SELECT 'students' AS register, concat('X', person_no) AS rec_id, name, id_no, id18, id_class, sex, birth, region, phone,
            NULL AS claimed_person_no FROM persons
        UNION ALL SELECT 'trainees', 'T990001199001010019', '杨秀每', '990001200105170018', '990001200105170018', 'valid', '2', 20010517,
            NULL, '13900000000', NULL""",
    "links": """
        SELECT register, rec_id, substr(rec_id, 2) AS person_no, 'exact' AS link_class, 3127 AS bits, 1 AS ev_id, 1 AS ev_name,
            1 AS ev_birth, 1 AS ev_sex, 1 AS ev_region, 1 AS ev_phone, 0 AS ev_group FROM mentions WHERE register = 'students'""",
    "doubts": """
        SELECT 'trainees' AS register, 'T990001199001010019' AS rec_id, p AS person_no, r AS rank, 'doubtful' AS doubt_class,
            540 - r AS bits, 4 AS ev_id, 5 AS ev_name, 1 AS ev_birth, 1 AS ev_sex, 0 AS ev_region, 1 AS ev_phone, 0 AS ev_group
        FROM (VALUES ('P00000', 1), ('P00001', 2), ('P00125', 3)) AS v(p, r)""",
    "irregularities": f"""
        SELECT 8 AS pattern, 'B' AS action, 'P00002' AS person_key, 'payments' AS register, 'Z1' AS rec_id, 'poor' AS other_register,
            'P00002' AS other_rec_id, '{COUNTY}' AS county, 20200301 AS since, 'died=20190105' AS detail
        UNION ALL SELECT 5, 'H', 'id:{FULL_ID}', 'students', '{FULL_ID}|A', 'students', 'S2', '{COUNTY}', 20200301, '{FULL_ID}'
        UNION ALL SELECT 5, 'H', 'P00125', 'students', 'S8', 'students', 'S9', '{OTHER}', 20200301, NULL""",
    "feedback": f"""
        SELECT '{SCHOOL}' AS org_code, 'students' AS register, concat('X', person_no) AS rec_id, person_no, name,
            'exact' AS link_class, 'new' AS change, 1 AS items_due, CAST(substr(person_no, 2) AS INTEGER) % 2 AS items_missing,
            CASE WHEN items_missing > 0 THEN 'rain_dew:2020S' END AS missing, items_missing * 150000 AS amount_missing,
            CASE WHEN items_missing > 0 THEN 'open_aid' ELSE 'none' END AS action
        FROM persons WHERE CAST(substr(person_no, 2) AS INTEGER) % 5 = 1
        UNION ALL SELECT '916200000000000017', 'trainees', 'T990001199001010019', NULL, '杨秀每', 'doubtful', 'open', 0, 0, NULL, 0,
            'confirm_identity'""",
    "faults": f"""
        SELECT 'poor' AS register, '贫困人口.xlsx' AS src, '1' AS sheet, n AS src_row, col, '{FULL_ID}' AS value, fault, level
        FROM (VALUES (7, 'id_no', 'id_check', 'warning'), (9, 'name', 'missing', 'error'), (9, 'birth', 'date_bad', 'error'),
            (11, 'id_no', 'missing', 'error'), (12, 'person_no', 'duplicate_same', 'warning'),
            (13, 'person_no', 'duplicate_key', 'error')) AS v(n, col, fault, level)""",
    "clean_schools": f"SELECT '{SCHOOL}' AS org_code, '岷州技工学校' AS name, '1' AS org_type, '3' AS school_level,"
    f" '{COUNTY}' AS region, 20120101 AS licence_from, 20231231 AS licence_to, false AS ethnic_area, 180000 AS tuition,"
    " 'schools.xlsx' AS src",
    "coverage": """
        WITH lines AS (SELECT person_no, duty, state, step FROM states UNION ALL SELECT person_no, 'all', state, step FROM person_state)
        SELECT CASE level WHEN 0 THEN 'CN' WHEN 1 THEN concat(left(region, 2), '0000') WHEN 2 THEN concat(left(region, 4), '00')
                WHEN 3 THEN left(region, 6) WHEN 4 THEN left(region, 9) ELSE region END AS region,
            level, duty, state, step, count(*) AS people
        FROM lines JOIN persons USING (person_no) CROSS JOIN range(6) AS v(level) GROUP BY ALL""",
}
FILES = {
    "returns/reconciliation.pdf": b"%PDF-1.7 figures",
    f"lists/{COUNTY}.xlsx": b"names",
    f"lists/{OTHER}.xlsx": b"other names",
    f"feedback/{SCHOOL}.xlsx": b"feedback",
    "faults/poor.xlsx": b"faults",
}
_ORDER = ("persons", "states", "person_state", "due", "entitlements", "gaps", "mentions", "links", "doubts")


def write_month(out: Path, period: int = 202005, change: str = "") -> Path:
    """Write OUT/<period>; `change` makes another manifest. Returns OUT."""
    home = out / f"{period // 100}-{period % 100:02d}"
    tables = home / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    counts = {}
    with duckdb.connect() as con:
        for name in (*_ORDER, *(table for table in TABLES if table not in _ORDER)):
            con.execute(f"CREATE TABLE {name} AS {TABLES[name]}")
            con.execute(f"COPY {name} TO '{tables / name}.parquet'")
            counts[name] = con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
    for name, data in FILES.items():
        path = home / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    manifest = {
        "period": period,
        "engine": "duckdb",
        "inputs": [
            {
                "name": "贫困人口.xlsx",
                "register": "poor",
                "sheet": "1",
                "rows": counts["persons"],
                "sha256": "0" * 64,
            }
        ],
        "problems": [],
        "rules": {"rain_dew": {"file": "rain_dew.yaml", "versions": [1], "sha256": "1" * 64}},
        "counts": counts,
        "change": change,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()},
    }
    (home / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return out
