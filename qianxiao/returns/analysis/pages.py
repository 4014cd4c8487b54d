"""Pages of the training statistics: the table, its workbook, the people behind a figure (20-11-03)."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.engine.close.inputs import last_day
from qianxiao.engine.files.book import Book, Column, file_name
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists.listing import show
from qianxiao.returns.analysis import declared, training, words
from qianxiao.returns.analysis.lists import TRAINED
from qianxiao.returns.close import queries as closed
from qianxiao.returns.indicators import definitions, queries
from qianxiao.returns.indicators import words as figures

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for. Raises Http404 on a word unknown, out of scope."""
    actor = actor_of(request)
    known = [one.period for one in closed.closes()]
    text = request.GET.get("p", "").replace("-", "")
    period = int(text) if text.isdecimal() and int(text) in known else (known[0] if known and not text else 0)
    region = request.GET.get("region", "") or (actor.post.home if actor.post else "")
    if text and not period:
        raise Http404
    queries.place(actor.scope, region)
    dims = [dim for name in ("a", "b", "c") if (dim := request.GET.get(name, "type" if name == "a" else ""))]
    dims = list(dict.fromkeys(dims))
    if not set(dims) <= set(training.DIMS):
        raise Http404
    one = training.Choice.read(period, region, f"span-{request.GET.get('span', 'month')}.tag-{request.GET.get('g', '')}.free-{request.GET.get('free', '')}")  # fmt: skip
    return {"one": one, "dims": dims, "periods": known, "scope": actor.scope}


def _lines(told: dict[str, Any], found: training.Table, most: int | None) -> tuple[list[Any], dict[str, str]]:
    """Lines with the words of their values and the address of the list behind them; names of places."""
    one, day = told["one"], last_day(told["one"].period)
    lines = found.lines[:most]
    codes = {line.values[found.dims.index("place")] for line in lines} if "place" in found.dims else set()
    names = definitions.place_names([one.region, *codes, *queries.way(told["scope"], one.region)])
    said = []
    for line in lines:
        behind = one.with_(list(zip(found.dims, line.values, strict=True)))
        words_ = [
            words.value(name, value, names, day) for name, value in zip(found.dims, line.values, strict=True)
        ]
        said.append((words_, line, behind))
    return said, names


@opens(Right.FILES)
@require_safe
def training_statistics(request: HttpRequest) -> HttpResponse:
    """Trainings of poor workers by up to three dimensions."""
    told = _asked(request)
    one = told["one"]
    if not one.period:
        return render(request, "analysis/training.html", {"one": one, "place": ""})
    try:
        found = training.table(told["scope"], one, told["dims"])
    except training.Away:
        return render(request, "analysis/training.html", {"one": one, "place": "", "away": True})
    most = declared.limit("lines", last_day(one.period))
    lines, names = _lines(told, found, most)
    shown = {
        "one": one, "lines": lines, "sum": found.sum, "left": max(len(found.lines) - most, 0), "place": names[one.region], "names": names,
        "crumbs": queries.way(told["scope"], one.region), "periods": told["periods"], "spans": definitions.spans(), "dims": [words.DIMS[name] for name in told["dims"]],
        "picks": [(name, told["dims"][n] if n < len(told["dims"]) else "") for n, name in enumerate("abc")], "all_dims": list(words.DIMS.items()),
        "tags": [(tag, figures.tag(tag)) for tag in definitions.tags()], "asked": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "analysis/training.html", shown)


@opens(Right.FILES)
@require_safe
def training_export(request: HttpRequest) -> HttpResponse:
    """The whole table as a workbook."""
    told = _asked(request)
    one = told["one"]
    if not one.period:
        raise Http404
    found = training.table(told["scope"], one, told["dims"])
    lines, names = _lines(told, found, None)
    title = f"{names[one.region]} {one.period // 100}-{one.period % 100:02d} {_('Training statistics')}"
    columns = [Column(str(words.DIMS[name]), 24) for name in told["dims"]] + [
        Column(str(text), 12, "int") for text in (_("Person-times"), _("People"), _("Passed"))
    ]
    rows = [(*said, line.times, line.people, line.passed) for said, line, _behind in lines]
    blank = ["", "", ""][: max(len(told["dims"]) - 1, 0)]
    total = ([_("Sum")] if told["dims"] else []) + blank
    with tempfile.TemporaryDirectory(prefix="qianxiao-training-") as scratch:
        path = Path(scratch) / "training.xlsx"
        with Book(path) as book:
            book.sheet(
                _("Training statistics"),
                title,
                note(one),
                columns,
                [*rows, (*total, found.sum.times, found.sum.people, found.sum.passed)],
            )
        data = path.read_bytes()
    record(
        request,
        f"training {one.region} {one.period}",
        0,
        ("figures",),
        "training_export",
        AccessLog.Kind.EXPORT,
    )
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(title))}.xlsx"
    return answer


def note(one: training.Choice) -> str:
    """What a table counts, in words."""
    parts = [dict(definitions.spans())[one.span]]
    parts += [figures.tag(one.tag)] if one.tag else []
    parts += [_("free of charge alone")] if one.free else []
    return " · ".join(
        [*parts, _("a person who was trained twice counts twice as person-times, once as people")]
    )


@opens(Right.FILES)
@require_safe
def training_people(request: HttpRequest, period: int, region: str, choice: str) -> HttpResponse:
    """The people behind a figure with their trainings; where names are not the reader's or too many, the places below."""
    scope = actor_of(request).scope
    one = training.Choice.read(closed.get_close(period).period, region, choice)
    day = last_day(period)
    found = training.table(scope, one, ["place"])
    few = found.sum.people <= declared.limit("people", day)
    county = definitions.level(region) == queries.COUNTY
    opened = scope.may(Right.PEOPLE) and (county or few)
    codes = [line.values[0] for line in found.lines]
    names = definitions.place_names([region, *codes, *queries.way(scope, region)])
    told: dict[str, Any] = {
        "one": one, "place": names[region], "names": names, "crumbs": queries.way(scope, region), "sum": found.sum, "listed": opened, "note": note(one),
        "only": [(words.DIMS[name], words.value(name, value, names, day)) for name, value in one.only],
        "rows": [] if county else [(line, names[line.values[0]], one.with_([("place", line.values[0])])) for line in found.lines],
    }  # fmt: skip
    if opened:
        page, _more = show(request, TRAINED, {"period": str(period), "region": region, "choice": choice})
        told = {**page, **told, "label": _("People behind a figure"), "nothing": _("Nobody is on this list.")}
    return render(request, "analysis/people.html", told)
