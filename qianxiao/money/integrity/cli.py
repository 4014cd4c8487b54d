"""`qianxiao findings --day 20200630`: look for what does not look right, once a night."""

import argparse
import importlib
import time
from dataclasses import replace
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
    from qianxiao.money.integrity.actions_calls import draw
    from qianxiao.money.integrity.queries_calls import measured
    from qianxiao.office.accounts.roles import Right
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.duties.clock import today

    now, start = today(), time.monotonic()
    day = args.day or now.year * 10000 + now.month * 100 + now.day
    for pattern, made in look(whole_scope(), day, args.pattern).items():
        print(f"{pattern}\t{made}")
    acted = stop()
    print(f"暂停拨付 / held: {acted['held']}\t已发出 / sent already: {acted['sent']}")
    drawn = draw(day, "integrity")
    print(f"回访抽取 / drawn to be called back: {sum(drawn.values())} ({len(drawn)} 个县区 / counties)")
    with in_scope(whole_scope()) as scope:
        for one in measured(replace(scope, rights=frozenset({Right.REVIEW}))):
            share = "—" if one.precision is None else f"{one.precision:.0%}"
            print(f"规则 / rule {one.pattern} {one.version[:8]}: {one.found} / 待核 open {one.waiting} / 属实 confirmed {one.confirmed} / 排除 cleared {one.cleared} / 准确率 precision {share}")  # fmt: skip
    print(f"线索 / leads: {time.monotonic() - start:.1f} s")
    return 0
