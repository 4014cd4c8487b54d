"""YAML that remembers on which line a thing stands, so that an error can say where."""

from pathlib import Path
from typing import Any

import yaml

from qianxiao.base.yamlfile import LOADER


class RuleError(ValueError):
    """A rule file that cannot be used; the text names file, line and rule."""


class Lined(dict[str, Any]):
    """A mapping with the line on which it begins."""

    line: int = 0


class _Loader(LOADER):  # type: ignore[misc,valid-type]
    """Safe YAML with lines; a key given twice is an error, never a silent overwrite."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    found = Lined()
    found.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in found:
            raise RuleError(f"{loader.name}:{key_node.start_mark.line + 1}: '{key}' is given twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_lined(path: Path) -> Lined:
    """The mapping in a YAML file. Raises RuleError with file and line when it is not one."""
    try:
        with path.open(encoding="utf-8") as stream:
            loader = _Loader(stream)
            loader.name = path.name
            found = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleError(f"{path.name}:{line}: {error.problem}") from error
    if not isinstance(found, Lined):
        raise RuleError(f"{path.name}:1: a mapping is wanted")
    return found
