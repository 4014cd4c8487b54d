"""`qianxiao monitoring open [--month 2020-05]`: open the records of a month of every supported student (19-05-08)."""

import argparse
import importlib
from typing import Any

from qianxiao.engine.close.command import period


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser("monitoring", help="monthly monitoring of students / 学生月度监测")
    parser.add_argument("verb", choices=("open",))
    parser.add_argument("--month", type=period, default=0, help="like 2020-05; this month without it")


def run(args: argparse.Namespace) -> int:
    """Open a month; again it changes nothing. Always 0."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.programme.monitoring.actions import open_month, this_month

    month = args.month or this_month()
    print(f"{month}: {open_month(whole_scope(), month)} 条新记录 / new records")
    return 0
