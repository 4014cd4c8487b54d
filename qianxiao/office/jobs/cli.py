"""`qianxiao worker`: does background work until it is stopped; several may run beside each other."""

import argparse
import asyncio
import importlib
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its option."""
    parser = commands.add_parser("worker", help="do background work until stopped / 后台任务")
    parser.add_argument("--once", action="store_true", help="do what is waiting, then end / 做完即止")
    parser.add_argument(
        "--dead-after", type=float, help="seconds of silence after which a worker counts as dead"
    )


def run(args: argparse.Namespace) -> int:
    """0 when it was stopped, or nothing waits any more."""
    # by name, as Django finds its settings: configuration stands above this floor
    importlib.import_module("qianxiao.config.boot").boot()
    from qianxiao.office.accounts.guard import why_not_bound
    from qianxiao.office.audit.keys import refuse_wrong_keys
    from qianxiao.office.jobs.tasks import DEAD_AFTER, work

    if told := why_not_bound():
        raise SystemExit(told)
    refuse_wrong_keys()
    asyncio.run(work(not args.once, DEAD_AFTER if args.dead_after is None else args.dead_after))
    return 0
