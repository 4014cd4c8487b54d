"""Pages about one case: a person with reasons and evidence, doubts, irregularities, feedback, files, the trail."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.masterdata.regions.queries import above, names, span
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists.listing import show
from qianxiao.programme.matching.evidence import alike, weighed
from qianxiao.registers.people.queries import by_enrolment
from qianxiao.returns.close import queries, queries_case
from qianxiao.returns.close.lists_case import DOUBTS, FEEDBACK, FINDINGS, LINKS
from qianxiao.returns.close.reasons import explained

_KINDS = ("returns", "lists", "feedback", "faults")  # forms first
_FILE_FIELDS = (
    "name",
    "id_mask",
    "phone_mask",
    "birth",
    "ethnic",
    "region",
    "states",
    "dues",
    "links",
    "household",
)


@opens(Right.PEOPLE)
@require_safe
def person(request: HttpRequest, period: int, person_no: str) -> HttpResponse:
    """One person: state, every decision with its reasons and clause, money, match evidence."""
    scope = scope_of(request)
    close = queries.get_close(period)
    file = queries_case.person_file(scope, period, person_no)
    shown = [person_no, *(one.person_no for one in file.household if one.person_no != person_no)]
    record(request, person_no, len(shown), _FILE_FIELDS, "person", whose=shown)
    crumbs = [code for code in above(file.person.region) if scope.holds(*span(code))]
    told = {
        "close": close,
        "period": period,
        "file": file,
        "person": file.person,
        "dues": [explained(line) for line in file.dues],
        "links": alike(file.links, close.auto_bits),
        "crumbs": crumbs,
        "names": names([*above(file.person.region), *(line.county for line in file.dues)]),
        "age": (period - file.person.birth // 100) // 100 if file.person.birth else None,
        "may_review": scope.may(Right.REVIEW),
        "record": by_enrolment(scope, "poor", person_no),
    }
    return render(request, "close/person.html", told)


@opens(Right.REVIEW)
@require_safe
def links(request: HttpRequest, period: int) -> HttpResponse:
    """Rows of a register matched to people of the scope, of one class: the list behind a figure of B21."""
    page, told = show(request, LINKS, {"period": str(period)})
    page |= {
        "period": period,
        "register": told["choice"].values["register"],
        "kind": told["choice"].values["class"],
        "label": _("Matched rows"),
        "nothing": _("No row of this month belongs to your region."),
    }
    return render(request, "close/links.html", page)


@opens(Right.REVIEW)
@require_safe
def doubts(request: HttpRequest, period: int) -> HttpResponse:
    """Candidates that wait for a decision."""
    page, _told = show(request, DOUBTS, {"period": str(period)})
    page |= {"period": period, "label": _("Doubts"), "nothing": _("No doubt waits here.")}
    return render(request, "close/doubts.html", page)


@opens(Right.REVIEW)
@require_safe
def doubt(request: HttpRequest, period: int, row: int) -> HttpResponse:
    """One seen row beside its candidates, field by field."""
    scope = scope_of(request)
    close = queries.get_close(period)
    seen, candidates, elsewhere = queries_case.doubt_case(scope, period, row)
    shown = [person.person_no for _line, person in candidates]
    fields = ("name", "id_mask", "phone_mask", "birth", "region")
    record(request, ",".join(shown), len(shown), fields, "doubt", whose=shown)
    told = {
        "close": close,
        "period": period,
        "seen": seen,
        "candidates": [(line, person, *weighed(line, close.auto_bits)) for line, person in candidates],
        "elsewhere": elsewhere,
        "names": names({seen.seen_region} | {person.region for _line, person in candidates}),
    }
    return render(request, "close/doubt.html", told)


@opens(Right.REVIEW)
@require_safe
def irregularities(request: HttpRequest, period: int) -> HttpResponse:
    """Findings of the exact patterns, each a question and never a verdict."""
    page, _told = show(request, FINDINGS, {"period": str(period)})
    page |= {"period": period, "label": _("Irregularities"), "nothing": _("Nothing was found.")}
    return render(request, "close/irregularities.html", page)


@opens(Right.FEEDBACK)
@require_safe
def feedback_list(request: HttpRequest, period: int) -> HttpResponse:
    """Schools and institutions that are told something this month."""
    scope = scope_of(request)
    close = queries.get_close(period)
    orgs = queries_case.feedback_orgs(scope, period)
    return render(request, "close/feedback_list.html", {"close": close, "period": period, "orgs": orgs})


@opens(Right.FEEDBACK)
@require_safe
def feedback(request: HttpRequest, period: int, org_code: str) -> HttpResponse:
    """What one school is told about its people (19-05-05)."""
    scope = scope_of(request)
    page, told = show(request, FEEDBACK, {"period": str(period), "org_code": org_code})
    workbook = None
    if scope.institution or scope.may(Right.FILES):
        found = queries_case.files(scope, told["close"], "feedback")
        workbook = found.filter(org_code=org_code).first()
    page |= {
        "period": period,
        "name": told["org"]["name"],
        "org": told["org"],
        "workbook": workbook,
        "label": told["org"]["name"],
        "nothing": _("Nothing is to be done."),
    }
    return render(request, "close/feedback.html", page)


@opens(Right.FILES, Right.FEEDBACK)
@require_safe
def files(request: HttpRequest, period: int) -> HttpResponse:
    """Workbooks and forms of the close that this post may download."""
    scope = scope_of(request)
    close = queries.get_close(period)
    found = sorted(
        queries_case.files(scope, close)[:500], key=lambda file: (_KINDS.index(file.kind), file.row)
    )
    told = {
        "close": close,
        "period": period,
        "files": found,
        "names": names({file.region for file in found}),
        "orgs": queries_case.org_names(scope, period, {file.org_code for file in found if file.org_code}),
    }
    return render(request, "close/files.html", told)


@opens(Right.FILES, Right.FEEDBACK)
@require_safe
def download(request: HttpRequest, period: int, row: int) -> HttpResponseBase:
    """One file, after the access is written down."""
    scope = scope_of(request)
    close = queries.get_close(period)
    found, path = queries_case.file_path(scope, close, row)
    record(request, found.path, 0, ("whole file",), f"download:{found.kind}", AccessLog.Kind.EXPORT)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{close}-{path.name}")
