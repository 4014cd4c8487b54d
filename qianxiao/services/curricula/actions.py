"""Verbs of curricula: norms come from a file, a school writes down what it teaches (19-14-01)."""

import csv
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.catalogues import majors
from qianxiao.base.tables import OPEN_END
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties import clock
from qianxiao.office.duties.declared import ymd
from qianxiao.registers.schools.queries import own
from qianxiao.services.curricula import queries
from qianxiao.services.curricula.models import KINDS, CurriculumNorm, Module, NormItem
from qianxiao.services.studies.parameters import value

COLUMNS = (
    "norm",
    "title",
    "major",
    "document",
    "valid_from",
    "valid_to",
    "item",
    "item_title",
    "hours",
    "kind",
)


def take_norms(path: Path) -> tuple[int, list[tuple[int, str]]]:
    """Norms of a csv file, one line per item: good lines count, faulty ones come back as (line, why). Again changes nothing.

    Raises ValidationError for another heading, OSError, UnicodeDecodeError.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValidationError(f"{path.name}: {', '.join(COLUMNS)}")
        lines = list(enumerate(rows, start=2))
    faulty = [(number, why) for number, row in lines if (why := _fault(row))]
    wrong = {number for number, _why in faulty}
    with transaction.atomic():
        kept = _keep(row for number, row in lines if number not in wrong)
    return kept, faulty


def _fault(row: dict[str, str]) -> str:
    """Why a line cannot be taken; '' when it can."""
    if row["major"] not in majors():
        return f"没有专业 {row['major']} / no major {row['major']}"
    if not all(row[name].isdecimal() for name in ("item", "hours")) or int(row["hours"]) < 1:
        return "序号和课时须为正整数 / number and hours must be whole numbers"
    if row["kind"] not in KINDS or not row["item_title"].strip() or not row["norm"].strip():
        return f"缺标准编号、内容或类型（{' '.join(KINDS)}）/ norm, item or kind is missing"
    if any(
        row[name] and not (row[name].isdecimal() and len(row[name]) == 8)
        for name in ("valid_from", "valid_to")
    ):
        return "日期须为 yyyymmdd / days are yyyymmdd"
    return ""


def _keep(rows: Iterable[dict[str, str]]) -> int:
    """Keep items under their norms; returns how many."""
    found: dict[str, CurriculumNorm] = {}
    items = []
    for row in rows:
        code = row["norm"].strip()
        if code not in found:
            told = {
                "title": row["title"].strip(), "major": row["major"], "document": row["document"].strip(),
                "valid_from": int(row["valid_from"] or 0), "valid_to": int(row["valid_to"] or OPEN_END),
            }  # fmt: skip
            found[code] = CurriculumNorm.objects.update_or_create(code=code, defaults=told)[0]
        items.append(NormItem(norm=found[code], number=int(row["item"]), title=row["item_title"].strip(),
                              hours=int(row["hours"]), kind=row["kind"]))  # fmt: skip
    NormItem.objects.bulk_create(
        items,
        update_conflicts=True,
        unique_fields=["norm", "number"],
        update_fields=["title", "hours", "kind"],
    )
    return len(items)


def add_module(request: HttpRequest, major: str, title: str, hours: int, item: int | None) -> Module:
    """One more module of the own school. item: key of the norm's item it covers, None for the school's own.

    Raises Http404, ValidationError for a title that stands there, hours out of range, an item of another major's norm.
    """
    actor = actor_of(request)
    actor.scope.need(Right.ENROL)
    one, said = own(actor.scope), " ".join(title.split())[:80]
    if major not in majors():
        raise Http404
    if not said or not 1 <= hours <= value("module_hours_most", one.region, ymd(clock.today())):
        raise ValidationError(_("Please give the module a title and its class hours."))
    norm = queries.norms([major], ymd(clock.today())).get(major)
    if item is not None and item not in {row.pk for row in (norm.items.all() if norm else ())}:
        raise ValidationError(_("This item is not of the norm in force."))
    with transaction.atomic():
        rows = (
            Module.objects.within(actor.scope).select_for_update().filter(org_code=one.org_code, major=major)
        )
        if rows.filter(title=said).exists():
            raise ValidationError(_("A module of this title stands there already."))
        made: Module = Module.objects.within(actor.scope).create(
            org_code=one.org_code, region=one.region, major=major, title=said, hours=hours, item_id=item, by=actor.username
        )  # fmt: skip
        record(request, f"{one.org_code} {major}", 0, (), "module_added", AccessLog.Kind.CHANGE)
    return made


def drop_module(request: HttpRequest, major: str, number: int) -> None:
    """Take a module of the own school away. Raises Http404."""
    actor = actor_of(request)
    actor.scope.need(Right.ENROL)
    one = own(actor.scope)
    with transaction.atomic():
        gone, _told = (
            Module.objects.within(actor.scope).filter(org_code=one.org_code, major=major, pk=number).delete()
        )
        if not gone:
            raise Http404
        record(request, f"{one.org_code} {major}", 0, (), "module_dropped", AccessLog.Kind.CHANGE)
