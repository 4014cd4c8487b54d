"""Pages of the figures: the centre of reports (B72) with its table, and one cell with the people or the figures behind it."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.engine.close.inputs import last_day
from qianxiao.engine.files.book import Book, Column, file_name
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists.listing import show
from qianxiao.returns.indicators import definitions, queries, words
from qianxiao.returns.indicators.lists import CELL_PEOPLE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
APART = ("3q3z", "52")  # the area sets that are shown side by side


def chosen(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for: period, region, group of indicators, span, tag. Raises Http404 on a word unknown."""
    actor = actor_of(request)
    known = queries.periods(actor.scope)
    text = request.GET.get("p", "").replace("-", "")
    period = int(text) if text.isdecimal() and int(text) in known else (known[0] if known and not text else 0)
    region = request.GET.get("region", "") or (actor.post.home if actor.post else "")
    groups = list(dict.fromkeys(one.group for one in definitions.indicators().values()))
    told = {
        "period": period, "periods": known, "region": region, "group": request.GET.get("group", "training"), "groups": groups,
        "span": request.GET.get("span", "month"), "tag": request.GET.get("g", ""),
    }  # fmt: skip
    if (text and not period) or told["group"] not in groups or told["span"] not in definitions.SPANS:
        raise Http404
    if told["tag"] and told["tag"] not in definitions.tags():
        raise Http404
    queries.place(actor.scope, region)
    return told


def table(scope: Scope, told: dict[str, Any]) -> dict[str, Any]:
    """Regions × indicators of a choice: columns, rows of (region, numbers), the sum row."""
    columns = [one for one in definitions.indicators().values() if one.group == told["group"]]
    codes, span = [one.code for one in columns], definitions.SPANS[told["span"]]
    own = queries.figures(scope, told["period"], told["region"], told["tag"])
    rows = queries.below(scope, told["period"], told["region"], codes, told["tag"], (span,))
    return {
        "columns": columns,
        "rows": {code: [queries.value(found, one, span) for one in codes] for code, found in rows.items()},
        "sum": [queries.value(own, one, span) for one in codes],
    }


@opens(Right.FILES)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What can be read and taken: the table of indicators, the books, the forms; area sets side by side."""
    scope, told = actor_of(request).scope, chosen(request)
    found = table(scope, told)
    codes = [told["region"], *found["rows"], *queries.way(scope, told["region"])]
    said = definitions.place_names(codes)
    columns = [
        (one, definitions.said(one), definitions.formula(one), definitions.as_of(one))
        for one in found["columns"]
    ]
    shown = {
        **told, "columns": columns, "names": said, "crumbs": queries.way(scope, told["region"]), "sum": list(zip(found["columns"], found["sum"], strict=True)),
        "rows": [(code, said[code], list(zip(found["columns"], numbers, strict=True))) for code, numbers in found["rows"].items()],
        "spans": definitions.spans(), "tags": [(tag, words.tag(tag)) for tag in definitions.tags()], "group_names": [(group, words.group(group)) for group in told["groups"]],
        "place": said[told["region"]], "version": definitions.version(), "apart": _apart(scope, told) if told["period"] else [],
        "corrections": [(one, definitions.said(definitions.indicators()[one["indicator"]])) for one in queries.corrections(scope, told["period"], told["region"])[:30] if one["indicator"] in definitions.indicators()],
        "asked": request.GET.urlencode(), "county": definitions.level(told["region"]) == queries.COUNTY,
    }  # fmt: skip
    return render(request, "indicators/reports.html", shown)


def _apart(scope: Scope, told: dict[str, Any]) -> list[dict[str, Any]]:
    """The area sets side by side for two figures, with their union and what overlaps (20-01-03)."""
    rows = []
    for code in ("new_students", "trained", "gap_train"):
        one, span = definitions.indicators()[code], definitions.SPANS[told["span"]]
        apart, union, both = queries.tags_apart(scope, told["period"], told["region"], code, span, APART)
        rows.append(
            {
                "name": definitions.said(one),
                "apart": [(words.tag(tag), n) for tag, n in apart.items()],
                "union": union,
                "both": both,
            }
        )
    return rows


@opens(Right.FILES)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The table as a workbook; `published` leaves small figures out."""
    actor, told = actor_of(request), chosen(request)
    found = table(actor.scope, told)
    open_to_all = request.GET.get("published", "") == "1"
    rows = found["rows"]
    if open_to_all:
        rows = queries.published(rows, definitions.smallest(last_day(told["period"])))
    said = definitions.place_names([told["region"], *rows])
    note = _("Figures of fewer people than %(n)s are left out.") % {"n": definitions.smallest(last_day(told["period"]))} if open_to_all else _("For office use.")  # fmt: skip
    title = f"{said[told['region']]} {told['period'] // 100}-{told['period'] % 100:02d} {words.group(told['group'])}"
    with tempfile.TemporaryDirectory(prefix="qianxiao-report-") as scratch:
        path = Path(scratch) / "report.xlsx"
        with Book(path) as book:
            columns = [
                Column(_("Place"), 24),
                *(
                    Column(definitions.said(one), 16, "yuan" if one.unit == "fen" else "int")
                    for one in found["columns"]
                ),
            ]
            lines = [(said[code], *numbers) for code, numbers in rows.items()]
            book.sheet(
                words.group(told["group"])[:31], title, note, columns, [*lines, (_("Sum"), *found["sum"])]
            )
        data = path.read_bytes()
    record(
        request,
        f"report {told['region']} {told['period']} {told['group']}",
        0,
        ("figures",),
        "report",
        AccessLog.Kind.EXPORT,
    )
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(file_name(title))}.xlsx"
    return answer


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)


@opens(Right.FILES)
@require_safe
def cell(request: HttpRequest, period: int, indicator: str, region: str) -> HttpResponse:
    """A figure: its definition, and the people behind it in a county, else the figures it adds up from."""
    scope = actor_of(request).scope
    queries.place(scope, region)
    one, span = definitions.indicators().get(indicator), request.GET.get("span", "month")
    if one is None or span not in definitions.SPANS:
        raise Http404
    code = definitions.SPANS[span]
    own = queries.figures(scope, period, region)
    listed = definitions.level(region) == queries.COUNTY and scope.may(Right.PEOPLE)
    rows = {} if listed else queries.below(scope, period, region, [indicator], "", (code,))
    said = definitions.place_names([region, *rows, *queries.way(scope, region)])
    told: dict[str, Any] = {
        "one": one, "name": definitions.said(one), "formula": definitions.formula(one), "as_of": definitions.as_of(one), "span": span, "period": period,
        "spans": definitions.spans(), "region": region, "place": said[region], "names": said, "crumbs": queries.way(scope, region), "value": queries.value(own, indicator, code),
        "figure": own.get((indicator, code)), "rows": [(low, said[low], queries.value(found, indicator, code)) for low, found in rows.items()], "listed": listed,
        "version": definitions.version(),
    }  # fmt: skip
    if listed:
        page, _more = show(
            request,
            CELL_PEOPLE,
            {"period": str(period), "region": region, "indicator": indicator, "span": span},
        )
        told = {**page, **told, "label": _("People behind a figure"), "nothing": _("Nobody is on this list.")}
    return render(request, "indicators/cell.html", told)
