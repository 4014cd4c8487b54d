"""`qianxiao ledger check` proves the book; `qianxiao ledger bank` sends, asks and fetches statements once."""

import argparse
import importlib
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "ledger", help="prove the payment ledger, or call the bank / 核对资金账簿，或与银行往来"
    )
    parser.add_argument("what", choices=["check", "bank", "export"])
    parser.add_argument("--region", default="CN", help="whose payments the register holds")
    parser.add_argument("--out", default="", help="the register file")
    parser.add_argument("--by", default="operator", help="who asks, for the access log")


def run(args: argparse.Namespace) -> int:
    """0 when the book holds, 1 when something does not; the bank: 0, or 2 where no bank is set."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.money.payments import queries_funds
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    if args.what == "export":
        return _export(args)
    if args.what == "bank":
        return _bank()
    with in_scope(whole_scope()):
        found = queries_funds.check()
    for name, n in found.items():
        print(f"{name}\t{n}")
    good = not any(found.values())
    print("账簿平衡 / the book holds" if good else "账簿有误 / the book does not hold")
    return 0 if good else 1


def _bank() -> int:
    from qianxiao.money.payments import sending
    from qianxiao.money.payments.actions import ymd
    from qianxiao.money.payments.actions_bank import fetch
    from qianxiao.money.payments.bank import bank
    from qianxiao.money.payments.models import Batch
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    found = bank(sending.seconds())
    if found is None:
        print("没有设置银行 / no bank is set (QIANXIAO_BANK)")
        return 2
    print(sending.send_released(found), sending.ask_all(found))
    with in_scope(whole_scope()) as scope:
        days = set(Batch.objects.within(scope).filter(state="accepted").values_list("region", "sent_day"))
    for county, day in sorted(days):
        for one in sorted({day, ymd()}):
            print(county, one, fetch(found, county, one))
    return 0


def _export(args: argparse.Namespace) -> int:
    from pathlib import Path

    from qianxiao.money.payments.registers import write_payments

    print(write_payments(Path(args.out), args.region, args.by))
    return 0
