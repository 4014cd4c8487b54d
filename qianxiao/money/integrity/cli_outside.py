"""`qianxiao outside --in FILE --day DAY`: what another department tells about people, for the leads."""

import argparse
import getpass
import importlib
import sys
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "outside", help="facts other departments tell about people / 外部门比对数据（死亡、养老、参保等）"
    )
    parser.add_argument("--in", dest="source", type=Path, required=True, help="csv: kind,name,id_no,starts,ends,org_code")  # fmt: skip
    parser.add_argument(
        "--day", type=int, required=True, help="newest day it tells of, yyyymmdd / 数据截至日"
    )


def run(args: argparse.Namespace) -> int:
    """Take it in; 0 when every line was good, 1 with the lines given back (the good ones are kept)."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from django.core.exceptions import ValidationError

    from qianxiao.money.integrity.actions_outside import take_outside

    try:
        new, faulty = take_outside(args.source, args.day, getpass.getuser())
    except ValidationError as fault:
        print(f"表头应为 / the heading should be: {fault.messages[0]}", file=sys.stderr)
        return 1
    except (OSError, UnicodeDecodeError) as fault:
        print(f"无法读取 / cannot be read: {fault}", file=sys.stderr)
        return 1
    print(f"新增 / new: {new}")
    for number, why in faulty:
        print(f"第 {number} 行 / line {number}: {why}", file=sys.stderr)
    return 1 if faulty else 0
