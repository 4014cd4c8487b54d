"""Scoped reads about one case: a person's file, doubts, irregularities, feedback, files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, coming_along, whole_scope
from qianxiao.registers.people.queries import handed_into
from qianxiao.returns.close import models as m
from qianxiao.returns.close.queries import PAGE, persons_by_no

POOR = "poor"


@dataclass
class File:
    """Everything the close knows about one person."""

    person: m.Person
    states: list[m.DutyState] = field(default_factory=list)
    dues: list[m.DueLine] = field(default_factory=list)
    links: list[m.EvidenceLink] = field(default_factory=list)
    doubts: list[m.Doubt] = field(default_factory=list)
    findings: list[m.Irregularity] = field(default_factory=list)
    household: list[m.Person] = field(default_factory=list)


def person_file(scope: Scope, period: int, person_no: str) -> File:
    """A person in scope with everything beside it; one whose record was handed into the scope as well. Raises Http404."""
    scope.need(Right.PEOPLE)
    mine = {"period": period, "person_no": person_no}
    person = m.Person.objects.within(scope).filter(**mine).first()
    if person is None and handed_into(scope, POOR, [person_no]):
        with coming_along():
            return _came_along(scope, mine)
    if person is None:
        raise Http404
    family = m.Person.objects.within(scope).filter(period=period, hh_no=person.hh_no).order_by("row")
    return _file(scope, mine, person, list(family[:PAGE]) if person.hh_no else [person])


def _came_along(scope: Scope, mine: dict[str, Any]) -> File:
    """A person of another place whose record is kept in scope, and of the household those who came along too."""
    person = m.Person.objects.within(whole_scope()).filter(**mine).first()
    if person is None:
        raise Http404
    family = m.Person.objects.within(whole_scope()).filter(period=mine["period"], hh_no=person.hh_no)
    near = handed_into(scope, POOR, list(family.order_by("row").values_list("person_no", flat=True)[:PAGE]))
    found = family.filter(person_no__in=near).order_by("row")
    return _file(whole_scope(), mine, person, list(found) if person.hh_no else [person])


def _file(reach: Scope, mine: dict[str, Any], person: m.Person, household: list[m.Person]) -> File:
    """What a month says of one person, within reach."""
    return File(
        person,
        list(m.DutyState.objects.within(reach).filter(**mine).order_by("duty")),
        list(
            m.DueLine.objects.within(reach).filter(**mine).order_by("-gap", "-decisive_date", "item", "row")
        ),
        list(m.EvidenceLink.objects.within(reach).filter(**mine).order_by("register", "row")),
        list(m.Doubt.objects.within(reach).filter(**mine).order_by("row")),
        list(m.Irregularity.objects.within(reach).filter(**mine).order_by("row")),
        household,
    )


def links(scope: Scope, period: int) -> "QuerySet[m.EvidenceLink]":
    """Accepted matches in scope."""
    scope.need(Right.REVIEW)
    rows: QuerySet[m.EvidenceLink] = m.EvidenceLink.objects.within(scope).filter(period=period)
    return rows


def doubts(scope: Scope, period: int) -> "QuerySet[m.Doubt]":
    """Candidates in scope that wait for a decision."""
    scope.need(Right.REVIEW)
    rows: QuerySet[m.Doubt] = m.Doubt.objects.within(scope).filter(period=period)
    return rows


def doubt_case(scope: Scope, period: int, row: int) -> tuple[m.Doubt, list[tuple[m.Doubt, m.Person]], int]:
    """One seen row with all its candidates in scope, and how many lie elsewhere. Raises Http404."""
    scope.need(Right.REVIEW)
    chosen = m.Doubt.objects.within(scope).filter(period=period, row=row).first()
    if chosen is None:
        raise Http404
    mine = m.Doubt.objects.within(scope).filter(period=period, register=chosen.register, rec_id=chosen.rec_id)
    here = list(mine.order_by("rank", "row"))
    known = persons_by_no(scope, period, (line.person_no for line in here))
    elsewhere = _candidates(period, chosen.register, chosen.rec_id) - len(here)
    return chosen, [(line, known[line.person_no]) for line in here if line.person_no in known], elsewhere


def _candidates(period: int, register: str, rec_id: str) -> int:
    """How many candidates a seen row has anywhere: a number from the database, never a row of another county."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT close_candidates(%s, %s, %s)", [period, register, rec_id])
        return int(cursor.fetchone()[0])


