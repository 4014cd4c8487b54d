"""`qianxiao policies check` and `survey`: rules looked over, and tried on a closed month, before they are published."""

import argparse
import csv
import sys
import tempfile
from pathlib import Path

from qianxiao.engine.rules import decidecli
from qianxiao.engine.rules.check import check
from qianxiao.engine.rules.lined import RuleError
from qianxiao.engine.rules.load import every_rule, policies_folder
from qianxiao.engine.rules.simulate import COLUMNS, simulate


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    """Add `policies check [--policies DIR] [--notes]` and `policies survey --in FOLDER [--policies DIR]`; the actions."""
    parser = subparsers.add_parser("policies", help="check the rules, or try them on a closed month")
    actions = parser.add_subparsers(dest="action", required=True)
    checking = actions.add_parser(
        "check", help="examples, missing values, clauses, conditions that never decide"
    )
    checking.add_argument(
        "--policies", type=Path, default=None, help="folder (default: QIANXIAO_POLICIES or our own)"
    )
    checking.add_argument("--notes", action="store_true", help="also what is worth a look, not wrong")
    trying = actions.add_parser(
        "survey", help="what the rules, or a draft of them, give by item and county, and who gains or loses"
    )
    trying.add_argument("--in", dest="closed", type=Path, required=True, help="folder of a closed month")
    trying.add_argument(
        "--policies", type=Path, default=None, help="folder of the draft (default: the published rules)"
    )
    trying.add_argument("--counties", action="store_true", help="also a row per paying county")
    decidecli.add_parser(actions)
    parser.set_defaults(run=run)
    return actions


def run(args: argparse.Namespace) -> int:
    """Check, survey or decide; 0 when there is no error, 1 otherwise."""
    if args.action == "decide":
        return decidecli.run(args)
    folder: Path = args.policies or policies_folder()
    return _surveyed(args, folder) if args.action == "survey" else _checked(args, folder)


def _surveyed(args: argparse.Namespace, folder: Path) -> int:
    """Print rows of `simulate` as CSV, money in fen."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            rows = simulate(args.closed, Path(scratch), folder)
        except (RuleError, FileNotFoundError) as error:
            print(f"error {error}")
            return 1
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row for row in rows if args.counties or row[1] is None)
    return 0


def _checked(args: argparse.Namespace, folder: Path) -> int:
    """Print one line per finding."""
    try:
        files = every_rule(folder)
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
