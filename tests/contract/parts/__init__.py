"""What each app adds to the contract: its addresses by hand, its canaries, its deeds. One module an app.

A module has DECLARED (route → roles, methods), BY_PLACE (routes about a row that only some may see), and the functions
`rows(scope, village)` (one canary of each table), `values(route, village)` (what addresses about it need, beyond what
every address knows) and `deeds()`; it may have `visible(route, role, region)`, where the usual answer does not hold, and
OPEN (routes for everybody, signed in or not), FREE (tables without row security → why), MEANT (route → names of columns
that its form asks for).
"""

from types import ModuleType
from typing import Any

from tests.contract.parts import (
    analysis,
    annual,
    archive,
    books,
    claims,
    control,
    courses,
    curricula,
    employment,
    entitlements,
    evaluation,
    indicators,
    integrity,
    keylists,
    monitoring,
    notices,
    outreach,
    payments,
    policies,
    schools,
    studies,
    supervision,
    training,
)

PARTS: tuple[ModuleType, ...] = (
    schools,
    studies,
    courses,
    monitoring,
    notices,
    training,
    evaluation,
    keylists,
    integrity,
    outreach,
    control,
    curricula,
    employment,
    payments,
    entitlements,
    policies,
    claims,
    archive,
    books,
    indicators,
    analysis,
    supervision,
    annual,
)


def declared() -> dict[str, tuple[set[str], str]]:
    """Routes of all parts. Raises AssertionError on one that two parts declare."""
    found: dict[str, tuple[set[str], str]] = {}
    for part in PARTS:
        assert not set(found) & set(part.DECLARED)
        found |= part.DECLARED
    return found


def by_place() -> set[str]:
    return {route for part in PARTS for route in part.BY_PLACE}


def opened() -> set[str]:
    return {route for part in PARTS for route in getattr(part, "OPEN", ())}


def values(route: str, village: str) -> dict[str, Any]:
    return {name: value for part in PARTS for name, value in part.values(route, village).items()}


def visible(route: str, role: str, region: str) -> bool | None:
    """What a part says of its own route; None leaves it to the usual answer."""
    for part in PARTS:
        if route in part.DECLARED and hasattr(part, "visible"):
            said: bool | None = part.visible(route, role, region)
            return said
    return None


def rows(scope: Any, village: str) -> None:
    for part in PARTS:
        part.rows(scope, village)


def deeds() -> dict[str, Any]:
    return {name: deed for part in PARTS for name, deed in part.deeds().items()}


def free() -> dict[str, str]:
    return {table: why for part in PARTS for table, why in getattr(part, "FREE", {}).items()}


def meant() -> dict[str, set[str]]:
    return {route: names for part in PARTS for route, names in getattr(part, "MEANT", {}).items()}