def irregularities(scope: Scope, period: int) -> "QuerySet[m.Irregularity]":
    """Findings in scope."""
    scope.need(Right.REVIEW)
    rows: QuerySet[m.Irregularity] = m.Irregularity.objects.within(scope).filter(period=period)
    return rows


def irregularity_counts(scope: Scope, period: int) -> list[dict[str, Any]]:
    """Findings in scope by pattern."""
    rows = m.Irregularity.objects.within(scope).filter(period=period)
    counted = rows.values("pattern", "action").annotate(n=Count("row"))
    return [dict(row) for row in counted.order_by("pattern", "action")]


ASKS = ~Q(action__in=("", "none"))  # lines that ask the school for something


def _feedback(scope: Scope, period: int) -> Any:
    """Lines a post may see: a school its own, an office those about people of its region."""
    scope.need(Right.FEEDBACK)
    return m.FeedbackLine.objects.within(scope).filter(period=period)


def feedback_orgs(scope: Scope, period: int) -> list[dict[str, Any]]:
    """Schools and institutions with lines in scope: code, name, lines, lines that ask for something."""
    rows = (
        _feedback(scope, period)
        .values("org_code")
        .annotate(lines=Count("row"), to_do=Count("row", filter=ASKS))
    )
    found = list(rows.order_by("-to_do", "-lines", "org_code")[: PAGE * 4])
    orgs = m.FeedbackOrg.objects.filter(period=period, org_code__in=[row["org_code"] for row in found])
    names = {org.org_code: org.name for org in orgs}
    return [{**row, "name": names.get(row["org_code"]) or row["org_code"]} for row in found]


def org_names(scope: Scope, period: int, codes: set[str]) -> dict[str, str]:
    """Names of schools and institutions whose files are listed; a school only finds itself."""
    found = m.FeedbackOrg.objects.filter(period=period, org_code__in=codes)
    if scope.institutions:
        found = found.filter(scope.owns())
    return dict(found.values_list("org_code", "name"))


def feedback_org(scope: Scope, period: int, org_code: str) -> dict[str, Any]:
    """One school: name, lines in scope, those that ask for something. Raises Http404 out of scope."""
    rows = _feedback(scope, period).filter(org_code=org_code)
    told = rows.aggregate(lines=Count("row"), to_do=Count("row", filter=ASKS))
    if not told["lines"]:
        raise Http404
    org = m.FeedbackOrg.objects.filter(period=period, org_code=org_code).first()
    return {**told, "org_code": org_code, "name": org.name if org and org.name else org_code}


def feedback(scope: Scope, period: int, org_code: str) -> "QuerySet[m.FeedbackLine]":
    """One school's lines."""
    rows: QuerySet[m.FeedbackLine] = _feedback(scope, period).filter(org_code=org_code)
    return rows


def files(scope: Scope, close: m.Close, kind: str = "") -> Any:
    """Files a post may download: its school's, its regions', those about everything if it may see everything."""
    rows = m.ReturnFile.objects.within(scope).filter(period=close.period)
    if scope.institutions:
        scope.need(Right.FEEDBACK)
        rows = rows.filter(kind="feedback")
    else:
        scope.need(Right.FILES)
        if not scope.may(Right.PEOPLE):
            rows = rows.filter(kind="returns")  # forms hold figures; every other file names people
    return (rows.filter(kind=kind) if kind else rows).order_by("kind", "row")


def file_path(scope: Scope, close: m.Close, row: int) -> tuple[m.ReturnFile, Path]:
    """A downloadable file and where it lies. Raises Http404 out of scope, outside the folder, or when it is gone."""
    found = files(scope, close).filter(row=row).first()
    if found is None:
        raise Http404
    home = Path(close.folder).resolve()
    path = (home / found.path).resolve()
    if not path.is_relative_to(home) or not path.is_file():
        raise Http404
    return found, path
