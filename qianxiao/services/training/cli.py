"""`qianxiao trainees --out trainees.parquet`: the trainees as the register file a close reads."""

import argparse
import getpass
import importlib
import sys
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "trainees", help="write the trainees as a register for the close / 导出学员名册"
    )
    parser.add_argument("--out", type=Path, required=True, help="file to write, like trainees.parquet")
    parser.add_argument("--region", default="CN", help="only classes of this region / 只导出此地区")


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 with the reason."""
    # by name, as Django finds its settings: configuration stands above this floor
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.base.crypto import Tampered
    from qianxiao.base.crypto_ring import RingProblem
    from qianxiao.office.audit.keys import refuse_wrong_keys
    from qianxiao.services.training.exports import write_trainees

    try:
        refuse_wrong_keys()
        rows = write_trainees(args.out, args.region, getpass.getuser())
    except (OSError, RingProblem, Tampered) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{args.out}: {rows:,} 行 / rows")
    return 0
