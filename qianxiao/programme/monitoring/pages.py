"""Pages of the monitoring: a school's month (S07), coverage of the schools of a region (B31)."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.programme.monitoring import actions, queries, words
from qianxiao.programme.monitoring.actions import Told, preset, this_month
from qianxiao.programme.monitoring.models import MEASURES

FIELDS = ("name", "absent", "failed", "trouble")
BACK = 12  # months the reader can choose from


def _month(text: str) -> int:
    """yyyymm of 2020-05 or 202005; this month without one. Raises Http404."""
    plain = text.replace("-", "")
    if not plain:
        return this_month()
    if len(plain) != 6 or not plain.isdecimal() or not 1 <= int(plain[4:]) <= 12:
        raise Http404
    return int(plain)


def _months() -> list[int]:
    """This month and the ones before it."""
    year, month = divmod(this_month(), 100)
    count = year * 12 + month - 1
    return [(count - back) // 12 * 100 + (count - back) % 12 + 1 for back in range(BACK)]


@opens(Right.MONITORING)
@require_safe
def monitoring(request: HttpRequest) -> HttpResponse:
    """The own school's month for its people; for offices which schools looked at whom, with the names still missing."""
    return _shown(request, _month(request.GET.get("month", "")))


def _shown(request: HttpRequest, month: int, refused: str = "", wrong: object = ()) -> HttpResponse:
    scope = scope_of(request)
    told = {"month": month, "months": _months(), "refused": refused, "wrong": wrong, "this": this_month()}
    school = scope.institution or request.GET.get("school", "")
    covered = queries.coverage(scope, month)
    told["covered"] = covered
    told["total"] = {
        "students": sum(one.students for one in covered),
        "handed": sum(one.handed for one in covered),
        "missing": sum(one.missing for one in covered),
        "without": sum(not one.officers for one in covered),
    }
    if scope.institution:
        return _table(request, told, month)
    if school:
        if school not in {one.org_code for one in covered}:
            raise Http404
        rows = queries.missing(scope, month, school)
        record(
            request, school, len(rows), ("name",), "monitoring_missing", whose=[str(row.pk) for row in rows]
        )
        told |= {"school": next(one for one in covered if one.org_code == school), "names": rows}
    return render(request, "monitoring/coverage.html", told, status=422 if refused else 200)


def _table(request: HttpRequest, told: dict[str, object], month: int) -> HttpResponse:
    """A school's month: open records preset, those handed in as they were said."""
    scope = scope_of(request)
    rows = list(queries.records(scope, month)[:2000])
    record(
        request,
        scope.institution,
        len(rows),
        FIELDS,
        "monitoring",
        whose=[str(row.student_id) for row in rows],
    )
    open_rows = [(row, preset(row)) for row in rows if row.handed_at is None]
    troubles = list(words.TROUBLES.items())
    measures = [
        (words.TROUBLES[kind], [(one, words.MEASURES[one]) for one in some])
        for kind, some in MEASURES.items()
    ]
    handed = [
        (row, words.TROUBLES[row.trouble], words.MEASURES.get(row.measure, ""))
        for row in rows
        if row.handed_at
    ]
    told |= {"open": open_rows, "handed": handed, "troubles": troubles, "measures": measures, "rows": len(rows),
             "supported": queries.supported(scope).count(), "writes": scope.may(Right.MONITOR),
             "officers": queries.officers([scope.institution]).get(scope.institution, ())}  # fmt: skip
    failed = bool(told["refused"] or told["wrong"])
    return render(request, "monitoring/month.html", told, status=422 if failed else 200)


@opens(Right.MONITOR)
@require_POST
def open_month(request: HttpRequest) -> HttpResponse:
    """Open the records of a month by hand, where nobody did on the first."""
    month = _month(request.POST.get("month", ""))
    try:
        actions.open_own(request, month)
    except ValidationError as error:
        return _shown(request, this_month(), " ".join(error.messages))
    return redirect(f"{request.path.removesuffix('open')}?month={month}")


@opens(Right.MONITOR)
@require_POST
def facts(request: HttpRequest) -> HttpResponse:
    """Attendance and marks, pasted line by line; what was not taken comes back with the reason."""
    month = _month(request.POST.get("month", ""))
    _n, wrong = actions.tell_facts(request, month, request.POST.get("lines", "")[:200_000].splitlines())
    if wrong:
        return _shown(request, month, wrong=wrong)
    return redirect(f"{request.path.removesuffix('facts')}?month={month}")


@opens(Right.MONITOR)
@require_POST
def hand(request: HttpRequest) -> HttpResponse:
    """Hand the month in: first shown once more, then kept."""
    month = _month(request.POST.get("month", ""))
    told = {
        int(key[2:]): Told(
            str(value), request.POST.get(f"m-{key[2:]}", ""), request.POST.get(f"n-{key[2:]}", "")
        )
        for key, value in request.POST.items()
        if key.startswith("t-") and key[2:].isdecimal() and len(key) < 20
    }
    if "sure" not in request.POST and told:
        return _sure(request, month, told)
    try:
        actions.hand_in(request, month, told)
    except ValidationError as error:
        return _shown(request, month, " ".join(error.messages))
    return redirect(f"{request.path.removesuffix('hand')}?month={month}")


def _sure(request: HttpRequest, month: int, told: dict[int, Told]) -> HttpResponse:
    """How many are normal, and each who is not, before it is kept."""
    rows = queries.records(scope_of(request), month).filter(pk__in=told, handed_at=None)
    named = {row.pk: row for row in rows}
    record(request, scope_of(request).institution, len(named), FIELDS, "monitoring_sure")
    others = [
        (named[key], words.TROUBLES.get(said.trouble, said.trouble), words.MEASURES.get(said.measure, "—"))
        for key, said in told.items()
        if key in named and said.trouble != "none"
    ]
    kept = [(f"{letter}-{key}", value) for key, said in told.items() if key in named
            for letter, value in (("t", said.trouble), ("m", said.measure), ("n", said.note)) if value]  # fmt: skip
    shown = {
        "month": month,
        "others": others,
        "normal": len(named) - len(others),
        "kept": kept,
        "all": len(named),
    }
    return render(request, "monitoring/sure.html", {**shown, "title": _("Hand the month in")})
