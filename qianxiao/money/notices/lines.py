"""The generator of lists: masked lines with the smallest sufficient mask, and the digest that proves them (X-07).

Nothing but these fields can come out of it: number, masked name, masked ID number where the kind shows one, township, amount.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from qianxiao.base.crypto import sm3
from qianxiao.base.masks import mask_name
from qianxiao.money.notices.rules import Kind, place_digits


@dataclass(frozen=True)
class Line:
    """What is asked to be shown: a claim's line of a person, or of an institution by its name. amount: fen.

    place: region code of where the person lives; of it the township is shown.
    """

    claim: str
    amount: int
    person: UUID | None = None
    place: str = ""
    org: str = ""


@dataclass(frozen=True)
class Masked:
    """A line as it may be shown."""

    name: str
    id_mask: str
    place: str
    amount: int


def masked(
    kind: Kind, lines: Sequence[Line], people: Mapping[UUID, tuple[str, str]], towns: Mapping[str, str]
) -> list[Masked]:
    """Lines as they may be shown, in the order given. people: name and masked number by person; towns: names by code.

    With `needed` the masked number stands only where two lines would read alike without it. Raises KeyError for a person
    nobody knows.
    """
    short = [
        (mask_name(people[one.person][0]), people[one.person][1], towns.get(one.place[: place_digits()], ""))
        if one.person
        else (one.org, "", "")
        for one in lines
    ]
    alike = Counter((name, place) for name, _number, place in short)

    def shows(name: str, place: str) -> bool:
        return kind.number == "always" or (kind.number == "needed" and alike[name, place] > 1)

    return [
        Masked(name, number if shows(name, place) else "", place, line.amount)
        for (name, number, place), line in zip(short, lines, strict=True)
    ]


def digest(rows: Iterable[tuple[int, str, str, str, int]]) -> str:
    """SM3 over the rows as they are shown: number, name, masked number, place, fen; one a line, tabs between."""
    text = "\n".join("\t".join(str(cell) for cell in row) for row in rows)
    return sm3(text.encode()).hex()
