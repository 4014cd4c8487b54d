"""What the board shows of a region: five figures against schedule or average, tiles, ranking, trend, funnel (X-18)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.close.inputs import last_day
from qianxiao.engine.close.parameters import parameter_rows
from qianxiao.masterdata.regions.queries import NATION, span
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.close import queries_books
from qianxiao.returns.close.models import Signature
from qianxiao.returns.close.words import english
from qianxiao.returns.indicators import definitions, queries
from qianxiao.returns.indicators.queries import Figures

MONTHS = 24  # of a trend
COLUMNS = 6  # of tiles below the nation
_TAIL = re.compile("(省|市|县|区|地区|盟|旗|(壮族|回族|维吾尔)?自治区|[一-龥]{1,8}族自治[州县])$")


@dataclass(frozen=True)
class Metric:
    """One figure of the board: target, share or signed."""

    code: str
    kind: str
    name: str
    clause: str


@dataclass
class Standing:
    """Where a region stands: part of whole in percent, and how many points ahead of the schedule or of the average."""

    region: str
    part: int = 0
    whole: int | None = None
    schedule: float | None = None
    ahead: float | None = None

    @property
    def percent(self) -> float | None:
        """Part of whole; None without a whole."""
        return 100 * self.part / self.whole if self.whole else None


@cache
def _targets() -> dict[str, dict[str, Any]]:
    told = read_yaml(POLICIES / "targets.yaml")
    return {line["code"]: line for line in told["targets"]}


@cache
def _tiles() -> list[dict[str, Any]]:
    told = read_yaml(definitions.FOLDER / "tiles.yaml")
    return list(told["tiles"])


def metrics() -> list[Metric]:
    """The five, in their order."""
    found = []
    for line in definitions.board()["figures"]:
        source = {"target": _targets(), "share": definitions.shares()}.get(line["kind"], {}).get(
            line["code"], line
        )
        found.append(Metric(line["code"], line["kind"], definitions.said(source), source["clause"]))
    return found


def national(code: str, day: int) -> int | None:
    """The nation's number of a target on a day (yyyymmdd)."""
    fits = [one for one in _targets()[code]["values"] if one["from"] <= day]
    return int(max(fits, key=lambda one: int(one["from"]))["value"]) if fits else None


def _parameter(name: str, day: int) -> int:
    return next(
        row[4] for row in parameter_rows() if row[0] == name and row[1] == "" and row[2] <= day <= row[3]
    )


def schedule(period: int) -> float:
    """Percent of the time between a target's first and last day that has gone by at the end of a period."""
    line, day = _targets()["new_students"], last_day(period)
    first, last = _parameter(line["starts"], day), _parameter(line["ends"], day)
    return min(100.0, max(0.0, 100 * (_days(day) - _days(first)) / max(1, _days(last) - _days(first))))


def _days(day: int) -> int:
    from datetime import date

    return date(day // 10000, day // 100 % 100, day % 100).toordinal()


def _signed(scope: Scope, period: int, regions: list[str]) -> dict[str, tuple[int, int]]:
    """Counties that signed their books, and all counties, of each region."""
    counties = queries_books.counties(scope, period)
    last = queries_books.last_signatures(scope, period)
    done = {code for code, one in last.items() if one.verb == Signature.SIGNED}
    told = {}
    for region in regions:
        lo, hi = span(region)
        mine = [county for county in counties if lo <= county < hi]
        told[region] = (sum(county in done for county in mine), len(mine))
    return told


def standings(
    scope: Scope,
    period: int,
    metric: Metric,
    found: Mapping[str, Figures],
    goals: Mapping[str, int],
    average: float | None = None,
) -> dict[str, Standing]:
    """Where regions stand in one figure. goals: of a target; average: what shares without a schedule are compared with."""
    told: dict[str, Standing] = {}
    tick = schedule(period) if metric.code in ("new_students", "willing_trained") else None
    signed = _signed(scope, period, list(found)) if metric.kind == "signed" else {}
    for region, figures in found.items():
        one = Standing(region, schedule=tick)
        if metric.kind == "target":
            one.part, one.whole = (
                queries.value(figures, _targets()[metric.code]["indicator"], "t") or 0,
                goals.get(region),
            )
        elif metric.kind == "signed":
            one.part, one.whole = signed[region]
        elif (pair := queries.share(figures, metric.code)) is not None:
            one.part, one.whole = pair
        mark = tick if tick is not None else average
        if one.percent is not None and mark is not None:
            one.ahead = one.percent - mark
        told[region] = one
    return told


def codes_of(metric: Metric) -> list[str]:
    """Indicators a figure is made of."""
    if metric.kind == "target":
        return [str(_targets()[metric.code]["indicator"])]
    if metric.kind == "share":
        line = definitions.shares()[metric.code]
        return [line["part"][0], *(one[0] for one in line["whole"])]
    return ["new_students"]


def short(name: str) -> str:
    """A name that fits a tile."""
    cut = name if english() else (_TAIL.sub("", name) or name)
    return cut[:10] if english() else cut[:5]


def tiles(
    region: str, rows: Mapping[str, Standing], names: Mapping[str, str], href: Any
) -> list[dict[str, Any]]:
    """Regions as tiles: the nation's where the design puts them, below it in rows by code."""
    places: list[tuple[str, str, int, int]] = []
    if region == NATION:
        places = [(one.get("unit", ""), one["en" if english() else "zh"], *one["at"]) for one in _tiles()]
    else:
        places = [
            (code, short(names[code]), at % COLUMNS, at // COLUMNS) for at, code in enumerate(sorted(rows))
        ]
    found = []
    for code, name, column, row in places:
        one = rows.get(code)
        tile: dict[str, Any] = {"column": column, "row": row, "name": name}
        if one is not None and (one.part or one.whole):
            tile |= {
                "value": said(one),
                "ahead": one.ahead if one.ahead is not None else 0.0,
                "href": href(code),
            }
        found.append(tile)
    return found


def said(one: Standing) -> str:
    """A standing on a tile: percent where there is a whole, else the number."""
    return f"{one.percent:.1f}%" if one.percent is not None else f"{one.part:,}"


def trend(
    scope: Scope, period: int, region: str, metric: Metric, group: str, goal: int | None
) -> tuple[list[str], list[float], list[float]]:
    """Months, what came about, and the plan: a target adds up towards its number; of a share its part by month."""
    code = codes_of(metric)[0]
    told = queries.series(scope, period, region, code, group)
    if metric.kind != "target":
        told = told[-MONTHS:]
        return [_month(month) for month, _n in told], [float(n) for _month_, n in told], []
    first = _parameter(_targets()[metric.code]["starts"], last_day(period)) // 100
    total, values, names = 0, [], []
    for month, n in told:
        if month >= first:
            total += n
            names.append(month)
            values.append(float(total))
    plan = [goal * schedule(month) / 100 for month in names] if goal else []
    return [_month(month) for month in names[-MONTHS:]], values[-MONTHS:], plan[-MONTHS:]


def _month(month: int) -> str:
    return f"{month // 100 % 100}-{month % 100:02d}"


def funnel(figures: Figures) -> list[dict[str, Any]]:
    """From the survey to the job: people at each step."""
    steps = []
    for code in definitions.board()["funnel"]:
        line = definitions.indicators()[code]
        found = figures.get((code, "t" if line.kind == "flow" else "m"), {})
        steps.append({"label": definitions.said(line), "n": found.get("people", 0), "code": code})
    return steps
