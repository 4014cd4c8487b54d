"""One way of linking prepared tables, in a process of its own; prints the seconds from reading them to written links.

python -m benchmarks.matching.ways bare|raw|ours PEOPLE MENTIONS OUT [--period 202005]
OUT is a Parquet file for the joins and a folder for `ours`, whose next period goes on from the index kept there.
"""

import argparse
import sys
import time
from pathlib import Path

import duckdb

from qianxiao.engine.close.month import period_params
from qianxiao.engine.engines import open_engine
from qianxiao.engine.link import run_link
from qianxiao.engine.run import Run

NUMBER = {"bare": "id18", "raw": "id_no"}
DECISION = {
    "register": "VARCHAR", "rec_id": "VARCHAR", "person_no": "VARCHAR", "verdict": "VARCHAR",
    "decided_by": "VARCHAR", "decided_on": "INTEGER", "reason": "VARCHAR",
}  # fmt: skip


def join(number: str, people: Path, mentions: Path, out: Path) -> float:
    """The bare exact join: what an equal number alone would link. Returns seconds."""
    start = time.monotonic()
    duckdb.connect().execute(f"""
        copy (
            select m.rec_id, min(p.person_no) as person_no from read_parquet('{mentions}') as m
            join read_parquet('{people}') as p on p.{number} = m.{number} group by m.rec_id
        ) to '{out}' (format parquet)
    """)
    return time.monotonic() - start


def ours(people: Path, mentions: Path, out: Path, period: int) -> float:
    """The cascade; prints each step to the error stream. Returns seconds."""
    place = out / str(period)
    with open_engine("duckdb", out / "spill") as engine:
        run = Run(engine, period, place, out / "index", dict(period_params(period)))
        run.given("persons", people)
        run.given("mentions", mentions)
        run.made("decisions", DECISION, [])
        start = time.monotonic()
        run_link(run)
        return time.monotonic() - start


def main() -> int:
    """Link and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=("bare", "raw", "ours"))
    parser.add_argument("people", type=Path)
    parser.add_argument("mentions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--period", type=int, default=202005)
    args = parser.parse_args()
    if args.way == "ours":
        seconds = ours(args.people, args.mentions, args.out, args.period)
    else:
        seconds = join(NUMBER[args.way], args.people, args.mentions, args.out)
    print(f"{seconds:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
