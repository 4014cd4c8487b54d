"""`qianxiao policies decide ITEM --in CSV`: a roster of applications decided by one item, as a table or line by line."""

import argparse
import csv
import sys
from collections.abc import Mapping
from pathlib import Path

from qianxiao.engine.rules.answer import Told
from qianxiao.engine.rules.evaluate import Fact
from qianxiao.engine.rules.lined import RuleError
from qianxiao.engine.rules.load import every_rule
from qianxiao.engine.rules.model import Exclusion, Field, RuleFile
from qianxiao.engine.rules.roster import Case, Placed, placed

COLUMNS = ("key", "place", "verdict", "amount", "why", "failed", "missing", "rule", "version")
TRUTHS = {"1": True, "是": True, "yes": True, "0": False, "否": False, "no": False}


def add_parser(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `policies decide`."""
    parser = actions.add_parser("decide", help="decide a roster of applications / 逐行判定申请名册")
    parser.add_argument("item", help="code of the item, such as fledgling")
    parser.add_argument(
        "--in", dest="roster", type=Path, required=True, help="CSV: key, day, region, also (;), and facts"
    )
    parser.add_argument("--region", required=True, help="whose places and fund count, 2 to 6 digits")
    parser.add_argument("--day", type=int, required=True, help="yyyymmdd")


def run(args: argparse.Namespace) -> int:
    """Print rows of COLUMNS, in the order of the ranking; the sum goes to stderr. 1 when the roster cannot be read."""
    file = next((file for file in every_rule() if file.item == args.item), None)
    if file is None:
        print(f"error no item '{args.item}'")
        return 1
    try:
        found = placed(file, read_roster(file, args.roster, args.region, args.day), args.region, args.day)
    except (RuleError, OSError) as error:
        print(f"error {error}")
        return 1
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(one) for one in found)
    paid = [one for one in found if one.amount]
    print(f"{len(found)} lines, {len(paid)} paid, {sum(one.amount for one in paid)} fen", file=sys.stderr)
    return 0


def read_roster(file: RuleFile, path: Path, region: str, day: int) -> list[Case]:
    """The lines of a roster. Raises RuleError naming the line."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [_case(file, row, f"{path.name}:{number}", region, day) for number, row in enumerate(rows, 2)]


def _case(file: RuleFile, row: Mapping[str, str], where: str, region: str, day: int) -> Case:
    if strange := sorted(set(row) - {"key", "day", "region", "also", *file.fields}):
        raise RuleError(f"{where}: no such fact: {', '.join(map(str, strange))}")
    facts = {name: _fact(field, (row.get(name) or "").strip(), where) for name, field in file.fields.items()}
    also = tuple(filter(None, (row.get("also") or "").split(";")))
    own = row.get("day") or str(day)
    if not own.isdecimal():
        raise RuleError(f"{where}: day is yyyymmdd; found {own!r}")
    return Case(row.get("key", ""), row.get("region") or region, int(own), Told(facts), also)


def _fact(field: Field, text: str, where: str) -> Fact:
    """One cell; empty is not known. Money is written in fen."""
    if not text:
        return None
    if field.kind == "bool":
        if text not in TRUTHS:
            raise RuleError(f"{where}: '{field.name}' is 1 or 0; found {text!r}")
        return TRUTHS[text]
    if field.kind == "int":
        if not text.lstrip("-").isdecimal():
            raise RuleError(f"{where}: '{field.name}' is a whole number; found {text!r}")
        return int(text)
    return text


def _row(one: Placed) -> tuple[str | int, ...]:
    states = {
        state: " ".join(line.condition.name for line in one.answer.lines if line.state == state)
        for state in ("unmet", "missing")
    }
    struck = one.answer.stop
    stop = f"excluded:{struck.item}" if isinstance(struck, Exclusion) else ""
    rule = one.answer.rule
    return (one.case.key, one.place, one.answer.verdict, one.amount, stop or one.why, states["unmet"], states["missing"],
            rule.id if rule else "", rule.version if rule else 0)  # fmt: skip
