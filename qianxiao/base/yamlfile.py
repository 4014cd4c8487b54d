"""Our YAML files, read by libyaml: a close reads thirty of them, and in plain Python that takes a second or two."""

from pathlib import Path
from typing import Any

import yaml

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What a file holds: plain values only, never objects. Raises OSError, yaml.YAMLError."""
    return parse_yaml(path.read_text(encoding="utf-8"))


def parse_yaml(text: str) -> Any:
    """What a text holds. Raises yaml.YAMLError."""
    return yaml.load(text, LOADER)  # noqa: S506 - both loaders are safe ones
