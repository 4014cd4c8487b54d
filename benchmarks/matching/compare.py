"""Matching against its peers in one run: bare joins, Splink tuned for speed and for accuracy, the cascade; and growth.

python -m benchmarks.matching.compare --people 500000 [--keep FOLDER] [--ways raw,bare,ours,quick,fast,even,accurate] [--later]
Each way is a process of its own that reads the same Parquet files; the peers' environment is made by `make setup-bench`.
--month TABLES --truth FOLDER takes the tables of a closed month instead of generating. Sizes above 500,000 people are
opt-in: --people 1000000, 2000000, 5000000 (the last needs 6 GB of memory for Splink and some ten minutes).
"""

import argparse
import importlib.metadata
import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.alone import alone
from benchmarks.matching import prepared
from qianxiao.base.paths import ROOT

PEERS = ROOT / ".venv-bench" / "bin" / "python"
OTHERS = ("raw", "bare", "ours", "quick", "fast", "even", "accurate")


@dataclass(frozen=True)
class Measured:
    """One way: seconds of linking, seconds of the whole process, of processor time, peak memory in GB, quality."""

    way: str
    seconds: float
    whole: float
    processor: float
    peak: float
    linked: int = 0
    right: int = 0
    truth: int = 0

    @property
    def precision(self) -> float:
        """Right links of all links."""
        return self.right / max(self.linked, 1)

    @property
    def recall(self) -> float:
        """Right links of all true ones."""
        return self.right / max(self.truth, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / max(self.linked + self.truth, 1)


def timed(way: str, words: list[str]) -> Measured:
    """Run one way alone and measure it."""
    done = alone(words)
    return Measured(way, float(done.said.split()[-1]), done.wall, done.cpu, done.peak / 2**20)


def command(way: str, people: Path, mentions: Path, out: Path, period: int) -> list[str]:
    """How to run a way."""
    files = [str(people), str(mentions), str(out)]
    if way in ("quick", "fast", "even", "accurate"):
        return [str(PEERS), str(Path(__file__).with_name("splink_way.py")), *files, way]
    return [sys.executable, "-m", "benchmarks.matching.ways", way, *files, "--period", str(period)]


def scored(one: Measured, folder: Path, links: Path) -> Measured:
    """With its quality; where links carry a weight, at the threshold (of whole bits) that suits the peer best."""
    con = duckdb.connect()
    con.execute(f"""
        create table told as
        select case when p.person_no is not null then t.person_no end as truth, t.also_person_no as also, k.*
        from '{folder}/mentions.parquet' as m join '{folder}/truth.parquet' as t on t.rec_id = m.rec_id
        left join '{folder}/people.parquet' as p on p.person_no = t.person_no
        left join (select rec_id as linked_rec, * exclude (rec_id) from '{links}') as k on k.linked_rec = m.rec_id
    """)
    weighed = "weight" in [row[0] for row in con.execute("describe told").fetchall()]
    bars, fits = ("range(-5, 40)", "weight >= bar") if weighed else ("[0]", "true")
    row = con.execute(f"""
        select count(person_no) filter (where {fits}) as linked,
            count(*) filter (where {fits} and (person_no = truth or person_no = also)) as hit, count(truth) as true_ones
        from told cross join (select unnest({bars}) as bar) group by bar
        order by 2.0 * hit / (linked + true_ones) desc limit 1
    """).fetchall()[0]
    return Measured(one.way, one.seconds, one.whole, one.processor, one.peak, *(int(value) for value in row))


def groups(folder: Path, links: Path) -> list[tuple[str, int, float]]:
    """Recall by language of the name, and of names with rare characters or dialect spellings: (group, true, recall)."""
    return [
        (str(name), int(number), float(recall))
        for name, number, recall in duckdb.connect()
        .execute(f"""
            with told as (
                select t.language, t.damage, coalesce(k.person_no = t.person_no or k.person_no = t.also_person_no, false) as hit
                from '{folder}/truth.parquet' as t join '{folder}/people.parquet' as p on p.person_no = t.person_no
                join '{folder}/mentions.parquet' as m on m.rec_id = t.rec_id
                left join '{links}' as k on k.rec_id = t.rec_id
            )
            select language as g, count(*), avg(hit::int) from told group by 1
            union all select 'rare characters', count(*), avg(hit::int) from told where contains(damage, 'name_rare')
            union all select 'dialect or other spelling', count(*), avg(hit::int) from told where contains(damage, 'name_spelling')
            union all select 'homophones', count(*), avg(hit::int) from told where contains(damage, 'name_homophone')
            order by 1
        """)
        .fetchall()
    ]


def line(one: Measured, bare: Measured, ours: Measured | None) -> str:
    """One line of the table, with ratios to the bare join and to the cascade."""
    text = (
        f"{one.way:<10}{one.seconds:>9.1f}{one.processor:>9.1f}{one.peak:>8.2f}{one.linked:>10,}"
        f"{one.precision:>10.5f}{one.recall:>9.5f}{one.f1:>9.5f}{one.seconds / bare.seconds:>9.1f}"
    )
    return text + (f"{one.seconds / ours.seconds:>9.2f}{one.peak / ours.peak:>9.2f}" if ours else "")


def main() -> int:
    """Run the ways one after the other and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="folder for the prepared tables, reused")
    parser.add_argument("--month", type=Path, help="tables of a closed month to prepare from")
    parser.add_argument("--truth", type=Path, help="truth of that month's registers")
    parser.add_argument("--ways", default=",".join(OTHERS))
    parser.add_argument(
        "--later", action="store_true", help="also a second month with 2 %% of the rows changed"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (args.keep or Path(scratch)).resolve()
        if args.month and not (folder / "truth.parquet").exists():
            prepared.from_month(folder, args.month, args.truth)
        prepared.tables(folder, args.people, args.seed)
        return compare(folder, [way for way in args.ways.split(",") if way], args.later)


def compare(folder: Path, ways: list[str], with_later: bool) -> int:
    """Measure the ways over one folder of prepared tables."""
    sizes = [
        duckdb.connect().execute(f"select count(*) from '{folder}/{name}.parquet'").fetchall()[0][0]
        for name in ("people", "mentions")
    ]
    versions = " ".join(f"{name} {importlib.metadata.version(name)}" for name in ("duckdb",))
    print(
        f"{sizes[0]:,} people, {sizes[1]:,} trainee rows; {os.cpu_count()} cores, {platform.machine()}, {versions}"
    )
    head = ("seconds", "cpu s", "GB", "linked", "precision", "recall", "F1", "x bare", "x ours", "x ours GB")
    print(
        "          "
        + "".join(
            f"{word:>{width}}" for word, width in zip(head, (9, 9, 8, 10, 10, 9, 9, 9, 9, 10), strict=True)
        )
    )
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        found: dict[str, Measured] = {}
        for way in dict.fromkeys(["bare", "ours", *ways]):
            out = Path(scratch) / (way if way == "ours" else f"{way}.parquet")
            one = timed(
                way, command(way, folder / "people.parquet", folder / "mentions.parquet", out, 202005)
            )
            links = out / "202005" / "links.parquet" if way == "ours" else out
            found[way] = scored(one, folder, links)
            print(line(found[way], found["bare"], found.get("ours")), flush=True)
        if with_later:
            target = prepared.later(folder)
            files = target / "people.parquet", target / "mentions.parquet"
            second = timed("ours", command("ours", *files, Path(scratch) / "ours", 202006))
            share, work = second.seconds / found["ours"].seconds, second.processor / found["ours"].processor
            print(
                f"second month, 2 % of the rows changed: {second.seconds:.1f} s, {share:.0%} of the first;"
                f" {second.processor:.1f} s of processor time, {work:.0%} of the first; {second.peak:.2f} GB"
            )
        print("recall by group of names")
        for name, number, recall in groups(folder, Path(scratch) / "ours" / "202005" / "links.parquet"):
            print(f"  {name:<28}{number:>9,}{recall:>9.4f}{recall - found['ours'].recall:>+9.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
