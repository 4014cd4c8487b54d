"""Pages of the year's return (B70): a unit's form, the merge of 32, one figure, the files."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from qianxiao.engine.close.inputs import last_day
from qianxiao.engine.files.book import file_name
from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.returns.annual import checks, files, fill, flow, layout, queries, words
from qianxiao.returns.annual.layout import Cell
from qianxiao.returns.annual.models import Form
from qianxiao.returns.annual.screen import form_page
from qianxiao.returns.indicators import board, definitions
from qianxiao.returns.indicators import queries as cells

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"xlsx": XLSX, "pdf": "application/pdf"}
GOAL = "new_students"
B3, AREAS = ("B3", "total"), "3q3z+52"


@opens(Right.FILES)
@require_safe
def annual(request: HttpRequest) -> HttpResponse:
    """The own unit's form of the year, of the ministry the merge; below a prefecture nobody fills one in."""
    actor = actor_of(request)
    home = actor.post.home if actor.post else ""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today().year
    if not home or definitions.level(home) > 2:
        return render(request, "annual/none.html", {"year": str(year)})
    known = queries.years(actor.scope, home)
    if not asked and known and year not in known:
        year = known[0]
    return _one(request, year, home)


@opens(Right.FILES)
@require_safe
def annual_form(request: HttpRequest, year: int, region: str) -> HttpResponse:
    """A unit's form; of the nation the merge of 32."""
    return _one(request, year, region)


def _one(request: HttpRequest, year: int, region: str) -> HttpResponse:
    return merge_page(request, year) if region == NATION else form_page(request, year, region)


def merge_page(request: HttpRequest, year: int) -> HttpResponse:
    """32 lines, who sent, who is late, the totals, what was adjusted, 70,000 beside the sum (19-00-01, 19-17-06, 19-17-07)."""
    scope = actor_of(request).scope
    queries.place(scope, year, NATION)
    day, body = today(), layout.current()[2]
    units = queries.units(scope, year, NATION, day)
    merged = queries.merge(scope, year, body)
    said = definitions.place_names([one.region for one in units])
    columns = layout.columns(body)
    sent = [one for one in units if one.sent]
    late = [one for one in units if one.late]
    goal = board.national(GOAL, year * 10000 + int(body["cut_off"]))
    reached = merged.values.get("total", {}).get("B3") or 0
    told = {
        "year": str(year), "columns": columns, "units": [(one, said[one.region], *_state(one.form)) for one in units], "sent": len(sent), "all": len(units),
        "returned": sum(one.form is not None and one.form.state == Form.State.RETURNED for one in units), "late": late,
        "late_open": [(one, said[one.region]) for one in late if not one.sent], "due": layout.due(body, year), "day": day,
        "left": (layout.due(body, year) - day).days, "lines": lines(body, merged.values, merged.deltas), "goal": goal, "reached": reached,
        "short": max(0, (goal or 0) - reached), "adjusted": adjusted(scope, year, [one.region for one in sent], body, said),
        "union": _union(scope, sent), "years": [str(one) for one in queries.years(scope, NATION)],
    }  # fmt: skip
    return render(request, "annual/merge.html", told)


def _union(scope: Scope, sent: list[queries.Unit]) -> tuple[int, int, int] | None:
    """New students of both area sets apart added up, of their union, and what is in both; from the newest month of the forms."""
    month = max((one.form.period for one in sent if one.form), default=0)
    if not month:
        return None
    apart, union, both = cells.tags_apart(scope, month, NATION, GOAL, "t", AREAS.split("+"))
    return sum(apart.values()), union, both


def _state(form: Form | None) -> tuple[str, Any]:
    """Tone and words of a form's state."""
    return ("", "") if form is None else (words.TONES[form.state], words.STATES[form.state])


def lines(body: dict[str, Any], values: queries.Shown, deltas: dict[layout.Key, int]) -> list[dict[str, Any]]:
    """The lines of a form to read: cell, one figure per column with whether it is adjusted, and with what opens it."""
    found = []
    for cell in layout.cells(body):
        shown = []
        for column in layout.columns(body):
            code = column["code"]
            told = "" if cell.source == "text" else layout.text(cell, values[code])
            opens_ = cell.source in ("computed", "typed") and values[code].get(cell.code) is not None
            shown.append({"column": code, "said": column["said"], "text": told, "opens": opens_, "adjusted": deltas.get((cell.code, code))})  # fmt: skip
        found.append({"cell": cell, "shown": shown, "group": cell.code[0]})
    return found


