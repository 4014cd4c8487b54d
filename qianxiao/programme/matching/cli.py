"""`qianxiao matching decisions --period 2020-06 --out FILE.csv`: what people decided, for the close of that month."""

import argparse
import getpass
import importlib
import sys
from pathlib import Path
from typing import Any

from qianxiao.engine.close.command import period


def add_parser(commands: Any) -> None:
    """Declare the command and its verb."""
    parser = commands.add_parser("matching", help="the matching desk / 比对台")
    verbs = parser.add_subparsers(dest="verb", required=True)
    decisions = verbs.add_parser(
        "decisions", help="write the register of decisions for a close / 导出人工比对结论"
    )
    decisions.add_argument("--period", type=period, required=True, help="month to be closed, like 2020-06")
    decisions.add_argument("--out", type=Path, required=True, help="CSV file to write")


def run(args: argparse.Namespace) -> int:
    """0 when the file is written, 1 with the reason."""
    # by name, as Django finds its settings: configuration stands above this floor
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.base.crypto import Tampered
    from qianxiao.base.crypto_ring import RingProblem
    from qianxiao.office.audit.keys import refuse_wrong_keys
    from qianxiao.programme.matching.actions_register import write_decisions

    try:
        refuse_wrong_keys()
        rows = write_decisions(args.out, args.period, getpass.getuser())
    except (OSError, RingProblem, Tampered) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{args.out}: {rows:,} 条结论 / decisions")
    return 0
