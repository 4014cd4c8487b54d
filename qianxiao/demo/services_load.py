"""`qianxiao load-services`: the tables of `qianxiao demo services` into a database; a second time nothing changes."""

import argparse
import getpass
import importlib
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from qianxiao.demo.settings import SQL
from qianxiao.demo.settings import load as load_data
from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.sqltext import literal

LOAD = SQL / "services" / "load"
_INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)\s*SELECT ")
AT_ONCE = 20_000
BLOCK = 1 << 20
# table of a file → its columns with PostgreSQL's types, in the order in which they are copied
TABLES = {
    "institutions": "org_code text, name text, org_type text, region text, licence_from int, licence_to int, scale int",
    "licensed": "org_code text, what text, occupation text, level text, valid_from int, valid_to int",
    "rooms": "org_code text, region text, name text, kind text, seats int",
    "teachers": "id uuid, org_code text, region text, name text, certificate text, ends int",
    "classes": "class_no text, org_code text, org_name text, region text, occupation text, level text, train_type text, cert_kind text,"
    " starts int, ends int, seats int, hours int",
    "sessions": "class_no text, day int, lo int, hi int, hours int, kind text, room text, teacher uuid",
    "trainees": "trainee_no text, class_no text, person text, joined int, result text",
    "rolls": "key uuid, class_no text, day int, lo int, captured timestamp, arrived timestamp, late bool, edited bool, reason text, photo text, by text",
    "marks": "class_no text, day int, lo int, trainee_no text, state text",
    "terms": "reg_no text, term text, day int",
    "months": "reg_no text, month int, absent int",
    "exams": "exam_no text, org_code text, region text, occupation text, day int, lo int, hi int",
    "candidates": "exam_no text, person text, class_no text, theory int, practice int, result text",
    "certificates": "cert_no text, exam_no text, person text, class_no text, occupation text, issued int, exam_day int, org_code text, region text",
    "papers": "trainee_no text, cert_no text",
    "courses": "id uuid, org_code text, region text",
    "learnings": "number text, person text, course uuid, org_code text, began timestamp, finished timestamp, seconds int, refused int",
    "beats": "number text, lesson int, key uuid, page uuid, began timestamp, verdict text",
    "mclasses": "class_no text, org_code text, region text, occupation text, starts int, ends int",
    "mtrainees": "trainee_no text, class_no text, person text, grp text",
    "morgs": "org_code text, region text, tail text",
    "mhouses": "hh_no text, number text, region text, identified_on int",
    "mwaits": "number text, served bool",
    "mtwice": "one text, two text, state text",
    "masked": "class_no text",
    "mhired": "trainee_no text, employer text, starts int",
    "outside": "kind text, number text, starts int, ends int, org_code text",
    "mclaims": "claim_no text, region text, item text, kind text, org_code text, state text, made int, first_by text, second_by text,"
    " first_at timestamp, second_at timestamp, lines int, total bigint",
    "mlines": "claim_no text, number int, reference text, person text, item text, register text, rec_id text, instalment text, county text,"
    " org_code text, amount bigint, due bigint, payee_kind text, paid text, decisive int, settled int, first_by text, second_by text,"
    " to_org bool, account text, returned int",
    "maccounts": "org_code text, region text, account text, confirmed_by text",
    "mholds": "reference text, region text, by text, at timestamp, lifted bool",
    "mcalls": "reference text, region text, about text, org_code text, person text, item text, amount bigint, answer text",
}
# groups of tables, each one transaction: SQL file → the tables it reads
GROUPS = {
    "1_ground": ("institutions", "licensed", "rooms", "teachers"),
    "3_students": ("terms", "months"),
    "2_classes": ("classes", "sessions", "trainees", "rolls", "marks"),
    "4_exams": ("exams", "candidates", "certificates", "papers"),
    "5_courses": ("courses", "learnings", "beats"),
}
MONEY = {
    "6_payees": (
        "morgs",
        "mclasses",
        "mtrainees",
        "mhouses",
        "mwaits",
        "mtwice",
        "masked",
        "mhired",
        "outside",
    ),
    "7_claims": ("mclaims", "mlines", "maccounts", "mholds", "mcalls"),
}
REASONS = {
    "room_twice": "同一教室同一时间已有另一班 / the room is held at these hours by",
    "teacher_twice": "教师同一时间已有另一班 / the teacher is held at these hours by",
    "exam_twice": "考场或考评员同一时间已有考试 / the room or an examiner is held by",
    "before_exam": "发证早于考试 / the paper is dated before its exam",
    "unknown": "未收 / not taken",
}
COUNTED = (
    "schools_institution", "schools_room", "schools_teacher", "training_trainingclass", "training_session", "training_trainee",
    "training_entry", "training_attendance", "studies_student", "studies_termentry", "studies_conflict",
    "evaluation_exam", "evaluation_candidate", "evaluation_certificate", "monitoring_record",
    "courses_course", "courses_learner", "courses_learning", "courses_beat",
    "integrity_outside", "claims_claim", "claims_claimline", "payments_payment", "integrity_callback",
)  # fmt: skip


