"""`qianxiao findings --day 20200630`: look for what does not look right, once a night."""

import argparse
import importlib
import time
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "findings", help="look for leads in the operating systems / 查找业务系统线索"
    )
    parser.add_argument("--day", type=int, help="yyyymmdd, today without")
    parser.add_argument("--pattern", type=int, default=0, help="this one only")


def run(args: argparse.Namespace) -> int:
    """Look; prints the new findings of each pattern. 0 when done."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.money.integrity.acting import stop
    from qianxiao.money.integrity.actions import look
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.office.duties.clock import today

    now, start = today(), time.monotonic()
    day = args.day or now.year * 10000 + now.month * 100 + now.day
    for pattern, made in look(whole_scope(), day, args.pattern).items():
        print(f"{pattern}\t{made}")
    acted = stop()
    print(f"暂停拨付 / held: {acted['held']}\t已发出 / sent already: {acted['sent']}")
    print(f"线索 / leads: {time.monotonic() - start:.1f} s")
    return 0
