"""`qianxiao policies check`: the rules looked over before they are published."""

import argparse
import sys
from pathlib import Path

from qianxiao.engine.rules.check import check
from qianxiao.engine.rules.lined import RuleError
from qianxiao.engine.rules.load import load_rules, policies_folder


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `policies check [--policies DIR] [--notes]`."""
    parser = subparsers.add_parser("policies", help="check the rules and their examples")
    actions = parser.add_subparsers(dest="action", required=True)
    checking = actions.add_parser(
        "check", help="examples, missing values, clauses, conditions that never decide"
    )
    checking.add_argument(
        "--policies", type=Path, default=None, help="folder (default: QIANXIAO_POLICIES or our own)"
    )
    checking.add_argument("--notes", action="store_true", help="also what is worth a look, not wrong")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one line per finding; 0 when there is no error, 1 otherwise."""
    folder: Path = args.policies or policies_folder()
    try:
        files = load_rules(folder)
    except RuleError as error:
        print(f"error {error}")
        return 1
    findings = check(files, folder)
    errors = [finding for finding in findings if finding.level == "error"]
    for finding in findings if args.notes else errors:
        print(f"{finding.level} {finding.file}:{finding.line}: {finding.text}")
    examples = sum(len(file.examples) for file in files)
    print(f"{len(files)} rule files, {examples} examples, {len(errors)} errors", file=sys.stderr)
    return 1 if errors else 0