class Refused(NamedTuple):
    """What a file held and the database did not take: its number, the reason, the number of the other record."""

    number: str
    reason: str
    other: str


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "load-services", help="load a demo's operating systems / 装载演示的业务系统数据"
    )
    parser.add_argument(
        "--in", dest="folder", type=Path, required=True, help="folder of `qianxiao demo services`"
    )


def run(args: argparse.Namespace) -> int:
    """Load the folder; 0 when done, 1 where it is no such folder."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    if not (args.folder / "people.parquet").is_file():
        print(f"{args.folder}：没有业务系统数据。/ holds no operating systems.", file=sys.stderr)
        return 1
    if there(args.folder):
        print("业务系统已装载 / services are there already")
        return 0
    start = time.monotonic()
    made, refused = load(args.folder, getpass.getuser())
    for name, rows in made.items():
        print(f"{name}\t{rows}")
    for one in refused:
        print(f"未收 / refused: {one.number} {REASONS[one.reason]} {one.other}")
    print(f"业务系统装载 / services loaded: {time.monotonic() - start:.1f} s")
    return 0


def there(folder: Path) -> bool:
    """Whether the last table of the folder is in the database whole: the others came before it."""
    import duckdb
    from django.db import connection

    from qianxiao.office.accounts.scope import in_scope, whole_scope

    path = str(folder / "learnings.parquet")
    rows = duckdb.execute("SELECT number FROM read_parquet(?)", [path]).fetchall()
    asked = "SELECT count(*) FROM courses_learning WHERE number = ANY(%s)"
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(asked, [[number for (number,) in rows]])
        return bool(cursor.fetchone()[0] == len(rows))


def load(folder: Path, by: str) -> tuple[dict[str, int], list[Refused]]:
    """Put the tables in: people in sets, then each group in its transaction; returns new rows per table and what was refused."""
    from django.db import connection

    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.audit.actions import because
    from qianxiao.services.courses.actions_keep import our_platform
    from qianxiao.services.training.actions_load import open_months

    open_months(20190101)
    our_platform()
    refused: list[Refused] = []
    with tempfile.TemporaryDirectory() as place, DuckEngine(Path(place)) as engine:
        with in_scope(whole_scope()), because("demo services", by), connection.cursor() as cursor:
            before = _counts(cursor)
            _people(cursor, engine, folder)
        for group, tables in (GROUPS | _money(folder)).items():
            if group == "3_students":  # the institutions are there
                _students(engine, folder, by)
            with in_scope(whole_scope()), because("demo services", by), connection.cursor() as cursor:
                for table in tables:
                    _stage(cursor, engine, folder, table, Path(place))
                cursor.execute(_whole((LOAD / f"{group}.sql").read_text(encoding="utf-8")))
                if (asked := LOAD / f"refused_{group}.sql").exists():
                    cursor.execute(asked.read_text(encoding="utf-8"))
                    refused += [Refused(*row) for row in cursor.fetchall()]
                cursor.execute(f"DROP TABLE {', '.join(f's_{table}' for table in tables)}")
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE who; ANALYZE {', '.join(COUNTED)}")
        return {name: n - before[name] for name, n in _counts(cursor).items() if n != before[name]}, refused


def _money(folder: Path) -> dict[str, tuple[str, ...]]:
    """Groups of claims and payments, where the folder has them and the database has none: no book stands behind these."""
    from qianxiao.money.payments.models import Payment
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    if not (folder / "mlines.parquet").is_file():
        return {}
    with in_scope(whole_scope()) as scope:
        return {} if Payment.objects.within(scope).exists() else MONEY


def _counts(cursor: Any) -> dict[str, int]:
    found = {}
    for name in COUNTED:
        cursor.execute(f"SELECT count(*) FROM {name}")
        found[name] = int(cursor.fetchone()[0])
    return found


def _whole(text: str) -> str:
    """Statements with the columns they do not name, at the defaults of the models: a new field needs no new file here."""
    from django.apps import apps
    from django.db import connection
    from django.db.models import NOT_PROVIDED
    from psycopg.sql import Literal

    models = {model._meta.db_table: model for model in apps.get_models()}
    connection.ensure_connection()

    def filled(found: re.Match[str]) -> str:
        table, named = found.group(1), {name.strip() for name in found.group(2).split(",")}
        more = [
            one
            for one in models[table]._meta.concrete_fields
            if not (one.null or one.primary_key or one.column in named) and one.db_default is NOT_PROVIDED
        ]
        values = [Literal(one.get_db_prep_save(one.get_default(), connection)) for one in more]
        columns = "".join(f"{one.column}, " for one in more)
        told = "".join(f"{value.as_string(connection.connection)}, " for value in values)
        return f"INSERT INTO {table} ({columns}{found.group(2)}) SELECT {told}"

    return _INSERT.sub(filled, text)


def _people(cursor: Any, engine: DuckEngine, folder: Path) -> None:
    """Table `who` (number, person_id) of this connection: everybody found by number and name, or written down."""
    from qianxiao.registers.people.intake_known import find_or_add

    files = [folder / "people.parquet", *(one for one in [folder / "payees.parquet"] if one.is_file())]
    named = ", ".join(literal(str(one)) for one in files)
    engine.view("people", f"SELECT * FROM read_parquet([{named}], union_by_name => true)")
    find_or_add(lambda: _arrivals(engine))
    cursor.execute(
        "CREATE TEMP TABLE who AS SELECT number, person_id FROM people_found; DROP TABLE people_found"
    )
    cursor.execute("CREATE INDEX ON who (number); ANALYZE who")


def _students(engine: DuckEngine, folder: Path, by: str) -> None:
    """Students through the door of a register of schools: conflicts of two schools are asked as ever."""
    from qianxiao.services.studies.actions_load import take_in

    path = folder / "students.parquet"
    if not path.is_file():
        return
    engine.view("students", f"SELECT * FROM read_parquet({literal(str(path))})")
    columns = [str(row[0]) for row in engine.con.execute("DESCRIBE students").fetchall()]
    asked = "SELECT * FROM students ORDER BY student_reg_no"
    take_in(
        lambda: ([dict(zip(columns, row, strict=True)) for row in batch] for batch in _batches(engine, asked)),
        int(load_data("services")["register_month"]), by,
    )  # fmt: skip


def _batches(engine: DuckEngine, sql: str) -> Iterator[list[tuple[Any, ...]]]:
    cursor = engine.con.cursor().execute(sql)
    while rows := cursor.fetchmany(AT_ONCE):
        yield rows


def _arrivals(engine: DuckEngine) -> Iterator[list[Any]]:
    from qianxiao.registers.people.intake import Arrival

    asked = "SELECT number, name, sex, birth, region, id_no, phone, coalesce(account, '') FROM people ORDER BY number"
    for batch in _batches(engine, asked):
        yield [
            Arrival(
                no,
                name,
                sex,
                birth,
                region,
                "valid15" if len(id_no) == 15 else "valid",
                id_no,
                phone,
                account,
            )
            for no, name, sex, birth, region, id_no, phone, account in batch
        ]


def _stage(cursor: Any, engine: DuckEngine, folder: Path, table: str, place: Path) -> None:
    """One file into a temporary table s_<table>, by COPY. A file that is not there is an empty table."""
    cursor.execute(f"CREATE TEMP TABLE s_{table} ({TABLES[table]}) ON COMMIT DROP")
    source, target = folder / f"{table}.parquet", place / f"{table}.csv"
    if not source.is_file():
        return
    names = ", ".join(f'"{part.split()[0]}"' for part in TABLES[table].split(","))
    engine.con.execute(
        f"COPY (SELECT {names} FROM read_parquet({literal(str(source))})) TO {literal(str(target))} (FORMAT csv, HEADER false)"
    )
    with cursor.copy(f"COPY s_{table} FROM STDIN (FORMAT csv)") as copy, target.open("rb") as stream:
        while block := stream.read(BLOCK):
            copy.write(block)
    target.unlink()
    cursor.execute(f"ANALYZE s_{table}")