def adjusted(
    scope: Scope, year: int, regions: list[str], body: dict[str, Any], said: dict[str, str]
) -> list[tuple[str, ...]]:
    """Adjustments of some units in words: unit, line, column, as computed, adjustment, reason, who."""
    known = {cell.code: cell for cell in layout.cells(body)}
    names = {column["code"]: column["said"] for column in layout.columns(body)}
    found: list[tuple[str, ...]] = []
    for one in queries.adjustments(scope, year, regions):
        cell = known.get(one.code)
        if cell is not None:
            sign = "+" if one.delta > 0 else "−"
            found.append((said[one.region], f"{one.code} {cell.said}", names.get(one.column, one.column), layout.one(cell, one.computed),
                          f"{sign}{layout.one(cell, abs(one.delta))}", one.reason, one.by))  # fmt: skip
    return found


def cell_of(body: dict[str, Any], code: str, column: str) -> tuple[Cell, dict[str, Any]]:
    """A line and a column of a layout. Raises Http404 on one it has not, and on a text."""
    cell = next((one for one in layout.cells(body) if one.code == code), None)
    found = next((one for one in layout.columns(body) if one["code"] == column), None)
    if cell is None or found is None or cell.source not in ("computed", "typed"):
        raise Http404
    return cell, found


@opens(Right.FILES)
@require_safe
def annual_cell(request: HttpRequest, year: int, region: str, code: str, column: str) -> HttpResponse:
    """One figure: of the nation its units, of a unit what it is made of and the places behind it (19-17-05)."""
    return cell_page(request, year, region, code, column)


def cell_page(
    request: HttpRequest, year: int, region: str, code: str, column: str, form_: Any = None, bad: str = ""
) -> HttpResponse:
    """The page of one figure; form_, bad: an adjustment that was refused."""
    actor = actor_of(request)
    scope = actor.scope
    queries.place(scope, year, region)
    if region == NATION:
        return _nation_cell(request, scope, year, code, column)
    one = queries.get_form(scope, year, region)
    cell, line = cell_of(one.layout.body, code, column)
    figure = queries.figures(scope, one)[code, column]
    group = "" if line["area"] == "all" else str(line["area"])
    span = layout.SPANS[line["span"]]
    places = behind(scope, one, cell, span, group)
    said = definitions.place_names([region, *places])
    own = scope.may(Right.ANNUAL) and actor.post is not None and actor.post.home == region
    names = queries.people_names([figure.by])
    told = {
        "year": str(year), "region": region, "place": said[region], "form": one, "cell": cell, "column": line, "figure": figure,
        "value": layout.one(cell, queries.value(figure)), "computed": layout.one(cell, figure.computed), "delta": layout.one(cell, abs(figure.delta)),
        "minus": figure.delta < 0, "by": names.get(figure.by, figure.by), "rows": [(code_, said[code_], layout.one(cell, n)) for code_, n in places.items()],
        "span": line["span"], "steps": [(step, words.VERBS[step.verb], _numbers(cell, step)) for step in queries.steps(scope, one, f"{code} {column}")],
        "adjusts": own and cell.source == "computed" and flow.may(one.state, "adjusted"), "bad": bad, "asked": form_ or {},
    }  # fmt: skip
    return render(request, "annual/cell.html", told, status=422 if bad else 200)


def _numbers(cell: Cell, step: Any) -> tuple[str, str]:
    """What a figure was before a step and after it, with the sign an adjustment has."""

    def one(value: int | None) -> str:
        if value is None:
            return "–"
        return f"{'−' if value < 0 else ''}{layout.one(cell, abs(value))}"

    return one(step.was), one(step.now)


def behind(scope: Scope, form: Form, cell: Cell, span: str, group: str) -> dict[str, int]:
    """The places a computed figure adds up from, by region: those directly below; of an area its counties."""
    if cell.source != "computed":
        return {}
    measure = cell.body["from"]["measure"]
    if group:
        found = fill.counties_of(scope, form, cell.indicator, span, group, measure)
    else:
        told = cells.below(scope, form.period, form.region, [cell.indicator], "", (span,))
        found = {code: one.get((cell.indicator, span), {}).get(measure, 0) for code, one in told.items()}
    return {code: n for code, n in found.items() if n}


