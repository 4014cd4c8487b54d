"""`qianxiao corrections --period 2020-06 --out FILE.csv`: what two people set right, for the close of that month."""

import argparse
import getpass
import importlib
import sys
from pathlib import Path
from typing import Any

from qianxiao.engine.close.command import period


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "corrections", help="write the register of corrections for a close / 导出人员信息更正"
    )
    parser.add_argument("--period", type=period, required=True, help="month to be closed, like 2020-06")
    parser.add_argument("--out", type=Path, required=True, help="CSV file to write")


def run(args: argparse.Namespace) -> int:
    """0 when the file is written, 1 with the reason."""
    # by name, as Django finds its settings: configuration stands above this floor
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.registers.people.actions_register import write_corrections

    try:
        rows = write_corrections(args.out, args.period, getpass.getuser())
    except OSError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{args.out}: {rows:,} 条更正 / corrections")
    return 0
