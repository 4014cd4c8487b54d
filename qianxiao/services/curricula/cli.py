"""`qianxiao norms`: take national training norms in from a file (19-14-01)."""

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "norms", help="national training norms by major / 技能人才培养标准、一体化课程规范"
    )
    parser.add_argument(
        "--in", dest="source", type=Path, required=True, help="csv, one line per item / 每行一项内容"
    )


def run(args: argparse.Namespace) -> int:
    """Take them in; 0 when every line was good, 1 with the faulty ones (the good ones are kept)."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from django.core.exceptions import ValidationError

    from qianxiao.services.curricula.actions import take_norms

    try:
        kept, faulty = take_norms(args.source)
    except ValidationError as fault:
        print(f"表头应为 / the heading should be: {fault.messages[0]}", file=sys.stderr)
        return 1
    except (OSError, UnicodeDecodeError) as fault:
        print(f"无法读取 / cannot be read: {fault}", file=sys.stderr)
        return 1
    print(f"{kept}")
    for number, why in faulty:
        print(f"第 {number} 行 / line {number}: {why}", file=sys.stderr)
    return 1 if faulty else 0
