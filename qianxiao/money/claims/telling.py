"""What applicants tell, read as the rule reads it: one answer, all answers of a form, a file of a list with its template."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qianxiao.base.reference import code_table
from qianxiao.base.sheets import as_xlsx
from qianxiao.engine.io.child import workbook_cells
from qianxiao.engine.io.delimited import encoding_of
from qianxiao.engine.io.guard import limits_for, look_at
from qianxiao.engine.io.workbook import Refused
from qianxiao.engine.rules.evaluate import Fact
from qianxiao.money.claims import flow

NAME, NUMBER = ("姓名", "name"), ("身份证号码", "ID number")
_YES, _NO = {"yes", "1", "是", "有", "y"}, {"no", "0", "否", "无", "n"}
_LONGEST = 200


@dataclass(frozen=True)
class Row:
    """One row of a file that can be read: its place, whose, what it tells."""

    row: int
    name: str
    id_no: str
    told: Mapping[str, Fact]


@dataclass
class Read:
    """A file: rows that can be taken, and those given back as (row, name, why)."""

    rows: list[Row] = field(default_factory=list)
    back: list[tuple[int, str, str]] = field(default_factory=list)


def one(ask: Mapping[str, Any], said: str) -> Fact:
    """One answer; None where nothing was said. Raises ValidationError for what is none."""
    text, kind = " ".join(str(said).split())[:_LONGEST], str(ask["type"])
    if not text:
        return None
    wrong = ValidationError(_("Not to be read: %(question)s %(said)s") % {"question": flow.said(ask), "said": text})  # fmt: skip
    if kind == "yesno":
        if text.lower() not in _YES | _NO:
            raise wrong
        return text.lower() in _YES
    if kind.startswith("code:"):
        for code, line in code_table(kind[5:]).items():
            if text in (code, line.zh, line.en, *line.aliases):
                return code
        raise wrong
    if kind == "date":
        return _day(text, wrong)
    if kind == "text":
        return text
    return _number(text.replace(",", ""), kind == "yuan", wrong)


def _day(text: str, wrong: ValidationError) -> int:
    digits = re.sub(r"\D", "", text)
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise wrong from None
    return found.year * 10000 + found.month * 100 + found.day


def _number(text: str, money: bool, wrong: ValidationError) -> int:
    try:
        found = Decimal(text) * (100 if money else 1)
    except InvalidOperation:
        raise wrong from None
    if found != found.to_integral_value() or abs(found) > Decimal(10**11):
        raise wrong
    return int(found)


def many(
    asks: Iterable[Mapping[str, Any]], said: Mapping[str, str], told: Mapping[str, Fact] | None = None
) -> dict[str, Fact]:
    """Every answer of a form. Raises ValidationError with all that is missing or cannot be read.

    told: what was told for the whole application; a question whose `lines` do not fit it is not asked.
    """
    found: dict[str, Fact] = {}
    wrong: list[str] = []
    for ask in asks:
        try:
            value = one(ask, said.get(ask["fact"], ""))
        except ValidationError as error:
            wrong += error.messages
            continue
        if value is None and not ask.get("note") and not skipped(ask, {**(told or {}), **found}):
            wrong.append(_("Please answer: %(question)s") % {"question": flow.said(ask)})
        elif value is not None:
            found[ask["fact"]] = value
    if wrong:
        raise ValidationError(wrong)
    return found


def skipped(ask: Mapping[str, Any], told: Mapping[str, Fact]) -> bool:
    """Whether a question is about another choice than the one that was made."""
    wanted: Mapping[str, str] = ask.get("lines", {})
    return any(told.get(name) != value for name, value in wanted.items())


def shown(ask: Mapping[str, Any], value: Fact) -> str:
    """An answer as a form holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if ask["type"] == "yuan":
        return f"{Decimal(int(value)) / 100:f}"
    if ask["type"] == "date":
        text = str(value)
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return str(value)


def template(asks: Sequence[Mapping[str, Any]], english: bool) -> bytes:
    """An empty workbook of a list: name, number, and what is asked of each person."""
    out = io.BytesIO()
    heads = [NAME[english], NUMBER[english], *(str(ask["en" if english else "zh"]) for ask in asks)]
    as_xlsx(out, _("List"), _("One person a row. Dates as 2020-05-01, money in yuan."), heads, [])
    return out.getvalue()


def read(name: str, data: bytes, asks: Sequence[Mapping[str, Any]], most: int) -> Read:
    """Rows of an xlsx or csv file. Raises ValidationError where the file as a whole cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(name).suffix.lower()}"
        path.write_bytes(data)
        try:
            look_at(path)
            cells = _cells(path, Path(folder))
        except Refused as error:
            raise ValidationError(_("This file cannot be read: %(why)s") % {"why": error.code}) from error
    return _rows(cells, asks, most)


def _cells(path: Path, folder: Path) -> list[tuple[int, list[str]]]:
    """Rows with their numbers."""
    if path.suffix != ".xlsx":
        with path.open(encoding=encoding_of(path), newline="") as stream:
            return [(at, row) for at, row in enumerate(csv.reader(stream), start=1)]
    sheets = [sheet for sheet in workbook_cells(path, folder, limits_for(path)) if sheet.visible]
    if not sheets:
        return []
    with sheets[0].path.open(encoding="utf-8", newline="") as stream:
        return [(int(row[0]), row[1:]) for row in csv.reader(stream) if row]


def _rows(cells: list[tuple[int, list[str]]], asks: Sequence[Mapping[str, Any]], most: int) -> Read:
    head = next((at for at, (_n, row) in enumerate(cells[:10]) if _place(row, NAME) >= 0 and _place(row, NUMBER) >= 0), -1)  # fmt: skip
    if head < 0:
        raise ValidationError(_("The head of the list names no person and no ID number: please use the template."))  # fmt: skip
    titles, found = cells[head][1], Read()
    places = {ask["fact"]: _place(titles, (ask["zh"], ask["en"])) for ask in asks}
    at_name, at_number = _place(titles, NAME), _place(titles, NUMBER)
    for number, row in cells[head + 1 :]:
        said = [cell.strip().lstrip("'") for cell in row] + [""] * len(titles)
        if not any(said):
            continue
        if len(found.rows) >= most:
            raise ValidationError(_("A list has at most %(n)s people.") % {"n": most})
        try:
            told = many(asks, {fact: said[place] for fact, place in places.items() if place >= 0})
        except ValidationError as error:
            found.back.append((number, said[at_name][:40], " ".join(error.messages)[:300]))
            continue
        found.rows.append(Row(number, said[at_name], said[at_number], told))
    return found


def _place(titles: Sequence[str], names: Sequence[str]) -> int:
    """The column of a title, -1 without one."""
    clean = [re.sub(r"[\s*]", "", title) for title in titles]
    wanted = [re.sub(r"[\s*]", "", name) for name in names]
    return next((at for at, title in enumerate(clean) if title in wanted), -1)
