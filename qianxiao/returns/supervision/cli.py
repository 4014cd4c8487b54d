"""`qianxiao supervision find`: look once for what is behind, unsigned or late, and raise what is overdue."""

import argparse
import getpass
import importlib
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "supervision", help="supervision: look for what is behind or late / 督办：查找滞后事项"
    )
    parser.add_subparsers(dest="verb", required=True).add_parser("find", help="look once / 立即查找")


def run(_args: argparse.Namespace) -> int:
    """Do it; 0 when done."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.returns.supervision.find import find

    told = find(getpass.getuser())
    print(
        f"督办单 / warnings: {told['opened']} 新增 / new, {told['harder']} 加重 / harder, {told['cured']} 消除 / gone, {told['escalated']} 上提 / one tier up"
    )
    return 0
