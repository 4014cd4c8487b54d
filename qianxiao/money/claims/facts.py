"""Facts of the lines of an application, found in the registers in one statement; what no register holds was told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from qianxiao.engine.rules.evaluate import Fact
from qianxiao.money.claims import about as what_for
from qianxiao.money.claims.about import About
from qianxiao.money.claims.checking import SQL
from qianxiao.money.entitlements.queries import newest
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.registers.households.models import FOREVER


@dataclass(frozen=True)
class Asked:
    """A line to find facts of. own: the row it became, which never speaks against itself."""

    record: str
    person: UUID | None
    own: int | None = None


@cache
def _parts() -> dict[str, str]:
    """Name → expression of facts.sql."""
    pieces = (SQL / "facts.sql").read_text(encoding="utf-8").split("-- fact: ")[1:]
    return {name.strip(): text.strip() for name, _line, text in (piece.partition("\n") for piece in pieces)}


def known(name: str) -> bool:
    """Whether registers know such a fact."""
    return name in _parts()


def found(one: About, lines: Sequence[Asked]) -> list[dict[str, Fact]]:
    """The held facts of each line, in the order of the lines; None is not known. Every county counts."""
    held: Mapping[str, str] = (what_for.kind_of(one.item).applies or {})["held"]
    chosen = ", ".join(f'({_parts()[name]}) AS "{fact}"' for fact, name in held.items())
    with in_scope(whole_scope()) as scope, connection.cursor() as cursor:
        told: dict[str, Any] = {
            **what_for.values(one), "period": newest(scope), "forever": FOREVER,
            "records": [line.record for line in lines], "people": [line.person for line in lines],
            "owns": [line.own for line in lines],
        }  # fmt: skip
        cursor.execute(
            f"SELECT {chosen} FROM unnest(%(records)s::text[], %(people)s::uuid[], %(owns)s::bigint[])"
            " WITH ORDINALITY AS l(record, person, own, n) ORDER BY n",
            told,
        )
        return [dict(zip(held, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _plain(value: Any) -> Fact:
    return value if isinstance(value, bool | str) or value is None else int(value)
