"""`qianxiao analysis [--period 2020-05]`: count a month for every department of human resources that has none yet, as drafts."""

import argparse
import getpass
import importlib
import time
from typing import Any

from qianxiao.engine.close.command import period


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "analysis", help="monthly analysis of the employment platform / 就业数据按月分析"
    )
    parser.add_argument("--period", type=period, help="month, like 2020-05; the last one that ended without")


def run(args: argparse.Namespace) -> int:
    """Count; 0 when done, 2 for a month that has not ended."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.returns.analysis import actions, queries

    month = args.period or queries.last_month()
    if month > queries.last_month():
        print(f"该月尚未结束：{month} / this month has not ended")
        return 2
    start = time.monotonic()
    made = actions.count_all(month, getpass.getuser())
    print(f"按月分析草稿 / drafts of {month}: {made}, {time.monotonic() - start:.1f} s")
    return 0
