"""`qianxiao keys …`: what the ring holds, a new key, sealing anew in batches, destroying an old key."""

import argparse
import getpass
import importlib
import sys
import time
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its verbs."""
    parser = commands.add_parser("keys", help="key ring of the vault / 密钥环")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("status", help="keys, prints, how many values each one holds / 密钥状态")
    rotate = verbs.add_parser("rotate", help="a new version of a key / 更换密钥")
    rotate.add_argument("purpose", help="id_no, phone, account, index, chain or match")
    reseal = verbs.add_parser("reseal", help="seal everything under the newest keys / 用新密钥重新加密")
    reseal.add_argument("--batch", type=int, default=5000, help="values in one transaction")
    reseal.add_argument("--batches", type=int, default=0, help="stop after so many; 0: until all is done")
    retire = verbs.add_parser("retire", help="destroy an old key that holds nothing any more / 销毁旧密钥")
    retire.add_argument("purpose")
    retire.add_argument("version", type=int)


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 with the reason in both languages."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.base.crypto import Tampered
    from qianxiao.base.crypto_ring import RingProblem
    from qianxiao.office.audit.keys import refuse_wrong_keys, ring
    from qianxiao.registers.people import actions

    try:
        refuse_wrong_keys()
        if args.verb == "rotate":
            print(f"{args.purpose} {ring().rotate(args.purpose)}")
            refuse_wrong_keys()  # the new print is remembered at once
        elif args.verb == "reseal":
            _reseal(args.batch, args.batches)
        elif args.verb == "retire":
            actions.retire(args.purpose, args.version)
        _status()
    except (RingProblem, Tampered) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _reseal(batch: int, batches: int) -> None:
    """Batches until nothing is left; each is committed, so that an interrupted run goes on where it stopped."""
    from qianxiao.registers.people.actions import reseal

    start, done, count = time.monotonic(), 0, 0
    while rows := reseal(batch, getpass.getuser()):
        done, count = done + rows, count + 1
        print(f"{done:,} ({done / (time.monotonic() - start):,.0f}/s)", flush=True)
        if count == batches:
            break


def _status() -> None:
    """One line per key: purpose, version, print, values held."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.audit.keys import ring
    from qianxiao.registers.people.queries import values_by_key

    with in_scope(whole_scope()) as scope:
        held = values_by_key(scope)
    for key in sorted(ring().keys, key=lambda key: (key.purpose, key.version)):
        state = f"{held.get((key.purpose, key.version), 0):,}" if key.held else "已销毁 / destroyed"
        print(f"{key.purpose:8} {key.version:3} {key.print} {key.made} {state}")
