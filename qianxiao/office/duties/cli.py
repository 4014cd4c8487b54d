"""`qianxiao duties …`: open what is owed, remind and raise, say who lacks what; set the day of a demo."""

import argparse
import importlib
import re
import sys
from datetime import date
from typing import Any


def _period(text: str) -> int:
    """2020-05 as 202005, 2020 as it is."""
    found = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no month like 2020-05 and no year like 2020")
    return int(found[1] + (found[2] or ""))


def _day(text: str) -> date | None:
    return None if text == "real" else date.fromisoformat(text)


def add_parser(commands: Any) -> None:
    """Declare the command and its verbs."""
    parser = commands.add_parser("duties", help="duties and deadlines / 应办事项与期限")
    verbs = parser.add_subparsers(dest="verb", required=True)
    opened = verbs.add_parser("open", help="open what agencies owe for a period / 生成应办事项")
    opened.add_argument("--period", type=_period, required=True, help="month like 2020-05, or year like 2020")
    verbs.add_parser("day", help="the day's work: open, remind, raise / 每日：生成、提醒、上报")
    verbs.add_parser("lacking", help="who lacks what, by tier / 未完成情况")
    clock = verbs.add_parser("clock", help="in a demo: pretend it is a day / 演示：设定日期")
    clock.add_argument("day", type=_day, help="like 2020-12-16; real: the real day again")


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 with the reason."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from django.core.exceptions import ImproperlyConfigured

    from qianxiao.office.accounts.actions import OPERATOR
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties import actions

    actor = Actor(OPERATOR)
    if args.verb == "lacking":
        _lacking()
        return 0
    try:
        if args.verb == "clock":
            actions.set_clock(actor, args.day)
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        return 1
    _work(actor, (args.period,) if args.verb == "open" else None)
    return 0


def _work(actor: Any, periods: tuple[int, ...] | None) -> None:
    """Open for some periods, or do all a day brings; a day that was set brings its work at once."""
    from qianxiao.office.duties import actions
    from qianxiao.office.duties.clock import today

    day = today()
    made, named = actions.open_duties(actor, periods or actions.periods_about(day))
    print(f"{day} 新增 / opened {made:,}, 到人 / named {named:,}")
    if periods is None:
        reminded, raised = actions.remind_and_raise(actor)
        print(f"{day} 提醒 / reminded {reminded:,}, 上报 / raised {raised:,}")


def _lacking() -> None:
    """One line per duty, period and tier: open of owed, overdue, on nobody's name."""
    from qianxiao.base.scope import WHOLE
    from qianxiao.office.accounts.roles import Right
    from qianxiao.office.accounts.scope import Scope, in_scope
    from qianxiao.office.duties import queries, words
    from qianxiao.office.duties.clock import today

    with in_scope(Scope.over(WHOLE, rights=[Right.DUTIES])) as scope:
        for one in queries.lacking(scope, today()):
            where = words.tier(one["digits"], one["institution"])
            print(
                f"{one['due_on']} {words.title(one['rule'])} {words.period_said(one['period'])} {where}:"
                f" {one['open']:,}/{one['owed']:,}, 逾期 / overdue {one['overdue']:,},"
                f" 未到人 / unassigned {one['unassigned']:,}"
            )
