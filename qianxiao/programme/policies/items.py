"""Items as offices ask for them: every rule file in force here, who may set what, what stands on which document."""

from dataclasses import dataclass
from pathlib import Path

from django.http import Http404

from qianxiao.base.documents import Document, documents
from qianxiao.engine.rules.decide import bits_of
from qianxiao.engine.rules.load import every_rule
from qianxiao.engine.rules.model import CodeList, Parameter, RuleFile, Value
from qianxiao.engine.rules.parts import LEVELS
from qianxiao.masterdata.regions.queries import NATION, stem
from qianxiao.programme.policies.citations import cited_clause


@dataclass(frozen=True)
class Standard:
    """A value that an item pays by, as the document it stands under lists it."""

    file: RuleFile
    parameter: Parameter
    value: Value


def items(overlay: Path | None = None) -> tuple[RuleFile, ...]:
    """Every item, those of the close first."""
    return every_rule(overlay=overlay)


def item(code: str) -> RuleFile:
    """One item. Raises Http404."""
    for file in items():
        if file.item == code:
            return file
    raise Http404


def settable(file: RuleFile, name: str) -> Parameter | CodeList:
    """A parameter or list of an item. Raises Http404."""
    found = file.parameters.get(name) or file.lists.get(name)
    if found is None:
        raise Http404
    return found


def tier(region: str) -> str:
    """province, prefecture or county of a six-digit code; '' of the nation and of what lies below a county."""
    digits = 0 if region == NATION else len(stem(region))
    return next((name for name, size in LEVELS.items() if size == digits), "")


def may_set(what: Parameter | CodeList, region: str) -> bool:
    """Whether an office of this region may set another value (20-06-01)."""
    return tier(region) in what.override


def number_of(cited: str) -> str:
    """The document a citation belongs to; '' when nobody knows it."""
    found = cited_clause(cited)
    return found.number if found else ""


def document(number: str) -> Document:
    """One document. Raises Http404."""
    found = documents().get(number)
    if found is None:
        raise Http404
    return found


def standing_on(number: str) -> list[RuleFile]:
    """The items whose conditions, amounts or documents name a document."""
    return [
        file
        for file in items()
        if number in file.documents
        or any(number_of(one.cite) == number for rule in file.rules for one in bits_of(rule))
    ]


def standards(number: str) -> list[Standard]:
    """Values made under a document, by item, name, region and day (20-06-05)."""
    return [
        Standard(file, parameter, value)
        for file in items()
        for parameter in file.parameters.values()
        for value in parameter.values
        if number in {number_of(cited) for cited in (value.clause, *parameter.basis)}
    ]
