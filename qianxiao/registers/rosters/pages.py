"""Pages of imports: the wizard and the list (B18), the preview (B19), answering, taking in, the files to fetch."""

import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.base.crypto_ring import RingProblem
from qianxiao.engine.io.layouts import layouts, settings
from qianxiao.engine.io.template import template
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.jobs.queries import job_about
from qianxiao.office.lists.listing import show
from qianxiao.registers.rosters import actions, files, queries, words
from qianxiao.registers.rosters.lists import IMPORTS
from qianxiao.registers.rosters.models import Import, State
from qianxiao.registers.rosters.rules import rules, rules_of

FIELDS = ("name", "id_mask", "cells")
REFRESH = "2"  # seconds until a page with a bar asks again; a header, so that no script is needed
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


@opens(Right.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The wizard's first step, and the newest imports of the scope; POST brings a file in."""
    refused = ""
    if request.method == "POST":
        try:
            made = _bring(request)
            return redirect("import", number=made.pk)
        except actions.Refused as told:
            refused = str(told)
        except RingProblem:
            refused = "keys"
        except OSError:
            refused = "room"
    shown, _told = show(request, IMPORTS)
    most = int(settings()["upload"]["file_mb"])
    context = {
        **shown,
        "label": _("Imports"),
        "nothing": _("Nothing was brought in yet."),
        "rosters": rules_of(actor_of(request)),
        "register": request.POST.get("register") or request.GET.get("register", ""),
        "month": request.POST.get("period", ""),
        "most": most,
        "refused": words.refusal(refused) % {"most": most} if refused else "",
    }
    return render(request, "rosters/imports.html", context, status=422 if refused else 200)


def _bring(request: HttpRequest) -> Import:
    """Take the form's file. Raises Refused, OSError, RingProblem."""
    found = re.fullmatch(r"(\d{4})-?(0[1-9]|1[0-2])", request.POST.get("period", "").strip())
    if not found or not 2000 <= int(found[1]) <= 2100:
        raise actions.Refused("period")
    file = request.FILES.get("file")
    most = int(settings()["upload"]["file_mb"]) << 20
    if not isinstance(file, UploadedFile) or not file.size or file.size > most:
        raise actions.Refused("file")
    period = int(found[1] + found[2])
    register = request.POST.get("register", "")
    return actions.bring(actor_of(request), register, period, file.name or "", file.chunks())


@opens(Right.IMPORT)
@require_safe
def roster_template(request: HttpRequest, register: str) -> HttpResponse:
    """An empty workbook of a register: number columns are text, codes have drop-downs."""
    if register not in rules():
        raise Http404
    layout = layouts()[register]
    return _attached(iter([template(layout)]), f"{layout.zh}_模板.xlsx")


def _attached(pieces: Iterator[bytes], name: str) -> HttpResponse:
    response = StreamingHttpResponse(pieces, content_type=_BOOK)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response  # type: ignore[return-value]


@opens(Right.IMPORT)
@require_safe
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Where an import stands; once it is compared, its rows by tab."""
    return _preview(request, number)


def _preview(request: HttpRequest, number: int, refused: str = "") -> HttpResponse:
    scope = scope_of(request)
    one = queries.get_import(scope, number)
    counts = [(tab, int(getattr(one, tab))) for tab in queries.TABS]
    counts = [(name, count) for name, count in counts if count]
    tab = _tab(request, one, [name for name, _count in counts])
    listed = one.state in (State.READY, State.DONE) and bool(tab)
    rows, more = queries.page(scope, one, tab, _number(request.GET.get("after", ""))) if listed else ([], "")
    if rows:
        record(request, f"import {one.pk}", len(rows), FIELDS, "import")
    actor = actor_of(request)
    context = {
        "one": one,
        "job": job_about(scope, actions.ACCEPT if one.state == State.ACCEPTING else actions.READ, one.pk),
        "counts": counts,
        "tab": tab,
        "rows": rows,
        "page": {"after": more},
        "problems": [(told["level"], words.problem(told)) for told in one.problems],
        "faults": [(told, words.problem(told)) for told in one.faults],
        "answered": queries.answered(scope, one) if one.state == State.DONE else 0,
        "checked": rules()[one.register].checked,
        "may_accept": actions.may_accept(actor, one),
        "refused": words.refusal(refused) if refused else "",
    }
    response = render(request, "rosters/preview.html", context, status=422 if refused else 200)
    if queries.is_current(one):
        response["Refresh"] = REFRESH
    return response


def _tab(request: HttpRequest, one: Import, shown: list[str]) -> str:
    """The tab asked for, else the one that waits for an answer, else the first with rows."""
    asked = request.GET.get("tab", "") or ("meanwhile" if one.meanwhile else "")
    return asked if asked in shown else (shown[0] if shown else "")


@opens(Right.IMPORT)
@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Have the ticked kinds of rows, and the lines answered so, taken in."""
    try:
        actions.accept(actor_of(request), number, "with_new" in request.POST, "with_changed" in request.POST)
    except actions.Refused as refused:
        return _preview(request, number, str(refused))
    return redirect("import", number=number)


@opens(Right.IMPORT)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say of one line whether it is taken in, then show the tab again."""
    line = _number(request.POST.get("line", ""))
    try:
        found = actions.answer(actor_of(request), number, line or 0, request.POST.get("answer", ""))
    except actions.Refused as refused:
        return _preview(request, number, str(refused))
    record(request, f"import {number}", 1, FIELDS, "import", AccessLog.Kind.CHANGE)
    after = _number(request.POST.get("after", ""))
    query = f"?tab={found.verdict}" + (f"&after={after}" if after else "")
    return redirect(reverse("import", kwargs={"number": number}) + f"{query}#l{found.pk}")


@opens(Right.IMPORT)
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Give an import up; one that is being read is cancelled."""
    actor = actor_of(request)
    try:
        actions.cancel(actor, number)
    except actions.Refused as refused:
        return _preview(request, number, str(refused))
    return redirect("import", number=number)


@opens(Right.IMPORT)
@require_safe
def back(request: HttpRequest, number: int) -> HttpResponse:
    """The workbook with the rows to correct, the reason beside each. It leaves the house: written down first."""
    one = queries.get_import(scope_of(request), number)
    if not one.back:
        raise Http404
    pieces = files.opened(ring(), one.store, "back")
    try:
        first = next(pieces)
    except FileNotFoundError:
        raise Http404 from None
    record(request, f"import {one.pk}", one.wrong, ("cells",), "import", AccessLog.Kind.EXPORT)
    return _attached(chain([first], pieces), one.back)
