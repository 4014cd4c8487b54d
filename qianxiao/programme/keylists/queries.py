"""Reads of applications in scope, of published lists by everybody, of visitors by their school."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from qianxiao.base.tables import units
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.programme.keylists import scoring
from qianxiao.programme.keylists.models import Application, Contact, Entry, KeyList


@dataclass(frozen=True)
class Ranked:
    """An application with its sheet as it stands: the stored one once it is decided."""

    application: Application
    sheet: list[Any]
    points: float


def province_of(region: str) -> str:
    """620000 of any code below it."""
    return f"{region[:2]}0000"


def applications(scope: Scope, year: int) -> "QuerySet[Application]":
    """Applications of a year: a school's own, an office's of its regions."""
    if not any(
        scope.may(right) for right in (Right.KEY_APPLY, Right.KEY_REVIEW, Right.KEY_DECIDE, Right.STUDENTS)
    ):
        raise Http404
    rows: QuerySet[Application] = Application.objects.within(scope).filter(year=year)
    return rows


def application(scope: Scope, number: int, lock: bool = False) -> Application:
    """One of them. Raises Http404."""
    if not any(
        scope.may(right) for right in (Right.KEY_APPLY, Right.KEY_REVIEW, Right.KEY_DECIDE, Right.STUDENTS)
    ):
        raise Http404
    found: Application = the_one(Application.objects.within(scope), number, lock)
    return found


def ranked(scope: Scope, year: int) -> list[Ranked]:
    """Applications by points, best first; a tie by name. The order follows from data and weights alone."""
    found = [rank(one) for one in applications(scope, year)[:500]]
    return sorted(found, key=lambda one: (-one.points, one.application.name))


def rank(one: Application) -> Ranked:
    """One application with its sheet."""
    if one.sheet:
        return Ranked(one, one.sheet, one.points or 0.0)
    sheet, _majors = scoring.sheets(one.org_code, one.year, province_of(one.region))
    return Ranked(one, sheet, scoring.points(sheet))


def published(province: str, year: int) -> KeyList | None:
    """The published list of a province for a year."""
    return KeyList.objects.filter(province=province, year=year, published_on__isnull=False).first()


def before(province: str, year: int) -> KeyList | None:
    """The newest published list of an earlier year."""
    rows = KeyList.objects.filter(province=province, year__lt=year, published_on__isnull=False)
    return rows.order_by("-year").first()


def entries(region: str, year: int, major: str = "") -> "QuerySet[Entry]":
    """Key majors of published lists below a region (by its digits), for everybody (19-04-06)."""
    rows = Entry.objects.filter(list__year=year, list__published_on__isnull=False).exclude(
        verdict=Entry.Verdict.REMOVED
    )
    rows = rows.exclude(major="")
    rows = rows.filter(region__startswith=region) if region else rows
    return (rows.filter(major=major) if major else rows).order_by("region", "name", "major")


def schools(region: str, year: int) -> "QuerySet[Entry]":
    """Key schools of published lists below a region, for everybody; those without a key major as well."""
    rows = Entry.objects.filter(list__year=year, list__published_on__isnull=False, major="")
    rows = rows.exclude(verdict=Entry.Verdict.REMOVED)
    return (rows.filter(region__startswith=region) if region else rows).order_by("region", "name")


def years() -> list[int]:
    """Years with a published list, newest first."""
    rows = KeyList.objects.filter(published_on__isnull=False).values_list("year", flat=True)
    return sorted(set(rows), reverse=True)


def late(year: int) -> list[tuple[str, str, KeyList | None]]:
    """The 32 units in the notices' order: name, region, what is published (19-04-05)."""
    found = {one.province: one for one in KeyList.objects.filter(year=year, published_on__isnull=False)}
    return [(one.zh, one.en, found.get(one.region or f"{one.code}0000")) for one in units()]


def contacts(scope: Scope) -> "QuerySet[Contact]":
    """Visitors who want to hear from the own school."""
    scope.need(Right.KEY_APPLY)
    rows: QuerySet[Contact] = Contact.objects.within(scope)
    return rows


def decides(actor: Actor) -> str:
    """The province this post decides for. Raises Http404."""
    actor.scope.need(Right.KEY_DECIDE)
    if actor.post is None or not actor.post.home:
        raise Http404
    return province_of(actor.post.home)
