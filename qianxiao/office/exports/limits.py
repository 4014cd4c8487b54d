"""Limits and purposes of exports, as limits.yaml has them."""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.yamlfile import read_yaml


@cache
def _told() -> dict[str, Any]:
    return dict(read_yaml(Path(__file__).with_name("limits.yaml")))


def limit(name: str) -> int:
    """A limit by name. Raises KeyError."""
    return int(_told()[name]["value"])


def purposes() -> dict[str, str]:
    """Purpose codes with their words in the reader's language, in the order to offer them."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return {line["code"]: line[language] for line in _told()["purposes"]}
