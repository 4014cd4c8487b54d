"""A layout as a form has it: columns, cells with their words, units and sources, the text of figures (policies/forms)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from qianxiao.engine.files.form import definition, figure_text
from qianxiao.returns.annual.models import Layout
from qianxiao.returns.annual.words import unit
from qianxiao.returns.close.words import english

NAME = "progress-2019"
WAN = "万元"
FEN = Decimal(1_000_000)  # in 万元
SPANS = {"year": "y", "total": "t"}
TEXT = "文字"
MOST = 10**13  # a number above it is a slip of the hand, whatever the cell

Key = tuple[str, str]  # cell, column


@dataclass(frozen=True)
class Cell:
    """A line of the form. source: computed, ratio, typed or text."""

    code: str
    item: str
    name: str
    unit: str
    clause: str
    source: str
    body: dict[str, Any]
    alone: bool

    @property
    def said(self) -> str:
        """The line in the reader's language."""
        return self.item if self.alone else f"{self.item}{': ' if english() else '：'}{self.name}"

    @property
    def unit_said(self) -> str:
        """The unit in the reader's language."""
        return unit(self.unit)

    @property
    def indicator(self) -> str:
        """What a computed cell counts; '' of others."""
        return str(self.body.get("from", {}).get("indicator", ""))


def current() -> tuple[str, str, dict[str, Any]]:
    """Name, version and body of the layout that new forms take."""
    body = definition(NAME)
    told = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return NAME, hashlib.sha256(told.encode()).hexdigest(), body


def kept() -> Layout:
    """The current layout, kept for the forms that use it."""
    name, version, body = current()
    return Layout.objects.get_or_create(version=version, defaults={"name": name, "body": body})[0]


def said(line: dict[str, Any]) -> str:
    """A line of a layout in the reader's language."""
    return str(line["en" if english() else "zh"])


def cells(body: dict[str, Any]) -> list[Cell]:
    """The lines in order."""
    found = []
    for item in body["items"]:
        for one in item["cells"]:
            source = "ratio" if "ratio" in one else "text" if one["unit"] == TEXT else one["source"]
            alone = len(item["cells"]) == 1
            found.append(
                Cell(one["code"], said(item), said(one), one["unit"], item["clause"], source, one, alone)
            )
    return found


def columns(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The columns, each with its words as `said`."""
    return [{**column, "said": said(column)} for column in body["columns"]]


def tiers(body: dict[str, Any]) -> list[int]:
    """Which tiers fill the form in: 1 provinces and 兵团, 2 prefectures."""
    return [int(one) for one in body["tiers"]]


def month(body: dict[str, Any], year: int) -> int:
    """The period (yyyymm) the form is to stand at."""
    return year * 100 + int(body["cut_off"]) // 100


def cut_off(body: dict[str, Any], year: int) -> date:
    """The day the form is to stand at."""
    return date(year, int(body["cut_off"]) // 100, int(body["cut_off"]) % 100)


def due(body: dict[str, Any], year: int) -> date:
    """The last day that is in time (19-17-07)."""
    return date(year, int(body["due"]) // 100, int(body["due"]) % 100)


def text(cell: Cell, values: dict[str, int | None]) -> str:
    """A figure as printed, out of the values of its column."""
    return figure_text(cell.body, values)


def one(cell: Cell, value: int | None) -> str:
    """One number as printed in its cell."""
    return text(cell, {cell.code: value})


def field(cell: Cell, value: int | None) -> str:
    """A typed number as its field shows it again."""
    if value is None:
        return ""
    return f"{Decimal(value) / FEN:.2f}" if cell.unit == WAN else str(value)


def number(cell: Cell, told: str) -> int | None:
    """A number written by hand, 万元 as fen; None of an empty field. Raises ValueError on what is no number."""
    told = told.strip().replace(",", "").replace("，", "")
    if not told:
        return None
    try:
        value = Decimal(told) * (FEN if cell.unit == WAN else 1)
    except InvalidOperation:
        raise ValueError(told) from None
    if (
        not value.is_finite()
        or abs(value) > MOST
        or (cell.unit != WAN and value != value.to_integral_value())
    ):
        raise ValueError(told)
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
