"""What the figures say: conclusions by the rules of policies/analysis.yaml, and the commentary made of its sentences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qianxiao.base.tables import OPEN_END
from qianxiao.office.lists.figures import ymd
from qianxiao.returns.analysis import counting, declared
from qianxiao.returns.analysis.counting import percent
from qianxiao.returns.close.words import english


@dataclass(frozen=True)
class Conclusion:
    """A rule that a county's figures meet: its share (percent or points), how many people, the duty it asks for."""

    rule: str
    county: str
    share: float
    people: int
    duty: str


def _value(lines: list[dict[str, Any]], day: int) -> float:
    fits = [one for one in lines if one["from"] <= day <= one.get("to", OPEN_END)]
    return float(max(fits, key=lambda one: int(one["from"]))["value"]) if fits else float("inf")


def _measured(county: dict[str, Any]) -> dict[str, tuple[float, int]]:
    """Figure of a rule → its value in a county and how many people it is about."""
    told = counting.confirmed(county)
    work = next(iter(counting.groups(county, "county")), None)
    before, went = (work.before, work.went) if work else (0, 0)
    one, other = counting.trained(county)
    return {
        "stale_share": (percent(told["stale"], sum(told.values())), told["stale"]),
        "fell_share": (percent(went, before), went),
        "behind_points": (
            round(other.share - one.share, 1) if one.people and other.people else 0.0,
            one.people,
        ),
    }


def conclusions(figures: dict[str, Any]) -> list[Conclusion]:
    """What the rules conclude, county by county, the worst of a rule first."""
    day, found = int(figures["day"]), []
    measured = {county: _measured(one) for county, one in counting.by_county(figures).items()}
    for rule in declared.told()["rules"]:
        some = []
        for county, told in measured.items():
            share, people = told[rule["figure"]]
            if share > _value(rule["above"], day) and people >= _value(rule["least"], day):
                some.append(Conclusion(rule["code"], county, share, people, rule["duty"]))
        found += sorted(some, key=lambda one: (-one.share, one.county))
    return found


def _filled(line: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """A sentence of the policy with its figures; a name without one stays as it is."""
    text = str(line["en" if english() else "zh"])
    return re.sub(r"\{(\w+)\}", lambda word: str(told.get(word[1], word[0])), text)


def concluded(one: Conclusion, figures: dict[str, Any], places: Mapping[str, str]) -> str:
    """A conclusion in words."""
    rule = next(line for line in declared.told()["rules"] if line["code"] == one.rule)
    told = {"place": places.get(one.county, one.county), "n": one.people, "share": _number(one.share), "days": figures["stale_days"]}  # fmt: skip
    return _filled(rule, told)


def _number(told: float) -> str:
    return f"{told:g}"


def said_of(figures: dict[str, Any], place: str) -> dict[str, Any]:
    """Everything a sentence may name."""
    stock, cells = counting.stock(figures), counting.of(figures, "all")
    people = sum(after for _before, after in stock.values())
    employed, change = stock["1"][1], stock["1"][1] - stock["1"][0]
    trained, other = counting.trained(figures)
    told = counting.confirmed(figures)
    return {
        "place": place, "day": ymd(figures["day"]), "before": ymd(figures["before"]), "people": people, "employed": employed, "idle": stock["2"][1],
        "lost": stock["3"][1], "left": stock["4"][1], "employed_share": _number(percent(employed, people)), "rise": max(change, 0), "fall": max(-change, 0),
        "same": int(change == 0), "into": counting.people(cells, lambda cell: cell[4] == "1" and cell[3] != "1"),
        "out": counting.people(cells, lambda cell: cell[3] == "1" and cell[4] != "1"),
        "new": counting.people(cells, lambda cell: cell[3] == counting.NOT_THERE), "trained": trained.people, "trained_employed": trained.after,
        "trained_share": _number(trained.share), "untrained": other.people, "untrained_employed": other.after, "untrained_share": _number(other.share),
        "stale": told["stale"], "stale_days": figures["stale_days"], "fresh_days": figures["fresh_days"], "fresh_share": _number(percent(told["fresh"], people)),
    }  # fmt: skip


def commentary(figures: dict[str, Any], place: str) -> list[str]:
    """The sentences whose condition holds, with their figures."""
    told = said_of(figures, place)
    return [_filled(line, told) for line in declared.told()["sentences"] if not line.get("when") or told[line["when"]]]  # fmt: skip
