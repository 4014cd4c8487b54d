"""`qianxiao students --out students.parquet`: the roll as the register file a close reads."""

import argparse
import getpass
import importlib
import sys
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "students", help="write the students as a register for the close / 导出学籍登记册"
    )
    parser.add_argument("--out", type=Path, required=True, help="file to write, like students.parquet")
    parser.add_argument("--region", default="CN", help="only schools of this region / 只导出此地区的学校")


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 with the reason."""
    # by name, as Django finds its settings: configuration stands above this floor
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.base.crypto import Tampered
    from qianxiao.base.crypto_ring import RingProblem
    from qianxiao.office.audit.keys import refuse_wrong_keys
    from qianxiao.services.studies.exports import write_students

    try:
        refuse_wrong_keys()
        rows = write_students(args.out, args.region, getpass.getuser())
    except (OSError, RingProblem, Tampered) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{args.out}: {rows:,} 行 / rows")
    return 0