def _nation_cell(request: HttpRequest, scope: Scope, year: int, code: str, column: str) -> HttpResponse:
    """One figure of the merge: the 32 units with what each sent."""
    _name, _version, body = layout.current()
    cell, line = cell_of(body, code, column)
    told = queries.by_unit(scope, year, code, column)
    said = definitions.place_names(definitions.unit_codes())
    rows = []
    for unit in definitions.unit_codes():
        one = told.get(unit)
        rows.append((unit, said[unit], layout.one(cell, queries.value(one)) if one else "", _delta(cell, one.delta) if one else ""))  # fmt: skip
    values = [queries.value(one) or 0 for one in told.values()]
    shown = {
        "year": str(year),
        "cell": cell,
        "column": line,
        "rows": rows,
        "value": layout.one(cell, sum(values)),
        "units": len(told),
    }
    return render(request, "annual/cell_nation.html", shown)


def _delta(cell: Cell, delta: int) -> str:
    return f"{'+' if delta > 0 else '−'}{layout.one(cell, abs(delta))}" if delta else ""


@opens(Right.FILES)
@require_safe
def annual_file(request: HttpRequest, year: int, region: str, kind: str) -> HttpResponse:
    """A form, or the merge, as a workbook or as a print."""
    scope = actor_of(request).scope
    queries.place(scope, year, region)
    if kind not in KINDS:
        raise Http404
    with override("zh-hans"):  # an official form is Chinese
        paper = _merged_paper(scope, year) if region == NATION else _paper(scope, year, region)
    with tempfile.TemporaryDirectory(prefix="qianxiao-annual-") as scratch:
        path = Path(scratch) / f"form.{kind}"
        (files.workbook if kind == "xlsx" else files.printed)(paper, path)
        data = path.read_bytes()
    record(request, f"annual {year} {region} {kind}", 0, ("figures",), "annual", AccessLog.Kind.EXPORT)
    answer = HttpResponse(data, content_type=KINDS[kind])
    name = file_name(f"进展情况表_{year}_{region}_{paper.place}")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    return answer


def _paper(scope: Scope, year: int, region: str) -> files.Paper:
    form = queries.get_form(scope, year, region)
    body = form.layout.body
    figures = queries.figures(scope, form)
    said = definitions.place_names([region], last_day(form.period))
    names = queries.people_names([form.filler, form.reviewer, form.responsible])
    day = f"{form.submitted_on:%Y-%m-%d}" if form.submitted_on else ""
    signers = tuple(names.get(one, one) for one in (form.filler, form.reviewer, form.responsible))
    told = checks.faults(scope, form)
    return files.Paper(
        body, said[region], year, form.period, queries.shown(body, figures),
        {code: one.words for (code, _column), one in figures.items() if one.words}, (*signers, day), str(words.STATES[form.state]),
        [one[:6] for one in adjusted(scope, year, [region], body, said)],
        [f"{one.words}（{one.where}：{one.formula}）：{one.said.reason}" for one in told if one.said],
    )  # fmt: skip


def _merged_paper(scope: Scope, year: int) -> files.Paper:
    _name, _version, body = layout.current()
    units = queries.units(scope, year, NATION, today())
    merged = queries.merge(scope, year, body)
    said = definitions.place_names([one.region for one in units])
    sent = [one for one in units if one.sent]
    month = max((one.form.period for one in sent if one.form), default=layout.month(body, year))
    rows = []
    for one in units:
        state = str(words.STATES[one.form.state]) if one.form else "未填报"
        on = f"{one.form.submitted_on:%Y-%m-%d}" if one.form and one.sent and one.form.submitted_on else ""
        rows.append((said[one.region], state, on, one.late))
    return files.Paper(
        body, f"全国（{merged.units}/{len(units)}个单位）", year, month, merged.values, state=f"汇总 {merged.units} 个单位",
        adjusted=[one[:6] for one in adjusted(scope, year, [one.region for one in sent], body, said)], units=rows,
    )  # fmt: skip
