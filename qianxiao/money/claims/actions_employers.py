"""The verb of the operator that takes the market register's firms in: what is there is brought up, nothing is taken away."""

import csv
from pathlib import Path

from django.db import transaction

from qianxiao.base.reference import code_table
from qianxiao.base.uscc import read_uscc
from qianxiao.money.claims.models_apply import Employer

COLUMNS = ("org_code", "name", "region", "kind", "scale", "sector", "foreign_trade", "active", "as_of")


def take_employers(path: Path) -> tuple[int, list[str]]:
    """Firms of a csv with COLUMNS; returns how many, and what is wrong with the rows that were left out."""
    good, wrong = list[Employer](), list[str]()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            if why := _wrong(row):
                wrong.append(f"{path.name}:{number}: {why}")
                continue
            told = {name: row[name].strip() for name in COLUMNS[:6]}
            good.append(
                Employer(**told, foreign_trade=row["foreign_trade"] == "1", active=row["active"] == "1", as_of=int(row["as_of"]), source=path.name)
            )  # fmt: skip
    rows = list({one.org_code: one for one in good}.values())
    with transaction.atomic():
        Employer.objects.bulk_create(
            rows, batch_size=5000, update_conflicts=True, unique_fields=["org_code"], update_fields=[*COLUMNS[1:], "source"]
        )  # fmt: skip
    return len(rows), wrong


def _wrong(row: dict[str, str]) -> str:
    """The first column that cannot be read; '' where all can."""
    if missing := [name for name in COLUMNS if row.get(name) is None]:
        return missing[0]
    if read_uscc(row["org_code"])[1] not in ("valid", "bad_check"):
        return "org_code"
    if row["kind"] not in code_table("employer_kind") or row["scale"] not in code_table("employer_scale"):
        return "kind, scale"
    bad = not row["as_of"].isdecimal() or row["foreign_trade"] not in "01" or row["active"] not in "01"
    return "as_of, foreign_trade, active" if bad else ""
