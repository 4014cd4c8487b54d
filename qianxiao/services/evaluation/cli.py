"""`qianxiao certificates --out certificates.parquet`: the certificates as the register file a close reads."""

import argparse
import getpass
import importlib
import sys
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "certificates", help="write the certificates as a register for the close / 导出证书登记册"
    )
    parser.add_argument("--out", type=Path, required=True, help="file to write, like certificates.parquet")
    parser.add_argument("--region", default="CN", help="only bodies of this region / 只导出此地区")


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 with the reason."""
    # by name, as Django finds its settings: configuration stands above this floor
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.base.crypto import Tampered
    from qianxiao.base.crypto_ring import RingProblem
    from qianxiao.office.audit.keys import refuse_wrong_keys
    from qianxiao.services.evaluation.exports import write_certificates

    try:
        refuse_wrong_keys()
        rows = write_certificates(args.out, args.region, getpass.getuser())
    except (OSError, RingProblem, Tampered) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{args.out}: {rows:,} 行 / rows")
    return 0
