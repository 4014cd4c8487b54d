"""`qianxiao close prove`: count frozen months again and compare; 0 when nothing differs."""

import argparse
import importlib
import sys
import time
from typing import Any

from qianxiao.engine.close.command import period


def add_parser(commands: Any) -> None:
    """Declare the command; it is called `close prove`."""
    parser = commands.add_parser(
        "close-prove", help="prove that frozen months are what they were / 封账月份自证"
    )
    parser.add_argument(
        "--period", type=period, action="append", help="month, like 2020-05; all frozen ones without"
    )


def run(args: argparse.Namespace) -> int:
    """Print what was looked at and what differs; 0 without differences, 1 with some or with a month that is not frozen."""
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.returns.close.models import Close
    from qianxiao.returns.close.prove import prove

    start = time.monotonic()
    try:
        proof = prove(args.period)
    except Close.DoesNotExist:
        print("该月份尚未封账。/ That month is not frozen.", file=sys.stderr)
        return 1
    for zh, en in proof.problems:
        print(f"{zh} / {en}")
    months = ", ".join(f"{one // 100}-{one % 100:02d}" for one in proof.periods)
    print(
        f"封账月份 / frozen months: {len(proof.periods)} ({months}); 文件 / files: {proof.files:,}; 单元格 / cells: {proof.cells:,};"
        f" 签章 / signatures: {proof.signatures:,}; 差异 / differences: {len(proof.problems):,}; {time.monotonic() - start:.1f} s"
    )
    return 1 if proof.problems else 0
