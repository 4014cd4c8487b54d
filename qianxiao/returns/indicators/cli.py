"""`qianxiao indicators --out DIR --period 2020-05`: take the cells of a month, or of all provinces of a nation's, into the database."""

import argparse
import importlib
import sys
import time
from pathlib import Path
from typing import Any

from qianxiao.engine.close.command import period


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser("indicators", help="load the cells of a closed month / 装载月度指标")
    parser.add_argument("--period", type=period, required=True, help="month, like 2020-05")
    parser.add_argument("--out", type=Path, required=True, help="folder the close wrote to")
    parser.add_argument("--province", default="", help="one province of a nation's result / 全国结果中的省")


def run(args: argparse.Namespace) -> int:
    """Load the cells; 0 when done, 1 with the reason in both languages."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.returns.close.result import LoadProblem
    from qianxiao.returns.indicators.actions import take_all
    from qianxiao.returns.indicators.load import parts

    start = time.monotonic()
    try:
        rows = take_all(args.period, list(parts(args.out, args.period, args.province)))
    except LoadProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"指标单元格 / cells: {rows:,}, {time.monotonic() - start:.1f} s")
    return 0
