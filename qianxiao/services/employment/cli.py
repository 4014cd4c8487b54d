"""`qianxiao employment begin`: records from the register, first load of the platform; `demo`: plausible states as well."""

import argparse
import getpass
import importlib
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser("employment", help="the platform of employment / 农村贫困劳动力就业信息平台")
    verbs = parser.add_subparsers(dest="verb", required=True)
    first = verbs.add_parser("begin", help="records from the register / 由贫困登记建立就业记录")
    first.add_argument("--day", type=int, help="the register's day, yyyymmdd; today without / 数据日期")
    verbs.add_parser("demo", help="plausible states of a demo / 演示数据")


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when done."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.office.duties.clock import today
    from qianxiao.office.duties.declared import ymd
    from qianxiao.services.employment import actions_load

    by = getpass.getuser()
    if args.verb == "begin":
        print(f"新建就业记录 / records begun: {actions_load.begin(args.day or ymd(today()), by)}")
    if args.verb == "demo":
        made = actions_load.demo_states(by)
        print(f"演示就业状态 / demo states: {made.written} 人 / people, {made.handed} 人移交 / handed over")
    return 0
