"""Prepared tables that every way of linking reads: people, trainees as mentions, truth; and a month later of them."""

import shutil
import tempfile
from pathlib import Path

import duckdb

from benchmarks.matching.run import PERIOD, prepare
from qianxiao.engine.close.inputs import attach_raw, attach_reference
from qianxiao.engine.close.month import period_params
from qianxiao.engine.engines import open_engine
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.io.read import read_folder
from qianxiao.engine.link import build_people
from qianxiao.engine.run import Run

# Peers get names without dots and spaces, as anybody would clean them; we fold names ourselves within the time measured.
CLEAN = "nullif(regexp_replace(name, '[·•．.・‧∙⋅﹒。､ 　]', '', 'g'), '') as clean"


def _write(con: duckdb.DuckDBPyConnection, sql: str, target: Path) -> None:
    con.execute(f"copy ({sql}) to '{target}' (format parquet, compression zstd)")


def tables(folder: Path, people: int, seed: int) -> None:
    """Leave people.parquet, mentions.parquet and truth.parquet in the folder, from generated registers."""
    if (folder / "truth.parquet").exists():
        return
    prepare(folder, people, seed)
    work = Path(tempfile.mkdtemp(dir=folder))
    read_folder(
        folder / "registers" / f"{PERIOD // 100}-{PERIOD % 100:02d}", work / "raw", work / "read", print
    )
    with open_engine("duckdb", work / "spill") as engine:
        run = Run(engine, PERIOD, work / "tables", work / "index", dict(period_params(PERIOD)))
        attach_raw(run, work / "raw")
        attach_reference(run)
        run.build_all(check_steps())
        build_people(run)
    from_month(folder, work / "tables", folder / "truth")
    shutil.rmtree(work)


def from_month(folder: Path, month: Path, truth: Path) -> None:
    """The same from the tables of a closed month."""
    folder.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    _write(
        con, f"select *, {CLEAN} from '{month}/persons.parquet' order by person_no", folder / "people.parquet"
    )
    mentions = (
        f"select *, {CLEAN} from '{month}/mentions.parquet' where register = 'trainees' order by rec_id"
    )
    _write(con, mentions, folder / "mentions.parquet")
    # The truth is of the last month generated. Whoever has left the register since is in this month's under the true
    # number and name.
    left = (
        f"select id18, name, min(person_no) as person_no from '{month}/persons.parquet' group by id18, name"
    )
    true_links = (
        "select t.* replace (coalesce(t.person_no, p.person_no) as person_no)"
        f" from '{truth}/links.parquet' as t left join ({left}) as p on p.id18 = t.true_id and p.name = t.true_name"
        " where t.register = 'trainees' order by t.rec_id"
    )
    _write(con, true_links, folder / "truth.parquet")


def later(folder: Path) -> Path:
    """A month later: 2 % of the people and of the mentions are other than before, as many new as gone. Returns its folder."""
    target = folder / "later"
    target.mkdir(exist_ok=True)
    con = duckdb.connect()
    which, number = (
        "hash(person_no) % 200",
        "case when {} = 1 then '139' || right(phone, 8) else phone end as phone",
    )
    changed = (
        f"case when {which} = 0 then person_no || 'N' else person_no end as person_no,"
        f" case when {which} = 3 then name || '明' else name end as name,"
        f" case when {which} = 2 then left(region, 9) || '299' else region end as region, {number.format(which)}"
    )
    sql = f"select * replace ({changed}) from '{folder}/people.parquet' order by person_no"
    _write(con, sql, target / "people.parquet")
    which = "hash(rec_id) % 200"
    changed = (
        f"case when {which} = 0 then rec_id || 'N' else rec_id end as rec_id,"
        f" case when {which} = 3 then name || '明' else name end as name,"
        f" case when {which} = 2 then 1 - says_poor else says_poor end as says_poor, {number.format(which)}"
    )
    sql = f"select * replace ({changed}) from '{folder}/mentions.parquet' order by rec_id"
    _write(con, sql, target / "mentions.parquet")
    return target
