"""Printed files: whoever opens the claim or the class may print it, offices all of it."""

from typing import Any

from tests.contract.parts import claims, notices, training
from tests.contract.parts.claims import OFFICES
from tests.contract.world import row_of

DECLARED: dict[str, tuple[set[str], str]] = {
    "claim-file": (OFFICES, "GET"),
    "claim-line-file": (OFFICES, "GET"),
    "notice-board": (notices.READERS, "GET"),
    "class-file": (training.DECLARED["class"][0], "GET"),
}
BY_PLACE = set(DECLARED)


def visible(route: str, role: str, region: str) -> bool | None:
    return None if route == "notice-board" else claims.visible(route, role, region)


def values(route: str, village: str) -> dict[str, Any]:
    return {"number": row_of(village), "line": 1} if route in BY_PLACE else {}


def rows(scope: Any, village: str) -> None:
    """Nothing of its own."""


def deeds() -> dict[str, Any]:
    return {}
