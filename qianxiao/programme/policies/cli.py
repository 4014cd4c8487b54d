"""`qianxiao policies check`, `survey` and `export`: the rules looked over, tried, and what was published written out."""

import argparse
import importlib
from pathlib import Path

from qianxiao.engine.rules import cli as engine


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions of the engine, and `policies export [--to FILE]`."""
    actions = engine.add_parser(subparsers)
    exporting = actions.add_parser(
        "export", help="write the values published on screen for the engine / 导出已发布参数"
    )
    exporting.add_argument(
        "--to",
        type=Path,
        default=None,
        help="file (default: QIANXIAO_PUBLISHED, or var/policies/published.json)",
    )
    subparsers.choices["policies"].set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check and survey need no database; export reads it. 0 when done, 1 with errors."""
    if args.action != "export":
        return engine.run(args)
    importlib.import_module("qianxiao.config.boot").boot(owner=True)
    from qianxiao.programme.policies.publication import export

    print(export(args.to))
    return 0
