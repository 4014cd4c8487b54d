"""Four counties of two prefectures, closed once; and the next month as an edit of a few rows makes it."""

import json
import shutil
from pathlib import Path

import duckdb

from qianxiao.cli import main
from tests.month.conftest import close

PERIOD, NEXT = 202005, 202006
COUNTIES = ("621121", "621126", "621202", "621226")
PEOPLE, SEED = 3000, 7


def write_world(folder: Path) -> Path:
    """Registers of a synthetic province, cut down to four counties, and their close; returns OUT."""
    words = [
        "demo",
        "generate",
        "--size",
        "province",
        "--people",
        str(PEOPLE),
        "--seed",
        str(SEED),
        "--format",
        "parquet",
    ]
    assert main([*words, "--months", "2020-05", "--out", str(folder / "world")]) == 0
    kept = ", ".join(f"'{county}'" for county in COUNTIES)
    with duckdb.connect() as con:
        for path in sorted((folder / "world" / "registers" / "2020-05").glob("*.parquet")):
            names = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
            place = next(
                (
                    name
                    for name in (
                        "行政区划代码",
                        "开班地区",
                        "发放地区划",
                        "地区",
                        "户籍地区划",
                        "户籍所在地区划",
                    )
                    if name in names
                ),
                "",
            )
            if place:
                part = path.with_suffix(".part")
                con.execute(
                    f"COPY (SELECT * FROM '{path}' WHERE left(\"{place}\", 6) IN ({kept})) TO '{part}' (FORMAT parquet)"
                )
                part.replace(path)
    out = folder / "out"
    close(folder / "world", "2020-05", out)
    return out


def write_next(out: Path, target: Path) -> Path:
    """The month after as if it had been closed: the same tables, where one earlier month of training has three more records."""
    shutil.copytree(out / "2020-05", target / "2020-06")
    home = target / "2020-06"
    table = home / "tables" / "reconciliation.parquet"
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE r AS SELECT * FROM '{table}'")
        con.execute(
            "UPDATE r SET recorded = recorded + 3 WHERE (county, month, programme) = (SELECT (county, month, programme) FROM r WHERE month = 202005 ORDER BY ALL LIMIT 1)"
        )
        if not con.execute("SELECT count(*) FROM r WHERE month = 202005").fetchall()[0][0]:
            con.execute(f"INSERT INTO r SELECT '{COUNTIES[0]}', 202005, '1', 3, 3, 0, 0, 0, 0, 0, 3, 3")
        con.execute(f"COPY r TO '{table}' (FORMAT parquet)")
    manifest = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    manifest["period"] = NEXT
    (home / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return target
