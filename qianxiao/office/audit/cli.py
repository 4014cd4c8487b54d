"""`qianxiao trail …`: export the access log, its key for the auditor, the heads; verify is a file of its own."""

import argparse
import getpass
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its verbs."""
    parser = commands.add_parser("trail", help="access log: export, key, heads / 访问日志")
    verbs = parser.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="rows with their links as JSON lines / 导出日志")
    export.add_argument("--out", type=Path, required=True)
    export.add_argument("--month", type=int, help="like 202611; all months without")
    key = verbs.add_parser("key", help="the chain key, for the auditor's verifier / 校验密钥")
    key.add_argument("--out", type=Path, required=True)
    verbs.add_parser("heads", help="write the head of every stream outside now / 立即存证")
    verbs.add_parser("take-up", help="write what waits in the spool / 补录")


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 with the reason in both languages."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.base.crypto_ring import RingProblem
    from qianxiao.office.audit import actions

    try:
        if args.verb == "export":
            rows = actions.export_trail(args.out, args.month, getpass.getuser())
            print(f"{rows:,} 行 / rows")
        elif args.verb == "key":
            _private(args.out, json.dumps(actions.chain_keys(getpass.getuser())))
        elif args.verb == "heads":
            print(f"{actions.anchor_all():,} 条 / heads")
        else:
            print(f"{actions.take_up():,} 行 / rows")
    except (RingProblem, OSError, actions.StoreAway) as problem:
        print(problem or "访问日志写不进去。/ The access log cannot be written.", file=sys.stderr)
        return 1
    return 0


def _private(path: Path, text: str) -> None:
    """Write a file that only its owner reads; one that exists is not written over."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text + "\n")
