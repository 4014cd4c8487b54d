"""The way of a claim as data: which verb leads from where to where, under which right; what each item needs (policies/claims.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml
from qianxiao.office.accounts.roles import Right


@dataclass(frozen=True)
class Step:
    """A verb: states it starts in, the one it leads to, the right it needs, whether a reason is asked."""

    verb: str
    begins: tuple[str, ...]
    ends: str
    right: Right | None = None
    why: bool = False


STEPS = (
    Step("withdraw", ("draft", "submitted", "returned"), "withdrawn", why=True),
    Step("return", ("submitted",), "returned", Right.CLAIM_FIRST, why=True),
    Step("supplement", ("returned",), "submitted"),
    Step("first", ("submitted",), "checked", Right.CLAIM_FIRST),
    Step("refuse", ("submitted",), "refused", Right.CLAIM_FIRST, why=True),
    Step("back", ("checked",), "submitted", Right.CLAIM_SECOND, why=True),
    Step("second", ("checked",), "", Right.CLAIM_SECOND),  # to_notice or to_pay, as the item has it
    Step("put_up", ("to_notice",), "notice", Right.CLAIM_FIRST),
    Step("seen", ("notice",), "to_pay"),
    Step("reserve", ("to_pay",), "paying"),
    Step("arrived", ("paying",), "done"),
)
_BY_VERB = {one.verb: one for one in STEPS}
# state → step whose limit counts while it stands there
CLOCK = {
    "submitted": "first", "checked": "second", "to_notice": "notice", "notice": "notice", "to_pay": "pay", "paying": "pay",
}  # fmt: skip


def step(verb: str) -> Step:
    """A verb by name. Raises KeyError."""
    return _BY_VERB[verb]


@dataclass(frozen=True)
class Flow:
    """What an item's way consists of."""

    item: str
    claimant: str  # none, person, school, institution, enterprise, office
    register: str
    notice: str  # kind of the public list; '' without one
    checks: tuple[str, ...]
    asks: tuple[Mapping[str, Any], ...] = ()
    applies: Mapping[str, Any] | None = None  # about, people, held: decided by application, not by the close
    own_steps: tuple[str, ...] = ()

    @property
    def steps(self) -> list[str]:
        """Steps of the guide in their order: nobody applies where the list is made by itself."""
        if self.own_steps:
            return list(self.own_steps)
        return [
            name
            for name in steps()
            if (name != "accept" or self.claimant != "none")
            and (name != "notice" or self.notice)
            and name != "back"
        ]

    def asked(self, per: str) -> list[Mapping[str, Any]]:
        """What is asked once for an application (claim), or of each person (line)."""
        return [one for one in self.asks if one.get("per", "claim") == per]


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "claims.yaml")
    return told


@cache
def flows() -> dict[str, Flow]:
    """The flow of every item that is claimed here."""
    return {
        item: Flow(item, line["claimant"], line["register"], line["notice"], tuple(line["checks"]), tuple(line.get("asks", ())),
                   line.get("applies"), tuple(line.get("steps", ())))
        for item, line in _file()["items"].items()
    }  # fmt: skip


def checks() -> Mapping[str, Mapping[str, Any]]:
    """Every check: source, names, the paper asked for instead, whether a reason may go over it."""
    return dict(_file()["checks"])


def sources() -> Mapping[str, Mapping[str, Any]]:
    """Every source: names, how many days old it may be."""
    return dict(_file()["sources"])


def steps() -> Mapping[str, Mapping[str, Any]]:
    """Every step: names, who does it, its limit in working days."""
    return dict(_file()["steps"])


def limit(step_: str) -> int:
    """Working days of a step."""
    return int(steps()[step_]["days"])


def number(name: str) -> int:
    """A number of the file: batch_most, or the days of supplement_days and appeal_days."""
    told = _file()[name]
    return int(told["days"] if isinstance(told, dict) else told)


@cache
def _stances() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = read_yaml(POLICIES / "compatibility.yaml")["stances"]
    return told


def apart(item: str) -> list[str]:
    """Items that never go together with one in one period (policies/compatibility.yaml)."""
    never = [line for line in _stances() if line["stance"] == "no"]
    found = {other for line in never if line["item"] == item for other in line["with"]}
    return sorted(found | {str(line["item"]) for line in never if item in line["with"]})


def said(line: Mapping[str, Any], name: str = "") -> str:
    """A text of the file in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str(line[f"{name}_{'en' if english else 'zh'}" if name else "en" if english else "zh"])
