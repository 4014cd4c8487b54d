"""`qianxiao claims follow`: bring claims up to lists and payments; `source`: switch a source off or on; `demo`."""

import argparse
import getpass
import importlib
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "claims", help="claims: follow up, switch a source / 补贴申领：推进、开关数据源"
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser(
        "follow", help="up to public lists and payments, check anew what waited / 推进公示与拨付"
    )
    verbs.add_parser("demo", help="the demo's list / 演示名单")
    firms = verbs.add_parser("employers", help="firms of the market register, csv / 市场主体登记信息")
    firms.add_argument("--in", dest="file", type=Path, required=True)
    source = verbs.add_parser("source", help="whether a source answers / 数据源状态")
    source.add_argument("code")
    source.add_argument("--down", action="store_true", help="it does not answer / 中断")
    source.add_argument("--as-of", type=int, help="its newest day, yyyymmdd / 数据截至")
    source.add_argument("--note", default="")


def run(args: argparse.Namespace) -> int:
    """Do it. 0 when done, 1 for a source there is not."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.money.claims.actions import set_source
    from qianxiao.money.claims.actions_money import follow_all
    from qianxiao.money.claims.demo import demo_claims

    if args.verb == "employers":
        from qianxiao.money.claims.actions_employers import take_employers

        taken, wrong = take_employers(args.file)
        print("\n".join([*wrong, f"{taken} 家单位 / firms"]))
        return 1 if wrong else 0
    if args.verb == "demo":
        people, look = demo_claims()
        print(f"免申即享名单 / list without an application: {people} 人 / people, {look} 人要看 / to look at")
        return 0
    if args.verb == "source":
        try:
            set_source(args.code, args.down, args.as_of, args.note, getpass.getuser())
        except KeyError:
            print(f"没有这个数据源：{args.code} / there is no such source")
            return 1
        return 0
    for name, n in follow_all(getpass.getuser()).items():
        print(f"{name}\t{n}")
    return 0
