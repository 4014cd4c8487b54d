"""Many applications for one item: each decided by itself, then those who come first when places or money end."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from qianxiao.engine.rules.answer import Answer, Told, answer
from qianxiao.engine.rules.model import Order, RuleFile


@dataclass(frozen=True)
class Case:
    """One line: whose, which region pays, decisive day (yyyymmdd), what it tells, what the person has beside it."""

    key: str
    region: str
    day: int
    told: Told
    also: Collection[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Placed:
    """A line with its place in the ranking (0: not due) and whether it is paid. why: '', rule, places, fund, twice."""

    case: Case
    answer: Answer
    place: int
    why: str

    @property
    def amount(self) -> int:
        """Fen that are paid."""
        return 0 if self.why else self.answer.amount


def placed(
    file: RuleFile, cases: Sequence[Case], region: str, day: int, taken: tuple[int, int] = (0, 0)
) -> list[Placed]:
    """Every line in the order of its ranking, those that are not due last; ties by key.

    Places and fund are those of a region and day; taken: places and fen that others have of them already. The same key on the same day is counted once: the first line stands,
    the others are `twice`.
    """
    answers = [(case, answer(file, case.told, case.region, case.day, case.also)) for case in cases]
    keys = file.ranking.on(day) if file.ranking else ()
    due = [pair for pair in answers if pair[1].verdict == "due"]
    due.sort(key=lambda pair: (*(_turn(key, pair[0].told.facts) for key in keys), pair[0].key))
    places, money = _limits(file, region, day)
    places = None if places is None else places - taken[0]
    money = None if money is None else money - taken[1]
    found, seen, place = list[Placed](), set[tuple[str, int]](), 0
    for case, said in due:
        if (case.key, case.day) in seen:
            found.append(Placed(case, said, 0, "twice"))
            continue
        seen.add((case.key, case.day))
        place += 1
        why = "places" if places is not None and place > places else ""
        if not why and money is not None:
            why = "fund" if said.amount > money else ""
            money -= 0 if why else said.amount
        found.append(Placed(case, said, place, why))
    rest = sorted((pair for pair in answers if pair[1].verdict != "due"), key=lambda pair: pair[0].key)
    return found + [Placed(case, said, 0, "rule") for case, said in rest]


def _turn(key: Order, facts: Mapping[str, object]) -> tuple[int, int]:
    """Where a fact comes: what is not known comes last."""
    value = facts.get(key.field)
    if not isinstance(value, int):
        return 1, 0
    return 0, -int(value) if key.high else int(value)


def _limits(file: RuleFile, region: str, day: int) -> tuple[int | None, int | None]:
    """Places and fund (fen) of a region and day; None where the item has no such limit."""
    if file.ranking is None:
        return None, None
    quota = file.parameters[file.ranking.quota].on(region, day)
    fund = file.parameters[file.ranking.fund].on(region, day) if file.ranking.fund else None
    return quota.value if quota else None, fund.value if fund else None
