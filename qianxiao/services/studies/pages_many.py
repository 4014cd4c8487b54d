"""Pages about many students: the yes to ticked registrations, a term for all but the named, the figures (19-05-01)."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.lists import places
from qianxiao.office.lists.back import back_to
from qianxiao.office.lists.batch import nothing_ticked, ticked
from qianxiao.office.lists.batch import told as tell
from qianxiao.registers.schools import queries as schools
from qianxiao.registers.schools import words as school_words
from qianxiao.services.studies import actions_many, queries, words
from qianxiao.services.studies.forms import TermForm
from qianxiao.services.studies.models import ACTIVE, Student
from qianxiao.services.studies.parameters import open_term
from qianxiao.services.studies.writing import day_now


@opens(Right.PRINCIPAL, Right.STUDENT_CHECK)
@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """This post's yes to what is ticked."""
    keys = ticked(request, Student)
    if not keys:
        return nothing_ticked(request, back_to(request))
    outcome = actions_many.review_all(request, keys)
    n = len(outcome.done)
    heading = ngettext("%(n)s registration goes on", "%(n)s registrations go on", n) % {"n": n}
    return tell(request, outcome, lambda row: f"{row.name} {row.reg_no}", heading, back_to(request))


@opens(Right.ENROL)
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest) -> HttpResponse:
    """Register the school's students for the term that is open, all but the named."""
    form, scope = TermForm(request.POST if request.method == "POST" else None), scope_of(request)
    school = schools.own(scope)
    if request.method == "POST":
        try:
            if form.is_valid():
                actions_many.register_term(request, form.cleaned_data["away"].split())
                return redirect("students-term")
        except ValidationError as error:
            form.add_error("away", error)
    open_, rows = open_term(day_now(), school.region), queries.students(scope).filter(status=ACTIVE)
    told = {
        "form": form,
        "term": words.term(open_),
        "done": rows.filter(term=open_).count(),
        "to_do": rows.exclude(term=open_).count(),
    }
    return render(request, "studies/term.html", told, status=422 if form.errors else 200)


@opens(Right.STUDENTS)
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Counts by status, kind, level, major, poor, each with its list; of a region or the own school."""
    actor = actor_of(request)
    region = request.GET.get("region", "")
    told: dict[str, Any] = {"regions": places.options(actor, request.GET)}
    if region and region not in dict(told["regions"]):
        raise Http404
    rows = queries.students(actor.scope)
    if region:
        rows = rows.filter(places.PLACE.condition(region, told))
    told |= {
        "region": region,
        "office": not actor.scope.institutions,
        "tables": tables(queries.figures(rows), region),
        "label": _("Figures of students"),
    }
    return render(request, "studies/statistics.html", told)


def tables(lines: list[dict[str, Any]], region: str) -> list[dict[str, Any]]:
    """A table for each way to count: label, all and poor students with the addresses of their lists."""
    ways = (
        ("status", "status", _("Status"), words.status),
        ("kind", "reg_kind", _("Kind of registration"), words.kind),
        ("stage", "stage", _("Level of training"), words.stage_of),
        ("major", "major", _("Major"), school_words.major),
    )
    return [_table(lines, region, *way) for way in ways]


def _table(
    lines: list[dict[str, Any]], region: str, name: str, column: str, heading: str, said: Any
) -> dict[str, Any]:
    rows = []
    for value in sorted({line[column] for line in lines}, key=lambda one: (len(one), one)):
        mine = [line for line in lines if line[column] == value]
        asked = {"region": region, name: value}
        rows.append(
            {
                "label": said(value),
                "code": value,
                "n": sum(line["n"] for line in mine),
                "poor": sum(line["n"] for line in mine if line["poor"]),
                "to": _address(asked),
                "to_poor": _address({**asked, "poor": "yes"}),
            }
        )
    return {
        "name": name,
        "heading": heading,
        "rows": rows,
        "n": sum(row["n"] for row in rows),
        "poor": sum(row["poor"] for row in rows),
        "to": _address({"region": region}),
        "to_poor": _address({"region": region, "poor": "yes"}),
    }


def _address(asked: dict[str, str]) -> str:
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{reverse('students')}?{query}" if query else reverse("students")
