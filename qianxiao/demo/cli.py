"""`qianxiao demo generate`: a synthetic nation, its registers as owners deliver them, and the truth apart."""

import argparse
import shutil
import sys
import time
from functools import partial
from pathlib import Path

from qianxiao.demo import deliver, neighbours, services, world
from qianxiao.demo.pieces import Order, check_months, complete, make
from qianxiao.demo.roster import write_roster
from qianxiao.demo.settings import SIZES, World

MONTHS = "2020-05,2020-06"
COUNTY, PROVINCE = "621126", "62"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `demo` to the parsers of the main program."""
    demo = subparsers.add_parser("demo", help="synthetic registers with their truth")
    verbs = demo.add_subparsers(dest="demo_command", required=True)
    roster = verbs.add_parser("roster", help="a dirty roster to bring in by hand / 供导入演示的脏名册")
    roster.add_argument("--rows", type=int, default=5000)
    roster.add_argument("--seed", type=int, default=1)
    roster.add_argument("--out", type=Path, required=True, help="workbook to write")
    generate = verbs.add_parser("generate")
    generate.add_argument("--size", choices=sorted(SIZES), default="county")
    generate.add_argument("--seed", type=int, default=1)
    generate.add_argument("--out", type=Path, required=True)
    generate.add_argument("--months", default=MONTHS, help="yyyy-mm, comma between")
    generate.add_argument("--people", type=int, help="registered people, instead of the size's own number")
    generate.add_argument(
        "--region", help="county, province or village code; for a nation province codes, comma between"
    )
    generate.add_argument("--format", choices=("mixed", "parquet", "csv"), default="mixed")
    generate.add_argument("--memory", default=world.MEMORY, help="limit of the database")
    services = verbs.add_parser(
        "services", help="operating systems with what was planted in them / 业务系统与埋入的问题"
    )
    services.add_argument("--size", choices=sorted(set(SIZES) - {"nation"}), default="county")
    services.add_argument("--people", type=int, help="registered people, instead of the size's own number")
    services.add_argument("--seed", type=int, default=1)
    services.add_argument("--region", help="county or province code")
    services.add_argument("--out", type=Path, required=True)
    services.add_argument("--memory", default=world.MEMORY, help="limit of the database")


def pieces(con: world.Connection, size: str, people: int, region: str | None, seed: int) -> list[World]:
    """The worlds there are: one, or one per province for a nation."""
    if size == "nation":
        towns = con.execute(
            "SELECT left(code, 2), count(*) FROM regions WHERE level = '4' AND valid_to = '99991231' GROUP BY 1 ORDER BY 1"
        ).fetchall()
        total = sum(int(count) for _, count in towns)
        return [
            World(number, str(code), people * int(count) // total, 0, seed, True)
            for number, (code, count) in enumerate(towns)
        ]
    code = region or (PROVINCE if size == "province" or people > 3 * SIZES["county"] else COUNTY)
    if size == "village" and len(code) < 12:
        code = world.first_village(con, code)
    return [World(0, code, people, 0, seed)]


def generate(
    size: str,
    seed: int,
    out: Path,
    months: list[int],
    people: int | None = None,
    region: str | None = None,
    wanted: str = "mixed",
    memory: str = world.MEMORY,
) -> dict[str, int]:
    """Build a demo nation under `out` (registers/<month>/, truth/). Returns rows per register in the last month.

    A nation has a folder per province below the month; provinces that are complete are not built again.
    Months are yyyymm within the two years the world covers. Raises ValueError on another month or an unknown region.
    """
    order = Order(out, size, check_months(months), wanted)
    scratch = order.work / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    counts: dict[str, int] = {}
    con = world.connect(scratch, memory)
    world.read_regions(con)
    world.word_tables(con)
    deliver.load_codes(con)
    worlds = pieces(con, size, people or SIZES[size], region, seed)
    if size == "nation":
        neighbours.meet(con, worlds)
    else:
        neighbours.nobody(con)
    picked = region.split(",") if region and size == "nation" else [piece.region for piece in worlds]
    for piece in (piece for piece in worlds if piece.region in picked):
        start = time.monotonic()
        rows, took = complete(order, piece), "there already"
        if rows is None:
            each_month = None
            if size == "nation":
                neighbours.choose(con, worlds, piece)
                each_month = partial(neighbours.leave, con, order, piece)
            rows = make(con, order, piece, each_month)
            took = f"{time.monotonic() - start:.1f} s"
        for name, count in rows.items():
            counts[name] = counts.get(name, 0) + count
        print(f"  {piece.region}: {piece.people:,} people, {took}", file=sys.stderr, flush=True)
    if size == "nation":
        neighbours.hand_over(con, order)
    con.close()
    shutil.rmtree(scratch if size == "nation" else order.work)
    return counts


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 when all files are written."""
    if args.demo_command == "roster":
        for kind, found in write_roster(args.out, args.rows, args.seed).items():
            print(f"{kind}\t{found}")
        return 0
    if args.demo_command == "services":
        return _services(args)
    months = [int(text.strip().replace("-", "")) for text in args.months.split(",")]
    try:
        counts = generate(
            args.size, args.seed, args.out, months, args.people, args.region, args.format, args.memory
        )
    except (ValueError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    for name, rows in counts.items():
        print(f"{name}\t{rows}")
    return 0


def _services(args: argparse.Namespace) -> int:
    """Write the operating systems of a size; 0 when done, 2 for a region that is none."""
    people = args.people or SIZES[args.size]
    region = args.region or (PROVINCE if people > 3 * SIZES["county"] else COUNTY)
    try:
        counts = services.generate(people, args.seed, args.out, region, args.memory)
    except (ValueError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    for name, rows in counts.items():
        print(f"{name}\t{rows}")
    return 0
