"""Verb: what another department tells about people, from its file (deaths, pensions, contributions, custody, border, hospital, staff).

Found by number and name; who is not found is given back, never guessed. The same file again changes nothing.
"""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError

from qianxiao.base.tables import OPEN_END
from qianxiao.base.vault import blind, normal
from qianxiao.money.integrity.models import Outside
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.keys import refuse_wrong_keys, ring
from qianxiao.registers.people.models import Sealed

HEADING = ("kind", "name", "id_no", "starts", "ends", "org_code")
AT_ONCE = 5_000
Faulty = tuple[int, str]  # line of the file, why it was given back
WHY = {
    "kind": "类别不在清单内 / no such kind",
    "id_no": "证件号码有误 / faulty ID number",
    "day": "日期应为 yyyymmdd 且先后有序 / days are yyyymmdd, in order",
    "unknown": "查无此人 / nobody here has this number",
    "name": "号码属于另一姓名 / the number belongs to another name",
}


def take_outside(path: Path, source_day: int, by: str) -> tuple[int, list[Faulty]]:
    """Take a csv in UTF-8 with HEADING; returns new facts, and the lines given back with their reason.

    source_day: the newest day the department tells of; a fact it did not tell up to then is not known, not absent.
    ends empty: still so. Raises ValidationError for another heading.
    """
    refuse_wrong_keys()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    faulty: list[Faulty] = []
    new = 0
    with path.open(encoding="utf-8-sig", newline="") as stream, in_scope(whole_scope()) as scope:
        rows = csv.DictReader(stream)
        if tuple(rows.fieldnames or ()) != HEADING:
            raise ValidationError(",".join(HEADING))
        before = Outside.objects.within(scope).count()
        for batch in _batches(rows):
            made = _known(scope, batch, source_day, digest, by, faulty)
            Outside.objects.within(scope).bulk_create(made, ignore_conflicts=True, batch_size=AT_ONCE)
        new = Outside.objects.within(scope).count() - before
    return new, sorted(faulty)


def _batches(rows: "csv.DictReader[str]") -> Iterator[list[tuple[int, dict[str, str]]]]:
    batch: list[tuple[int, dict[str, str]]] = []
    for number, row in enumerate(rows, start=2):
        batch.append((number, {key: (value or "").strip() for key, value in row.items() if key}))
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _known(
    scope: Scope,
    batch: list[tuple[int, dict[str, str]]],
    source_day: int,
    digest: str,
    by: str,
    faulty: list[Faulty],
) -> list[Outside]:
    """The good lines of a batch as rows, their people found in one query; the others are noted."""
    keys, wanted = ring(), {}
    for number, row in batch:
        plain = normal("id_no", row["id_no"])
        days = _days(row)
        if row["kind"] not in Outside.KINDS or not plain or days is None:
            faulty.append((number, WHY["kind" if row["kind"] not in Outside.KINDS else "id_no" if not plain else "day"]))  # fmt: skip
            continue
        wanted[number] = (blind(keys, "id_no", plain), row, days)
    indexes = [index for index, _row, _days in wanted.values()]
    found = Sealed.objects.within(scope).filter(kind="id_no", contested=False, index__in=indexes)
    people = {bytes(one.index): one.person for one in found.select_related("person")}
    made = []
    for number, (index, row, (starts, ends)) in wanted.items():
        person = people.get(index)
        if person is None or person.name != row["name"]:
            faulty.append((number, WHY["unknown" if person is None else "name"]))
            continue
        made.append(
            Outside(kind=row["kind"], person_id=person.same_as_id or person.pk, region=person.region, starts=starts, ends=ends,
                    org_code=row["org_code"], source_day=source_day, source=digest, by=by)
        )  # fmt: skip
    return made


def _days(row: dict[str, str]) -> tuple[int, int] | None:
    """First and last day of a fact; None where they are no days or in the wrong order."""
    told = (row["starts"], row["ends"] or str(OPEN_END))
    for text in (told[0], row["ends"]):
        try:
            if text and (len(text) != 8 or not date(int(text[:4]), int(text[4:6]), int(text[6:]))):
                return None
        except ValueError:
            return None
    return (int(told[0]), int(told[1])) if told[0] and told[0] <= told[1] else None
