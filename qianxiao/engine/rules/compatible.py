"""Which aid one person may have beside which: policies/compatibility.yaml, held against the rules, and used by them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from qianxiao.engine.rules.lined import RuleError, read_lined
from qianxiao.engine.rules.model import Exclusion, RuleFile, Words
from qianxiao.engine.rules.parts import Source

NAME = "compatibility.yaml"
STANCES = ("yes", "no", "time", "period", "month")
Wrong = tuple[str, int, str]
"""File, line, what is wrong."""


@dataclass(frozen=True)
class Pair:
    """What is said about two items, by which clause, on which line."""

    item: str
    other: str
    stance: str
    clause: str
    line: int

    @property
    def apart(self) -> bool:
        """Whether a person has not both."""
        return self.stance != "yes"


def read_pairs(policies: Path) -> list[Pair]:
    """Every pair in the order of the file; empty without one. Raises RuleError."""
    path = policies / NAME
    if not path.is_file():
        return []
    src, top = Source(NAME), read_lined(path)
    src.only(top, {"assumed", "stances"})
    found = []
    for row in src.listed(top, "stances"):
        src.only(row, {"item", "stance", "with", "clause"})
        item, stance, cite = (src.need(row, key, str) for key in ("item", "stance", "clause"))
        if stance not in STANCES:
            src.fail(row, f"'stance' is one of {', '.join(STANCES)}")
        found += [Pair(item, str(other), stance, cite, row.line) for other in src.need(row, "with", list)]
    return found


def check_pairs(files: Sequence[RuleFile], pairs: Sequence[Pair]) -> Iterator[Wrong]:
    """Two items for persons without a stance, with two, or with one that the rule files contradict."""
    known = {file.item: file for file in files}
    told: dict[frozenset[str], Pair] = {}
    for pair in pairs:
        key = frozenset((pair.item, pair.other))
        for name in sorted(key - set(known)):
            yield NAME, pair.line, f"'{name}' is no item"
        if key in told:
            yield NAME, pair.line, f"'{pair.item}' and '{pair.other}' stand on line {told[key].line} already"
        told.setdefault(key, pair)
    persons = [file for file in files if not file.institution]
    for one, other in combinations(persons, 2):
        said = told.get(frozenset((one.item, other.item)))
        if said is None:
            line = max(one.rules[0].line, 1)
            yield (
                one.file,
                line,
                f"nothing says whether a person may have '{one.item}' and '{other.item}': {NAME}",
            )
            continue
        yield from _against(one, other, said)


def _against(one: RuleFile, other: RuleFile, said: Pair) -> Iterator[Wrong]:
    """The exclusions of the two files and what the matrix says."""
    for file, about in ((one, other.item), (other, one.item)):
        for rule in file.rules:
            if not said.apart and about in {exclusion.item for exclusion in rule.exclusions}:
                yield (
                    file.file,
                    rule.line,
                    f"excludes '{about}', which {NAME}:{said.line} lets stand beside it",
                )
    excluding = {
        (file.item, ex.item) for file in (one, other) for rule in file.rules for ex in rule.exclusions
    }
    between = {(one.item, other.item), (other.item, one.item)}
    if said.apart and not (excluding & between) and not (one.online or other.online):
        yield (
            NAME,
            said.line,
            f"'{one.item}' and '{other.item}' are not paid beside each other, and neither excludes the other",
        )


def giving_way(
    files: Sequence[RuleFile], pairs: Sequence[Pair], every: Sequence[RuleFile]
) -> tuple[RuleFile, ...]:
    """Items decided online, each excluded by whatever it does not go with; exclusions of the file itself come first."""
    titles = {file.item: file.title for file in every}
    return tuple(_given(file, pairs, titles) for file in files)


def _given(file: RuleFile, pairs: Sequence[Pair], titles: dict[str, Words]) -> RuleFile:
    more = []
    for pair in pairs:
        if pair.apart and file.item in (pair.item, pair.other):
            other = pair.other if pair.item == file.item else pair.item
            if other not in titles:
                raise RuleError(f"{NAME}:{pair.line}: '{other}' is no item")
            more.append(Exclusion(other, "due", "period", pair.clause, _says(pair.stance, titles[other])))
    rules = []
    for rule in file.rules:
        own = {exclusion.item for exclusion in rule.exclusions}
        rules.append(replace(rule, exclusions=(*rule.exclusions, *(ex for ex in more if ex.item not in own))))
    return replace(file, rules=tuple(rules))


def _says(stance: str, title: Words) -> Words:
    when = {"time": ("在籍期间", "while registered"), "month": ("同月", "in the same month")}
    zh, en = when.get(stance, ("同期", "in the same period"))
    return Words(f"{zh}享受{title.zh}", f"has {title.en} {en}")
