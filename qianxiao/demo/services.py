"""What a demo's operating systems hold: institutions, classes, roll calls, with planted irregularities and look-alikes.

The tables are Parquet files in the shapes of the database, `truth_services.parquet` says what was planted. The same seed and
the same people give the same bytes.
"""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from qianxiao.demo import world
from qianxiao.demo.settings import SIZES, SQL, load
from qianxiao.engine.sqltext import Scalar, literal, render

EPOCH = date(2000, 1, 1)
TRUTH = "truth_services"
EXAMINED = 550  # people of a round of cases who come to exams by themselves
Steps = Sequence[str]
STEPS: Steps = (
    "10_ground",
    "15_people",
    "20_training",
    "30_things",
    "50_exams",
    "90_training_out",
    "40_students",
    "95_exams_out",
    "60_courses",
)
MONEY: Steps = (
    "70_payees",
    "71_claims",
)  # claims and payments that no book stands behind: only for worlds to look through


def share(people: int) -> dict[str, int]:
    """How many of each there are for so many registered people: their share of a province, never less than a few."""
    told = load("services")
    per = told["sizes"]["per"]
    return {
        name: max(round(value * people / per), told["least"].get(name, 1))
        for name, value in told["sizes"].items()
        if name != "per"
    }


def _params(people: int, seed: int, region: str, cases: int = 0) -> dict[str, Scalar]:
    """Parameters of the SQL. cases: of each kind at least so many."""
    told, sizes = load("services"), share(people)
    sizes["cases"] = max(sizes["cases"], cases)
    classes = sizes["classes"]
    return {
        **{name: int(value) for name, value in sizes.items()},
        "seed": f"services {seed}", "region": region, "days": told["days"], "block_days": told["block_days"],
        "kept": told["kept_blocks"], "blocks": min(told["kept_blocks"], max(1, classes // sizes["orgs"] // 2)),
        "until_day": (date.fromisoformat(told["until"]) - EPOCH).days, "trades": len(told["trades"]), "unfiled": told["unfiled"], "lapsed": told["lapsed"], "renewed": told["renewed"],
        "surnames": told["surnames"], "given": told["given"], "absent": told["absent_percent"],
        # a tenth of those who train do so twice, where a world is large enough for years between
        "adults": classes * (25 if people >= SIZES["county"] else 32) + sizes["cases"] * (40 * len(told["scenarios"]) * 2 + EXAMINED),
        "examined": sizes["cases"] * EXAMINED,
        "pupils": sizes["students"] + sizes["cases"] * len(told["students"]), "poor": told["poor_percent"],
        "term": told["term"]["name"], "term_day": told["term"]["day"], "before": told["before"]["name"], "before_day": told["before"]["day"],
    }  # fmt: skip


def _cases(con: world.Connection, told: dict[str, Any]) -> None:
    """The tables of cases: of classes, students, exams and courses."""
    rows: list[tuple[Scalar, ...]] = [
        (n, one["name"], one["pattern"], one["kind"], one["parts"]) for n, one in enumerate(told["scenarios"])
    ]
    world.fill(
        con, "scenario", "no INTEGER, name VARCHAR, pattern INTEGER, kind VARCHAR, parts INTEGER", rows
    )
    for table, group in (
        ("student_case_of", "students"),
        ("exam_case_of", "exams"),
        ("course_case_of", "courses"),
        ("outside_case_of", "outside"),
        ("money_case_of", "money"),
    ):
        more = {"money": {"people": "INTEGER"}, "outside": {"told": "VARCHAR"}}.get(group, {})
        cases: list[tuple[Scalar, ...]] = [
            (n, one["name"], one["pattern"], one["kind"], *(one[key] for key in more))
            for n, one in enumerate(told[group])
        ]
        columns = "".join(f", {key} {kind}" for key, kind in more.items())
        world.fill(con, table, f"no INTEGER, name VARCHAR, pattern INTEGER, kind VARCHAR{columns}", cases)


def generate(
    people: int, seed: int, out: Path, region: str, memory: str = world.MEMORY, money: int = 0
) -> dict[str, int]:
    """Write the tables under `out`; returns rows per table.

    money: claims, payments and call-backs as well, with at least so many cases of each kind; 0 for none of it.
    people: registered people the world is for; those who train and study are made up, with numbers of their own series.
    Raises ValueError for a region without counties.
    """
    out.mkdir(parents=True, exist_ok=True)
    params = _params(people, seed, region, int(money))
    con = world.connect(out / "scratch", memory)
    world.read_regions(con)
    told = load("services")
    world.fill(con, "trade", "n INTEGER, code VARCHAR", list(enumerate(told["trades"])))
    _cases(con, told)
    world.fill(con, "major", "n INTEGER, code VARCHAR", list(enumerate(told["majors"])))
    world.fill(con, "month_list", "month INTEGER", [(month,) for month in told["months"]])
    for name in (*STEPS, *(MONEY if money else ())):
        con.execute(render((SQL / "services" / f"{name}.sql").read_text(encoding="utf-8"), params))
        if name == "10_ground" and not con.execute("SELECT count(*) FROM county").fetchall()[0][0]:
            raise ValueError(f"no county in region {region}")
    counts = {}
    for table in (one for one in world.tables(con) if one.startswith("out_")):
        name = table.removeprefix("out_")
        rows_of = f"SELECT * FROM {table}" + (" ORDER BY ALL" if name == "truth" else "")
        path = out / f"{TRUTH if name == 'truth' else name}.parquet"
        con.execute(f"COPY ({rows_of}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)")
        counts[name] = int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
    con.close()
    shutil.rmtree(out / "scratch")
    return counts
