"""Matching measured against the truth of a generated nation: quality by class and language, time, memory.

python -m benchmarks.matching.run --people 500000 --seed 7 [--keep FOLDER] [--only trainees,students]
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from qianxiao.demo.cli import generate
from qianxiao.engine.close.inputs import attach_raw, attach_reference
from qianxiao.engine.close.month import period_params
from qianxiao.engine.engines import Engine, Row, open_engine
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.io.read import read_folder
from qianxiao.engine.link import build_people, link_version, run_link
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step

PERIOD = 202005
# A twice registered person may be linked to either entry; a person not in the register as delivered counts as outside.
COLUMNS = (
    ("mentions", 10), ("true", 10), ("linked", 10), ("right", 10), ("wrong", 7), ("missed", 8),
    ("precision", 10), ("recall", 9), ("F1", 9),
)  # fmt: skip
COMPARED = """
select m.register, m.rec_id, case when p.person_no is not null then t.person_no end as truth, t.also_person_no as also,
    t.language, k.person_no as got, case when d.rec_id is not null then 'doubtful' else 'none' end as unlinked, k.link_class
from mentions as m join truth as t on t.register = m.register and t.rec_id = m.rec_id
left join persons as p on p.person_no = t.person_no
left join links as k on k.register = m.register and k.rec_id = m.rec_id
left join (select distinct register, rec_id from doubts) as d on d.register = m.register and d.rec_id = m.rec_id
"""
FIGURES = """
count(*), count(truth), count(got), count(*) filter (where got = truth or got = also),
count(*) filter (where got is not null and not coalesce(got = truth or got = also, false)),
count(*) filter (where truth is not null and got is null)
"""


def prepare(folder: Path, people: int, seed: int) -> None:
    """Generate registers and truth unless the folder holds them."""
    if not (folder / "truth").exists():
        generate("county", seed, folder, [PERIOD], people=people, wanted="parquet")


def link(engine: Engine, folder: Path, only: list[str]) -> tuple[Run, float]:
    """Read, check and link one month; returns the run and the seconds of the matching alone."""
    raw, work = folder / "raw", Path(tempfile.mkdtemp(dir=folder))
    read_folder(folder / "registers" / f"{PERIOD // 100}-{PERIOD % 100:02d}", raw, work / "scratch", print)
    run = Run(engine, PERIOD, work / "tables", work / "index", dict(period_params(PERIOD)))
    attach_raw(run, raw)
    attach_reference(run)
    run.build_all(check_steps())
    run.build(Step("decisions", ("clean_decisions",), "", "select * from clean_decisions where 1 = 0", ""))
    if only:
        build_people(run)
        wanted = ", ".join(f"'{name}'" for name in only)
        run.build(Step("all_mentions", ("mentions",), "", "select * from mentions", ""))
        run.build(
            Step(
                "mentions",
                ("all_mentions",),
                "",
                f"select * from all_mentions where register in ({wanted})",
                "",
            )
        )
    start = time.monotonic()
    run_link(run)
    return run, time.monotonic() - start


def line(label: str, row: Row) -> str:
    """One line of a table: counts, precision, recall, F1."""
    rows, truth, got, right, wrong, missed = (int(value) for value in row)
    precision, recall = right / max(got, 1), right / max(truth, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return (
        f"{label:<14}{rows:>10,}{truth:>10,}{got:>10,}{right:>10,}{wrong:>7,}{missed:>8,}"
        f"{precision:>10.5f}{recall:>9.5f}{f1:>9.5f}"
    )


def report(engine: Engine, run: Run, folder: Path, seconds: float) -> Row:
    """Print the tables; returns the figures of the whole."""
    engine.attach("truth", folder / "truth" / "links.parquet")
    run.build(Step("compared", ("mentions", "persons", "links", "doubts"), "", COMPARED, ""))
    head = f"{'':<14}" + "".join(f"{word:>{width}}" for word, width in COLUMNS)
    whole = engine.rows(f"select {FIGURES} from compared")[0]
    print(head, line("all", whole), sep="\n")
    for key in ("register", "language"):
        print(f"\nby {key}", head, sep="\n")
        for name, *row in engine.rows(f"select {key}, {FIGURES} from compared group by {key} order by {key}"):
            print(line(str(name), tuple(row)))
    print(f"\nby class\n{'':<14}{'mentions':>10}{'in register':>13}{'right':>10}{'wrong':>7}")
    sql = f"select coalesce(link_class, unlinked) as class, {FIGURES} from compared group by 1 order by 1"
    for name, rows, truth, _, right, wrong, _ in engine.rows(sql):
        print(f"{name:<14}{rows:>10,}{truth:>13,}{right:>10,}{wrong:>7,}")
    print(f"\nmatching {link_version(run)}: {seconds:.1f} s")
    return whole


def bare_join(engine: Engine, run: Run) -> float:
    """What an equal cleaned number alone would do, and how long the join takes."""
    start = time.monotonic()
    sql = (
        "select m.register, m.rec_id, min(p.person_no) as person_no from mentions as m"
        " join persons as p on p.id18 = m.id18 group by m.register, m.rec_id"
    )
    run.build(Step("bare", ("mentions", "persons"), "", sql, ""))
    seconds = time.monotonic() - start
    figures = FIGURES.replace("got", "b.person_no").replace("truth", "c.truth").replace(" also", " c.also")
    row = engine.rows(
        f"select {figures} from compared as c left join bare as b on b.register = c.register and b.rec_id = c.rec_id"
    )[0]
    print(line("bare ID join", row), f" {seconds:.2f} s", sep="")
    return seconds


def main() -> int:
    """Run and print; 1 when the goals are missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="folder for registers and truth, reused")
    parser.add_argument("--only", default="trainees,students", help="registers to link; empty: all")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        prepare(folder, args.people, args.seed)
        with open_engine("duckdb", folder / "spill") as engine:
            run, seconds = link(engine, folder, [name for name in args.only.split(",") if name])
            whole = report(engine, run, folder, seconds)
            bare = bare_join(engine, run)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"ratio to the bare join {seconds / max(bare, 0.01):.0f}; peak of the whole process {peak:.2f} GB")
    _, truth, got, right, _, _ = (int(value) for value in whole)
    precision, recall = right / max(got, 1), right / max(truth, 1)
    f1 = 2 * precision * recall / (precision + recall)
    return 0 if precision >= 0.9999 and recall >= 0.997 and f1 >= 0.9985 else 1


if __name__ == "__main__":
    sys.exit(main())
