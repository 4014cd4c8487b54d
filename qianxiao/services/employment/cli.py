"""`qianxiao employment begin`: records from the register, first load of the platform; `cycle`: exchange with training; `demo`: plausible states as well."""

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
    month = verbs.add_parser("cycle", help="monthly exchange with training / 与培训系统按月交换")
    month.add_argument("--period", required=True, help="YYYY-MM")
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
    if args.verb == "cycle":
        from qianxiao.services.employment.actions_cycle import cycle

        try:
            done = cycle(int(args.period.replace("-", "")), by)
        except ValueError:
            print(f"月份应为 YYYY-MM：{args.period} / no month")
            return 2
        print(
            f"培训写入平台 / trained: 新 {done.trained_new} / 共 {done.trained_all}，无就业记录 / without record {done.unknown}；"
            f"就业结果回传 / outcomes: {done.outcomes_new}；{done.seconds:.1f} s"
        )
    if args.verb == "demo":
        made = actions_load.demo_states(by)
        print(f"演示就业状态 / demo states: {made.written} 人 / people, {made.handed} 人移交 / handed over")
    return 0
