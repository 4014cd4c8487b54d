"""Pages about one case: a person with reasons and evidence, doubts, irregularities, feedback, files, the trail."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qianxiao.masterdata.regions.queries import above, names, span
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.programme.matching.evidence import alike, weighed
from qianxiao.registers.people.queries import by_enrolment
from qianxiao.returns.close import queries, queries_case
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
    scope = scope_of(request)
    close = queries.get_close(period)
    register, kind = request.GET.get("register", "")[:32], request.GET.get("class", "")[:32]
    page = queries_case.links(
        scope, period, register, kind, queries.read_cursor(request.GET.get("after", ""))
    )
    shown = [line.person_no for line in page.rows]
    people = queries.persons_by_no(scope, period, set(shown))
    record(request, f"links:{period}", len(shown), ("name", "seen_name", "bits"), "links", whose=shown)
    told = {
        "close": close,
        "period": period,
        "page": page,
        "register": register,
        "kind": kind,
        "lines": [(line, people.get(line.person_no)) for line in page.rows],
        "names": names({line.region for line in page.rows}),
    }
    return render(request, "close/links.html", told)


@opens(Right.REVIEW)
@require_safe
def doubts(request: HttpRequest, period: int) -> HttpResponse:
    """Candidates that wait for a decision."""
    scope = scope_of(request)
    close = queries.get_close(period)
    page = queries_case.doubts(scope, period, queries.read_cursor(request.GET.get("after", "")))
    shown = [line.person_no for line, _person in page.rows]
    record(request, f"doubts:{period}", len(shown), ("name", "seen_name", "bits"), "doubts", whose=shown)
    told = {
        "close": close,
        "period": period,
        "page": page,
        "count": queries_case.doubts_count(scope, period),
        "names": names({line.region for line, _person in page.rows}),
    }
    return render(request, "close/doubts.html", told)


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
    scope = scope_of(request)
    close = queries.get_close(period)
    chosen = request.GET.get("pattern", "")
    pattern = int(chosen) if chosen.isdecimal() and len(chosen) < 4 else None
    page = queries_case.irregularities(
        scope, period, pattern, queries.read_cursor(request.GET.get("after", ""))
    )
    shown = [line.person_no for line in page.rows if line.person_no]
    fields = ("name", "register", "detail")
    record(request, f"irregularities:{period}", len(page.rows), fields, "irregularities", whose=shown)
    counts = queries_case.irregularity_counts(scope, period)
    told = {
        "close": close,
        "period": period,
        "page": page,
        "counts": counts,
        "count": sum(line["n"] for line in counts if pattern in (None, line["pattern"])),
        "pattern": pattern,
        "names": names({line.region for line in page.rows}),
    }
    return render(request, "close/irregularities.html", told)


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
    close = queries.get_close(period)
    after = request.GET.get("after", "")
    number = int(after) if after.isdecimal() and len(after) < 19 else 0
    asks = request.GET.get("only") == "todo"
    name, page = queries_case.feedback(scope, period, org_code, number, asks)
    shown = [line.person_no for line in page.rows if line.person_no]
    fields = ("name", "id_mask", "items_due", "items_missing")
    record(request, org_code, len(page.rows), fields, "feedback", whose=shown)
    workbook = None
    if scope.institution or scope.may(Right.FILES):
        workbook = queries_case.files(scope, close, "feedback").filter(org_code=org_code).first()
    org = next(
        (line for line in queries_case.feedback_orgs(scope, period) if line["org_code"] == org_code), None
    )
    told = {
        "close": close,
        "period": period,
        "name": name,
        "page": page,
        "asks": asks,
        "org": org,
        "workbook": workbook,
    }
    return render(request, "close/feedback.html", told)


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
