"""What the frozen month says for a form: its computed figures, the sums over places below, the year before (19-17-05)."""

from typing import Any

from qianxiao.masterdata.regions.queries import span as region_span
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.annual import layout
from qianxiao.returns.annual.layout import Key
from qianxiao.returns.annual.models import Form
from qianxiao.returns.close.models import Close
from qianxiao.returns.indicators import definitions
from qianxiao.returns.indicators import queries as cells
from qianxiao.returns.indicators.models import Cell

Values = dict[str, dict[str, int | None]]  # column → cell → value


def closing_month(body: dict[str, Any], year: int) -> Close | None:
    """The newest frozen month of a year up to the cut-off; None while there is none."""
    last = layout.month(body, year)
    rows = Close.objects.filter(state=Close.State.FROZEN, period__gt=year * 100, period__lte=last)
    return rows.order_by("-period").first()


def computed(scope: Scope, body: dict[str, Any], period: int, region: str) -> dict[Key, int]:
    """Every computed figure of a unit, by cell and column; nothing told is 0. Money in fen.

    A column of an area adds up the counties that carry its tag, each of them once (decision 0088).
    """
    found: dict[Key, int] = {}
    for column in body["columns"]:
        area = "" if column["area"] == "all" else str(column["area"])
        told = cells.figures(scope, period, region, area)
        for cell in layout.cells(body):
            if cell.source == "computed":
                origin = cell.body["from"]
                one = told.get((origin["indicator"], layout.SPANS[column["span"]]), {})
                found[cell.code, column["code"]] = one.get(origin["measure"], 0)
    return found


def below(scope: Scope, body: dict[str, Any], period: int, region: str) -> dict[Key, int]:
    """The sums over the places directly below, for the columns of all areas; nothing where no place is below."""
    wanted = [cell for cell in layout.cells(body) if cell.source == "computed"]
    codes = sorted({cell.indicator for cell in wanted})
    places = cells.below(scope, period, region, codes, "", tuple(layout.SPANS.values()))
    if not places:
        return {}
    found: dict[Key, int] = {}
    for column in body["columns"]:
        if column["area"] != "all":
            continue
        for cell in wanted:
            asked = (cell.indicator, layout.SPANS[column["span"]])
            measure = cell.body["from"]["measure"]
            found[cell.code, column["code"]] = sum(
                one.get(asked, {}).get(measure, 0) for one in places.values()
            )
    return found


def counties_of(
    scope: Scope, form: Form, indicator: str, span: str, area: str, measure: str
) -> dict[str, int]:
    """An indicator in the counties of a unit that carry an area's tag, by county."""
    lo, hi = region_span(form.region)
    tagged = [code for code in definitions.tagged(area, form.period) if lo <= code < hi]
    rows = Cell.objects.within(scope, lo, hi).filter(
        period=form.period,
        month=form.period,
        level=cells.COUNTY,
        region__in=tagged,
        indicator=indicator,
        span=span,
    )
    return {code: int(n) for code, n in rows.order_by("region").values_list("region", measure)}


def before(scope: Scope, form: Form) -> Form | None:
    """The unit's form of the year before, once it was sent."""
    from qianxiao.returns.annual.flow import SENT

    rows = Form.objects.within(scope).filter(year=form.year - 1, region=form.region, state__in=SENT)
    found: Form | None = rows.select_related("layout").first()
    return found
