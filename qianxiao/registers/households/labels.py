"""What a household or person is called on a day: policies/registers/labels.yaml over the register's codes (X-13)."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.db.models import Q
from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml


class Coded(Protocol):
    """What labels are made from."""

    exit_status: str
    monitor_type: str
    risk_cleared_on: int | None


@dataclass(frozen=True)
class Label:
    """One dated label; days yyyymmdd, both included."""

    code: str
    first: int
    last: int
    exits: tuple[str, ...]
    monitored: bool
    zh: str
    en: str

    @property
    def said(self) -> str:
        """In the reader's language."""
        return self.en if (get_language() or "").startswith("en") else self.zh

    def fits(self, one: Coded, day: int) -> bool:
        """Whether it is what the register's codes mean on a day."""
        if not self.first <= day <= self.last or (self.exits and one.exit_status not in self.exits):
            return False
        at_risk = bool(one.monitor_type) and (one.risk_cleared_on is None or one.risk_cleared_on > day)
        return at_risk or not self.monitored

    def condition(self, day: int) -> Q:
        """The same as a condition on rows with these three columns."""
        told = Q(exit_status__in=self.exits) if self.exits else Q()
        if self.monitored:
            told &= ~Q(monitor_type="") & (Q(risk_cleared_on=None) | Q(risk_cleared_on__gt=day))
        return told


@cache
def _told() -> dict[str, tuple[Label, ...]]:
    path = POLICIES / "registers" / "labels.yaml"
    told: dict[str, list[dict[str, Any]]] = read_yaml(path)
    return {
        kind: tuple(
            Label(
                line["code"],
                int(line["from"]),
                int(line["to"]),
                tuple(line.get("exit", ())),
                bool(line.get("monitored")),
                line["zh"],
                line["en"],
            )
            for line in lines
        )
        for kind, lines in told.items()
    }


def in_force(day: int, kind: str = "household") -> list[Label]:
    """The labels there are on a day, of households or persons."""
    return [one for one in _told()[kind] if one.first <= day <= one.last]


def labels(one: Coded, day: int, kind: str = "household") -> list[Label]:
    """What something is called on a day (yyyymmdd); several may hold, none is possible."""
    return [label for label in _told()[kind] if label.fits(one, day)]
