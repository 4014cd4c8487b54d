"""`qianxiao close --period 2020-05 --in DIR --out DIR [--engine duckdb|spark]`."""

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from qianxiao.engine.close.month import Problem, close_month
from qianxiao.engine.close.troubles import LOG, record, trouble


def period(text: str) -> int:
    """`2020-05` as 202005. Raises argparse's error on anything else."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r}: a period is written like 2020-05 / 期间请写成 2020-05")
    return int(found.group(1) + found.group(2))


def option(text: str) -> tuple[str, str]:
    """`KEY=VALUE` for the engine, such as `memory_limit=8GB` or `spark.master=spark://host:7077`."""
    key, sign, value = text.partition("=")
    if not sign or not re.fullmatch(r"[A-Za-z_.]+", key):
        raise argparse.ArgumentTypeError(f"{text!r}: write KEY=VALUE")
    return key, value


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser("close", help="close one month over register files / 月度结账")
    parser.add_argument("--period", type=period, required=True, help="month, like 2020-05")
    parser.add_argument("--in", dest="source", type=Path, required=True, help="folder with the registers")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for results, kept from month to month"
    )
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument(
        "--whole",
        action="store_true",
        help="decide everybody, not only who is touched since last month / 全部重新判定",
    )
    parser.add_argument(
        "--keep",
        choices=("results", "all", "least"),
        default="",
        help="what stays of a nation's provinces (docs/guide/nation.md) / 全国结账保留哪些表",
    )
    parser.add_argument("--option", type=option, action="append", default=[], help="engine setting KEY=VALUE")


def run(args: argparse.Namespace) -> int:
    """Close the month; 0 when done, 1 when it cannot be done, 130 when stopped by hand.

    Whatever stops it is told in both languages; a traceback goes to `error.log` in the month's folder.
    """
    home = args.out / f"{args.period // 100}-{args.period % 100:02d}"
    unheard: list[str] = []
    # What fails while objects are thrown away after an error would otherwise be printed as tracebacks.
    sys.unraisablehook = lambda told: unheard.append(
        f"{told.err_msg or ''} {told.object!r} {told.exc_value!r}\n"
    )
    try:
        manifest = close_month(
            args.period, args.source, args.out, args.engine, args.option, keep=args.keep, whole=args.whole
        )
        (home / LOG).unlink(missing_ok=True)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except (Exception, KeyboardInterrupt) as error:  # the last place that can tell it
        print(trouble(error, args.out), file=sys.stderr)
        if isinstance(error, KeyboardInterrupt):
            return 130
        print(record(error, home, "".join(unheard)), file=sys.stderr)
        return 1
    counts = manifest["counts"]
    print(
        f"{args.period}: {counts['persons']:,} registered people, {counts['gaps']:,} gaps, {counts['due']:,} decisions"
    )
    return 0
