"""Readers of policies/documents: every clause a rule may cite, with its text and plain words (19-00-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.yamlfile import read_yaml


@dataclass(frozen=True)
class Clause:
    """A clause, or a whole document that is cited by number only (then text is empty).

    issued and valid dates yyyymmdd, 0 when not known, 99991231 when open. rows: ids like 19-12-06.
    """

    id: str
    number: str
    title: str
    part: str
    mark: str
    heading: str
    text: str
    plain_zh: str
    plain_en: str
    issued: int
    valid_from: int
    valid_to: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """An official document; `held` says what of its text ships, superseded_by is a document number or ''."""

    number: str
    title: str
    title_en: str
    issuers: tuple[str, ...]
    issued: int
    valid_from: int
    valid_to: int
    superseded_by: str
    held: str
    preamble: tuple[str, ...]
    clauses: tuple[Clause, ...]
    closing: tuple[str, ...]

    def lines(self) -> list[str]:
        """The text as issued, line by line: heading, parts, clauses, closing; empty when not held."""
        body: list[str] = []
        part = ""
        for one in self.clauses:
            body += [one.part] if one.part not in ("", part) else []
            body.append(f"{one.mark}{one.heading}。{one.text}")
            part = one.part
        return [*self.preamble, *body, *self.closing]


def _clauses(raw: dict[str, Any], dates: dict[str, int]) -> tuple[Clause, ...]:
    found = []
    part = ""
    for one in raw.get("clauses", []):
        part = one.get("part", part)
        found.append(
            Clause(
                id=one["id"],
                number=raw["number"],
                title=raw["title"],
                part=part,
                mark=one["mark"],
                heading=one["heading"],
                text=one["text"],
                plain_zh=one["plain_zh"],
                plain_en=one["plain_en"],
                rows=tuple(one["rows"]),
                **dates,
            )
        )
    return tuple(found)


def _document(raw: dict[str, Any]) -> Document:
    dates = {
        "issued": raw.get("issued") or 0,
        "valid_from": raw.get("valid_from") or (raw["year"] * 10000 + 101 if "year" in raw else 0),
        "valid_to": raw.get("valid_to") or OPEN_END,
    }
    return Document(
        number=raw["number"],
        title=raw["title"],
        title_en=raw["title_en"],
        issuers=tuple(raw["issuers"]),
        superseded_by=raw.get("superseded_by") or "",
        held=raw["held"],
        preamble=tuple(raw.get("preamble", [])),
        clauses=_clauses(raw, dates),
        closing=tuple(raw.get("closing", [])),
        **dates,
    )


@cache
def documents() -> Mapping[str, Document]:
    """All documents by number (19-00-03): the two notices with their clauses, then those only named."""
    found: dict[str, Document] = {}
    for path in sorted((POLICIES / "documents").glob("*.yaml")):
        raw = read_yaml(path)
        for one in raw if isinstance(raw, list) else [raw]:
            if one["number"] in found:
                raise ValueError(f"{path.name}: {one['number']} is listed twice")
            found[one["number"]] = _document(one)
    return MappingProxyType(found)


@cache
def clauses() -> Mapping[str, Clause]:
    """All clauses by id (`S19-12`), and every document by its number as a citation of the whole."""
    found: dict[str, Clause] = {}
    for number, one in documents().items():
        dates = (one.issued, one.valid_from, one.valid_to)
        found[number] = Clause(number, number, one.title, "", "", "", "", one.title, one.title_en, *dates, ())
        found |= {part.id: part for part in one.clauses}
    return MappingProxyType(found)


def clause(cited: str) -> Clause:
    """The clause of an id like `S19-12`, or the document of a number. Raises KeyError when there is none."""
    return clauses()[cited]
