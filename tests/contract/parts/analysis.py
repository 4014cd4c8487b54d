"""Training statistics: figures of regions inside for offices; the people behind them stand in files."""

from typing import Any

READERS = {"ministry", "province", "prefecture", "county", "reviewer", "relief", "auditor"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "training-statistics": (READERS, "GET"),
    "training-statistics-export": (READERS, "GET"),
    "training-statistics-people": (READERS, "GET"),
}
BY_PLACE = {"training-statistics-export", "training-statistics-people"}
FILES = BY_PLACE


def visible(route: str, role: str, region: str) -> bool | None:
    """This world has no files of a close: nobody finds a list."""
    return False if route in FILES else None


def values(route: str, village: str) -> dict[str, Any]:
    return {"choice": "span-month"} if route == "training-statistics-people" else {}


def rows(scope: Any, village: str) -> None:
    """Nothing of the statistics stands in the database."""


def deeds() -> dict[str, Any]:
    return {}
