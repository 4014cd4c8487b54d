"""`qianxiao rosters export --period 2020-06 --out DIR`: what was brought in, as register files for the close."""

import argparse
import getpass
import importlib
import sys
from pathlib import Path
from typing import Any

from qianxiao.engine.close.command import period


def add_parser(commands: Any) -> None:
    """Declare the command and its verbs."""
    parser = commands.add_parser("rosters", help="rosters that were brought in / 导入的名册")
    verbs = parser.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="write register files for a close / 导出登记册供结账使用")
    export.add_argument("--period", type=period, required=True, help="month to be closed, like 2020-06")
    export.add_argument("--out", type=Path, required=True, help="folder to write to")
    export.add_argument("--region", default="CN", help="only rows of this region / 只导出此地区")
    lapse = verbs.add_parser("lapse", help="forget files after their term / 清除到期的导入文件")
    lapse.add_argument("--days", type=int, default=0)


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 with the reason."""
    # by name, as Django finds its settings: configuration stands above this floor
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.base.crypto import Tampered
    from qianxiao.base.crypto_ring import RingProblem
    from qianxiao.office.audit.keys import refuse_wrong_keys
    from qianxiao.registers.rosters.actions import lapse
    from qianxiao.registers.rosters.exports import write_registers

    try:
        refuse_wrong_keys()
        if args.verb == "lapse":
            print(f"{lapse(args.days):,} 次导入的文件已清除 / imports forgotten")
            return 0
        written = write_registers(args.period, args.out, args.region, getpass.getuser())
    except (OSError, RingProblem, Tampered) as problem:
        print(problem, file=sys.stderr)
        return 1
    for register, rows in written.items():
        print(f"{args.out / register}.parquet: {rows:,} 行 / rows")
    return 0
