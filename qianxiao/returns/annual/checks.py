"""The checks of a form: which fail, both sides in the reader's words, and whether somebody explained it (facts §6)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qianxiao.engine.files.checks import Sides, failing, holds
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.annual import fill, layout, queries
from qianxiao.returns.annual.layout import Cell
from qianxiao.returns.annual.models import Form, Step
from qianxiao.returns.close.words import english
from qianxiao.returns.indicators import definitions

ERROR = "error"


@dataclass
class Fault:
    """A check that fails. where: the column or the figure; formula: its two sides in words; sides: the same in numbers only."""

    key: str
    level: str
    words: str
    where: str
    formula: str
    sides: str
    said: Step | None = None

    @property
    def open(self) -> bool:
        """Whether it still stands before the signature: an error always, else until it is explained."""
        return self.level == ERROR or self.said is None


@dataclass
class _Known:
    """What the checks of one form compare."""

    body: dict[str, Any]
    shown: queries.Shown
    computed: dict[layout.Key, int | None]  # without adjustments
    below: dict[layout.Key, int]
    before: dict[str, int | None]
    period: int
    cut_off: int


def faults(scope: Scope, form: Form) -> list[Fault]:
    """The checks of a form that fail, with their explanations. The table itself holds that an adjustment has a reason."""
    body, rows = form.layout.body, queries.figures(scope, form)
    known = _Known(
        body, queries.shown(body, rows), {key: one.computed for key, one in rows.items()}, fill.below(scope, body, form.period, form.region),
        _before(scope, form), form.period, layout.month(body, form.year),
    )  # fmt: skip
    cells = {cell.code: cell for cell in layout.cells(body)}
    explained = queries.explanations(scope, form)
    found = []
    for check in body["checks"]:
        if check.get("needs") == "typed":
            continue
        for where, label, values, cell in _asked(check, known, cells):
            if holds(check["test"], values) is not False:
                continue
            told = failing(check["test"], values)
            sides = "; ".join(f"{one.left_sum} {one.sign} {one.right_sum}" for one in told)
            key = f"{check['id']}|{where}"
            found.append(
                Fault(
                    key,
                    check["level"],
                    layout.said(check),
                    label,
                    _formula(told, values, cells, cell, known.body),
                    sides,
                    explained.get((key, sides)),
                )
            )
    return found


def _before(scope: Scope, form: Form) -> dict[str, int | None]:
    """The cumulative figures of the year before."""
    earlier = fill.before(scope, form)
    if earlier is None:
        return {}
    rows = queries.figures(scope, earlier)
    return {code: queries.value(one) for (code, column), one in rows.items() if column == "total"}


def _asked(
    check: dict[str, Any], known: _Known, cells: dict[str, Cell]
) -> list[tuple[str, str, dict[str, int | None], Cell | None]]:
    """What a check is asked of: mark, words, values by name, the cell where it is about one."""
    every = check["every"]
    if every == "column":
        return [
            (one["code"], one["said"], known.shown[one["code"]], None) for one in layout.columns(known.body)
        ]
    if every == "form":
        return [("form", _("The whole form"), {"period": known.period, "cut_off": known.cut_off}, None)]
    told: list[tuple[str, str, dict[str, int | None], Cell | None]] = []
    for cell in cells.values():
        if cell.source not in ("computed", "typed") or (every == "flow" and not _flows(cell)):
            continue
        values = {column: one[cell.code] for column, one in known.shown.items()}
        if (
            check.get("needs") == "below"
        ):  # an adjustment has a reason of its own: what was counted is compared
            values = {column: known.computed.get((cell.code, column)) for column in known.shown}
        values |= {
            "before": known.before.get(cell.code),
            "below_year": known.below.get((cell.code, "year")),
            "below_total": known.below.get((cell.code, "total")),
        }
        told.append((cell.code, f"{cell.code} {cell.said}", values, cell))
    return told


def _flows(cell: Cell) -> bool:
    """Whether the figures of months add up: a stock is that of its day."""
    one = definitions.indicators().get(cell.indicator)
    return cell.source == "computed" and one is not None and one.kind == "flow"


def _formula(
    told: list[Sides],
    values: dict[str, int | None],
    cells: dict[str, Cell],
    cell: Cell | None,
    body: dict[str, Any],
) -> str:
    """The sides in words: every name with its number, and the sums."""
    names = {one["code"]: one["said"] for one in layout.columns(body)} | _others()
    comma = "; " if english() else "；"

    def side(parts: tuple[str, ...], total: int) -> str:
        said = []
        for part in parts:
            one = cells.get(part)
            label = f"{part} {one.said}" if one else names.get(part, part)
            said.append(f"{label} {_number(one or cell, values.get(part))}")
        plus = f" ({_number(cell or cells.get(parts[0]), total)})" if len(parts) > 1 else ""
        return " + ".join(said) + plus

    return comma.join(
        f"{side(one.left, one.left_sum)} {one.sign} {side(one.right, one.right_sum)}" for one in told
    )


def _number(cell: Cell | None, value: int | None) -> str:
    return layout.one(cell, value) if cell is not None else str(value)


def _others() -> dict[str, str]:
    return {
        "before": _("cumulative of the year before"),
        "below_year": _("this year, sum of the places below"),
        "below_total": _("cumulative, sum of the places below"),
        "period": _("month of the figures"),
        "cut_off": _("month of the cut-off"),
    }
