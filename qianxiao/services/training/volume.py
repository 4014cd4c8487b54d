"""How much was trained: persons and person-times beside each other and never mixed, one column of a table each (19-10-07).

A person counts once in each line and once in the whole; somebody trained twice is two person-times (facts, pitfall 1).
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr
from django.http import Http404

from qianxiao.masterdata.regions.queries import names, span
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.schools.words import coded
from qianxiao.services.training.models import Trainee
from qianxiao.services.training.words import programme

# how the figures are split → the field of a trainee that says so
SPLITS = {
    "train_type": F("training_class__train_type"),
    "programme": F("training_class__programme"),
    "month": F("training_class__starts") / 100,
    "place": Substr("region", 1, 6),
}
PASSED = "1"  # of the code table train_result


@dataclass(frozen=True)
class Line:
    """One line: classes, persons, person-times, and of these how many passed."""

    key: str
    label: str
    classes: int
    persons: int
    times: int
    passed: int


def _rows(scope: Scope, year: int, code: str, region: str) -> "QuerySet[Trainee]":
    """Trainees of classes that began in a year, below a region, of one programme or all."""
    scope.need(Right.CLASSES)
    if region and not scope.institutions and not scope.holds(*span(region)):
        raise Http404
    lo, hi = span(region) if region else ("", "~")
    rows: QuerySet[Trainee] = Trainee.objects.within(scope)
    rows = rows.filter(
        training_class__starts__gte=year * 10000, training_class__starts__lt=(year + 1) * 10000
    )
    rows = rows.filter(region__gte=lo, region__lt=hi) if region else rows
    return rows.filter(training_class__programme=code) if code else rows


_FIGURES = {
    "classes": Count("training_class", distinct=True),
    "persons": Count("person", distinct=True),
    "times": Count("id"),
    "passed": Count("id", filter=Q(result=PASSED)),
}


def volume(scope: Scope, year: int, split: str, code: str = "", region: str = "") -> tuple[Line, list[Line]]:
    """The whole, and its lines by type, programme, month or county. Raises Http404 for a split there is not, out of scope."""
    if split not in SPLITS:
        raise Http404
    rows = _rows(scope, year, code, region)
    whole = Line("", "", **rows.aggregate(**_FIGURES))
    told = rows.order_by().annotate(key=SPLITS[split]).values_list("key").annotate(**_FIGURES).order_by("key")
    figures = {str(key or ""): dict(zip(_FIGURES, row, strict=True)) for key, *row in told}
    said = _labels(split, list(figures))
    return whole, [Line(key, said.get(key, key), **row) for key, row in figures.items()]


def _labels(split: str, keys: list[str]) -> dict[str, str]:
    """Words for the lines of a split."""
    if split == "place":
        return names(keys)
    if split == "month":
        return {key: f"{key[:4]}-{key[4:]}" for key in keys}
    return {key: coded("train_type", key) if split == "train_type" else programme(key) for key in keys}
