"""`qianxiao annual prove --year 2020`: count the forms of a year again from their frozen months; 0 when nothing differs."""

import argparse
import importlib
import time
from typing import Any


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser("annual", help="the year's return / 年度进展情况表")
    verbs = parser.add_subparsers(dest="verb", required=True)
    prove = verbs.add_parser("prove", help="prove that the forms are what they were / 年度报表自证")
    prove.add_argument("--year", type=int, required=True)
    prove.add_argument(
        "--forms-only",
        action="store_true",
        help="compare with the stored cells, without counting them again / 只与已存指标比对",
    )


def run(args: argparse.Namespace) -> int:
    """Print what was looked at and what differs; 0 without differences, 1 with some or without a form of the year."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.returns.annual.reopen import prove

    start = time.monotonic()
    proof = prove(args.year, months=not args.forms_only)
    for zh, en in proof.problems:
        print(f"{zh} / {en}")
    months = ", ".join(f"{one // 100}-{one % 100:02d}" for one in proof.months)
    print(
        f"{args.year} 年报表 / forms: {proof.forms:,}; 数字 / figures: {proof.figures:,}; 签章 / signatures: {proof.signatures:,};"
        f" 封账月份 / frozen months: {months or '-'}; 单元格 / cells: {proof.cells:,}; 差异 / differences: {len(proof.problems):,};"
        f" {time.monotonic() - start:.1f} s"
    )
    return 1 if proof.problems or not proof.forms else 0
