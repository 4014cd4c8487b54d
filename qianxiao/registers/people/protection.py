"""Limits and purposes of showing numbers, as protection.yaml has them."""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.yamlfile import read_yaml


@cache
def _told() -> dict[str, Any]:
    path = Path(__file__).parent / "protection.yaml"
    return dict(read_yaml(path))


def limit(name: str) -> int:
    """A limit by name: reveal_seconds, reveals_per_hour, lookups_per_minute."""
    return int(_told()[name]["value"])


def purposes() -> dict[str, str]:
    """Purpose codes with their words in the reader's language, in the order to offer them."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return {line["code"]: line[language] for line in _told()["purposes"]}


def correctable() -> dict[str, bool]:
    """Fields that may be corrected, with whether a second person has to confirm it."""
    return {name: bool(line["second"]) for name, line in _told()["corrections"].items()}
