"""Commands that write an app's own register as the file a close reads: `qianxiao students --out students.parquet`."""

import argparse
import getpass
import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class RegisterOut:
    """One such command: its name, what it says of itself, the function that writes the file, by module and name.

    The function takes the file, a region and who asks, and returns rows; it is imported only when the command runs.
    """

    name: str
    help: str
    module: str
    writes: str

    def add_parser(self, commands: Any) -> None:
        """Declare the command and its options."""
        parser = commands.add_parser(self.name, help=self.help)
        parser.add_argument(
            "--out", type=Path, required=True, help=f"file to write, like {self.name}.parquet / 写出的文件"
        )
        parser.add_argument("--region", default="CN", help="only what belongs to this region / 只导出此地区")

    def run(self, args: argparse.Namespace) -> int:
        """0 when done, 1 with the reason."""
        # by name, as Django finds its settings: configuration stands above this floor
        importlib.import_module("qianxiao.config.boot").boot(owner=True)
        from qianxiao.base.crypto import Tampered
        from qianxiao.base.crypto_ring import RingProblem
        from qianxiao.office.audit.keys import refuse_wrong_keys

        write: Callable[[Path, str, str], int] = getattr(importlib.import_module(self.module), self.writes)
        try:
            refuse_wrong_keys()
            rows = write(args.out, args.region, getpass.getuser())
        except (OSError, RingProblem, Tampered) as problem:
            print(problem, file=sys.stderr)
            return 1
        print(f"{args.out}: {rows:,} 行 / rows")
        return 0
