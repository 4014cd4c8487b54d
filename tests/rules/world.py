"""A small hand-made world: the input tables of the rules, each row written out in a test."""

from pathlib import Path

from qianxiao.engine.engines import Engine, Row, open_engine
from qianxiao.engine.rules import run_rules
from qianxiao.engine.run import Run, Says
from qianxiao.engine.sqltext import Scalar, literal

SCHOOL, COUNTY = "12990001999000013K", "621126"
COLUMNS = {
    "persons": "person_no t, name t, sex t, birth i, region t, county t",
    "clean_poor": "rec_id t, person_no t, hukou_type t, hh_attr t, monitor_type t, identified_on i, exit_status t,"
    " exit_year b, risk_cleared_on i, change_type t, change_date i",
    "clean_students": "rec_id t, org_code t, reg_kind t, enrol_month i, major_class t, stage t, years b,"
    " hukou_type t, low_income y, status t, status_date i",
    "clean_schools": "org_code t, org_type t, region t, ethnic_area y, tuition b",
    "clean_trainees": "rec_id t, class_no t, org_code t, region t, person_group t, occupation_code t, train_level t,"
    " train_type t, train_mode t, start i, end i, hours b, days b, attended_days b, result t, fee_charged b",
    "clean_certificates": "rec_id t, cert_kind t, occupation_code t, level t, issue_date i, issuer_code t",
    "clean_insurance": "rec_id t, pension_from i",
    "clean_payments": "rec_id t, item t, region t, term t, subject_no t, amount b, pay_date i, status t",
    "links": "register t, rec_id t, person_no t",
    "area_tags": "tag t, code t, valid_from i, valid_to i",
}
TYPES = {"t": "varchar(64)", "i": "int", "b": "bigint", "y": "boolean"}
DEFAULTS: dict[str, dict[str, Scalar]] = {
    "persons": {"region": f"{COUNTY}100200", "county": COUNTY},
    "clean_poor": {"hukou_type": "1", "hh_attr": "1", "identified_on": 20140101, "exit_status": "1"},
    "clean_students": {"org_code": SCHOOL, "reg_kind": "1", "enrol_month": 201909, "major_class": "4", "years": 3, "status": "1"},
    "clean_schools": {"org_code": SCHOOL, "org_type": "1", "region": "620102", "ethnic_area": 0, "tuition": 300000},
    "clean_trainees": {
        "region": COUNTY, "occupation_code": "4-03-02-01", "train_level": "5", "train_mode": "1", "start": 20200401,
        "end": 20200420, "hours": 80, "attended_days": 15, "result": "1",
    },
    "clean_certificates": {"cert_kind": "2", "occupation_code": "4-03-02-01", "level": "5", "issue_date": 20200425},
    "clean_payments": {"region": COUNTY, "status": "1", "pay_date": 20200510},
    "area_tags": {"tag": "52", "code": COUNTY, "valid_from": 20190101, "valid_to": 99991231},
}  # fmt: skip


class World:
    """Rows per table; `person`, `student`, `trainee` … add a linked record in one call."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Scalar]]] = {name: [] for name in COLUMNS}
        self.add("clean_schools")
        self.add("area_tags")

    def add(self, table: str, **values: Scalar) -> None:
        self.tables[table].append({**DEFAULTS.get(table, {}), **values})

    def person(
        self, person_no: Scalar = "p1", sex: Scalar = "1", birth: Scalar = 19850101, **poor: Scalar
    ) -> None:
        """A registered person; the rest are columns of the register."""
        self.add("persons", person_no=person_no, sex=sex, birth=birth)
        self.add("clean_poor", rec_id=person_no, person_no=person_no, **poor)

    def record(self, register: str, rec_id: str, person_no: Scalar = "p1", **values: Scalar) -> None:
        """A row of a clean register and its link."""
        self.add(f"clean_{register}", rec_id=rec_id, **values)
        self.add("links", register=register, rec_id=rec_id, person_no=person_no)

    def pay(
        self, rec_id: str, item: str, subject: str, amount: int, person_no: str = "p1", **values: Scalar
    ) -> None:
        self.record("payments", rec_id, person_no, item=item, subject_no=subject, amount=amount, **values)


def select_of(table: str, rows: list[dict[str, Scalar]]) -> str:
    """The rows as one SELECT over VALUES, typed; an empty table keeps its columns."""
    columns = [part.strip().split(" ") for part in COLUMNS[table].split(",")]
    names = [name for name, _ in columns]
    lines = [", ".join(literal(row.get(name)) for name in names) for row in rows]
    values = ", ".join(f"({line})" for line in lines) or "(" + ", ".join("null" for _ in names) + ")"
    # `end` is a column of the contract and a word of SQL: positional names inside, `as` outside.
    typed = ", ".join(f"cast(v.c{i} as {TYPES[kind]}) as {name}" for i, (name, kind) in enumerate(columns))
    inner = ", ".join(f"c{i}" for i in range(len(columns)))
    return f"select {typed} from (values {values}) as v({inner})" + ("" if rows else " where false")


def close(
    world: World,
    folder: Path,
    policies: Path | None = None,
    engine: str = "duckdb",
    period: int = 202005,
    says: Says = lambda line: None,
    before: Path | None = None,
) -> Engine:
    """Run the rules over a world, on top of the month in folder `before`; the engine returned answers queries."""
    opened = open_engine(engine, folder / "scratch")
    params: dict[str, Scalar] = {
        "period": period,
        "period_start": period * 100 + 1,
        "period_end": period * 100 + 31,
    }
    run = Run(opened, period, folder / "tables", folder / "index", params, says=says)
    for name, rows in world.tables.items():
        target = folder / "in" / f"{name}.parquet"
        opened.build(name, select_of(name, rows), target, {})
        run.given(name, target)
    if before:
        run.stand_on(before / "tables", 202005, 20200531)
    run_rules(run, policies)
    return opened


def due(engine: Engine, item: str, columns: str = "verdict, amount, stop") -> list[Row]:
    """Due lines of an item in order of record and day."""
    return engine.rows(
        f"select {columns} from due where item = {literal(item)} order by rec_id, decisive_date"
    )
