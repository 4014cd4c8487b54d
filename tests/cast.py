"""Small worlds for tests of the close: clean tables, links, due lines by hand, every column by the layouts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml

from qianxiao.base.paths import ROOT
from qianxiao.engine.close.tables import make_parameters, run_close
from qianxiao.engine.engines import Engine, open_engine
from qianxiao.engine.run import Run

LAYOUTS = ROOT / "qianxiao" / "engine" / "io" / "layouts"
SQL_TYPES = {"date": "INTEGER", "month": "INTEGER", "int": "BIGINT", "yuan": "BIGINT", "yesno": "BOOLEAN"}
COUNTY, TOWNSHIP, VILLAGE = "621126", "621126101", "621126101200"
PERIOD = 202005
EVIDENCE = {f"ev_{name}": "INTEGER" for name in ("id", "name", "birth", "sex", "region", "phone")}
LINK = {
    "register": "VARCHAR",
    "rec_id": "VARCHAR",
    "person_no": "VARCHAR",
    "link_class": "VARCHAR",
    "bits": "INTEGER",
    **EVIDENCE,
}
OTHER = {
    "persons": "person_no hh_no name id_no id18 id_class sex birth:INTEGER region county township phone relation"
    " ethnic",
    "mentions": "register rec_id name id_no id18 id_class sex birth:INTEGER region phone claimed_person_no",
    "person_keys": "register rec_id person_key",
    "due": "item person_no register rec_id term month:INTEGER decisive_date:INTEGER amount:BIGINT verdict"
    " rule_id rule_version met:BIGINT unmet:BIGINT missing:BIGINT stop payee_kind fund county",
    "entitlements": "item person_no register rec_id term month:INTEGER county region amount:BIGINT"
    " paid:BIGINT gap:BIGINT over:BIGINT status rule_id rule_version clause",
    "terms": "term starts:INTEGER ends:INTEGER closes:INTEGER ordinal:INTEGER per_year:INTEGER",
    "rule_values": "item name region from_date:INTEGER to_date:INTEGER value:BIGINT",
    "regions": "code name name_en level:INTEGER parent valid_from:INTEGER valid_to:INTEGER successor",
    "area_tags": "tag code valid_from:INTEGER valid_to:INTEGER",
}


def _columns(text: str) -> dict[str, str]:
    parts = (word.partition(":") for word in text.split())
    return {name: kind or "VARCHAR" for name, _, kind in parts}


def _clean_columns(register: str) -> dict[str, str]:
    layout = yaml.safe_load((LAYOUTS / f"{register}.yaml").read_text(encoding="utf-8"))
    columns = {c["name"]: SQL_TYPES.get(c["type"], "VARCHAR") for c in layout["columns"]}
    return columns | {"id18": "VARCHAR", "id_class": "VARCHAR", "rec_id": "VARCHAR", "src": "VARCHAR"}


REGISTERS = [path.stem for path in sorted(LAYOUTS.glob("*.yaml"))]
SCHEMAS: dict[str, dict[str, str]] = (
    {f"clean_{register}": _clean_columns(register) for register in REGISTERS}
    | {name: _columns(text) for name, text in OTHER.items()}
    | {"links": LINK, "previous_links": LINK}
    | {"doubts": {**_columns("register rec_id person_no rank:INTEGER doubt_class bits:INTEGER"), **EVIDENCE}}
)
KEYS = {
    "students": "student_reg_no",
    "trainees": "trainee_no",
    "certificates": "cert_no",
    "employment": "employ_no",
    "insurance": "insurance_no",
    "payments": "pay_no",
    "intentions": "contact_no",
}


class World:
    """Rows by table; `write` makes Parquet of them. People are invented, numbers begin with 99."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
        self.names: dict[str, str] = {}
        self.row("regions", code="620000", name="甘肃省", level=1, parent="", valid_from=0, valid_to=99991231)
        self.row(
            "regions", code="621100", name="定西市", level=2, parent="620000", valid_from=0, valid_to=99991231
        )
        self.row(
            "regions", code=COUNTY, name="岷县", level=3, parent="621100", valid_from=0, valid_to=99991231
        )
        for year in (2019, 2020):
            self.row("terms", term=f"{year}S", starts=year * 10000 + 301, ends=year * 10000 + 831)
            self.row("terms", term=f"{year}A", starts=year * 10000 + 901, ends=year * 10000 + 1231)
        for item, name in (("training_subsidy", "max_per_year"), ("appraisal_subsidy", "lifetime_limit")):
            self.row("rule_values", item=item, name=name, from_date=20180101, to_date=99991231, value=3)
        for code, kind, level in (("S1", "1", "3"), ("S2", "3", "1"), ("C1", "4", None)):
            self.row(
                "clean_schools", org_code=code, rec_id=code, org_type=kind, school_level=level, region=COUNTY
            )

    def row(self, table: str, **values: Any) -> None:
        """Add a row; a column the table does not have raises KeyError."""
        unknown = set(values) - set(SCHEMAS[table])
        if unknown:
            raise KeyError(f"{table}: {sorted(unknown)}")
        self.tables[table].append(values)

    def person(self, no: str, name: str, birth: int | None, **poor: Any) -> str:
        """A registered person (clean_poor and persons). Returns the person number."""
        facts: dict[str, Any] = {
            "sex": "2",
            "hh_no": "H" + no,
            "region": VILLAGE,
            "edu": "3",
            "in_school": "00",
        }
        facts |= {"labour": "1", "identified_on": 20140101, "exit_status": "1"} | poor
        self.names[no] = name
        self.row("clean_poor", person_no=no, rec_id=no, name=name, **facts)
        region = str(facts["region"])
        home = {"region": region, "county": region[:6], "township": region[:9]}
        known = {"hh_no": facts["hh_no"], "sex": facts["sex"], "birth": birth, "id_class": "valid"}
        self.row("persons", person_no=no, name=name, **known, **home)
        return no

    def record(self, register: str, rec_id: str, who: str | None, **values: Any) -> str:
        """A row linked to `who` (a person number), known by an outside key (`id:…`), or nobody's."""
        name = values.pop("name", self.names.get(who or "", "无名"))
        extra = {"region": COUNTY} if register == "trainees" else {}
        self.row(
            f"clean_{register}",
            **{KEYS[register]: rec_id, "rec_id": rec_id, "name": name},
            **(extra | values),
        )
        self.row("mentions", register=register, rec_id=rec_id, name=name, id_class="valid")
        self.row(
            "person_keys", register=register, rec_id=rec_id, person_key=who or f"rec:{register}|{rec_id}"
        )
        if who in self.names:
            self.row("links", register=register, rec_id=rec_id, person_no=who, link_class="exact", bits=3000)
        return rec_id

    def write(self, folder: Path) -> dict[str, Path]:
        """One Parquet file per table."""
        folder.mkdir(parents=True, exist_ok=True)
        con = duckdb.connect()
        for table, columns in SCHEMAS.items():
            con.execute(f"CREATE TABLE {table} (" + ", ".join(f'"{n}" {t}' for n, t in columns.items()) + ")")
            rows = [[row.get(name) for name in columns] for row in self.tables[table]]
            if rows:
                con.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)
            con.execute(f"COPY {table} TO '{folder / table}.parquet' (FORMAT parquet)")
        con.close()
        return {table: folder / f"{table}.parquet" for table in SCHEMAS}


def close_world(
    world: World, folder: Path, period: int = PERIOD, engine: str = "duckdb", policies: Path | None = None
) -> tuple[Engine, Run]:
    """Run the steps after the rules over a world. The caller closes the engine."""
    opened = open_engine(engine, folder / "scratch")
    month_ends = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
    params = {
        "period": period,
        "period_start": period * 100 + 1,
        "period_end": period * 100 + month_ends[period % 100],
    }
    run = Run(
        opened,
        period,
        folder / engine / "tables",
        folder / engine / "index",
        dict(params),
        says=lambda line: None,
    )
    for table, path in world.write(folder / "in").items():
        run.given(table, path)
    options: Mapping[str, Any] = {"policies": policies} if policies else {}
    make_parameters(run, **options)
    run_close(run, **options)
    return opened, run


def rows_of(engine: Engine, sql: str) -> list[dict[str, Any]]:
    """Rows as dictionaries: `SELECT … FROM table` by its column names."""
    table = sql.split(" FROM ")[1].split()[0]
    columns = engine.columns(table)
    return [dict(zip(columns, row, strict=True)) for row in engine.rows(sql)]
