"""Register layouts: which columns a register has, under which headers they come, what they hold."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from qianxiao.base.fold import fold_header, without_unit
from qianxiao.base.yamlfile import read_yaml

LAYOUTS = Path(__file__).with_name("layouts")
# Columns a give-back file adds. The origin ties a corrected row to the row it corrects.
REASON, TO_CORRECT, ORIGIN = "原因", "需改的列", "原文件行"
ADDED = (REASON, "Reason", TO_CORRECT, ORIGIN)
# Headers of the list of warnings that comes with it; such a list is never read as a register.
HINTS = ("提示行", "列", "填报内容", "说明", "Note")


@dataclass(frozen=True)
class Column:
    """One column: its type is text, name, id_no, uscc, region, code:T, codes:T, date, month, int, yuan, …"""

    name: str
    zh: str
    type: str
    required: bool = False
    key: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.type.partition(":")[0]

    @property
    def table(self) -> str:
        """The code table of a code column, else ''."""
        return self.type.partition(":")[2]


@dataclass(frozen=True)
class Layout:
    """One register."""

    register: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()

    @cached_property
    def headers(self) -> dict[str, Column]:
        """Folded header → column; the main header wins over aliases, aliases over shortened forms."""
        found: dict[str, Column] = {}
        forms = [[(column.zh, column), (column.name, column)] for column in self.columns] + [
            [(alias, column) for alias in column.aliases] for column in self.columns
        ]
        for text, column in (pair for group in forms for pair in group):
            found.setdefault(fold_header(text), column)
        for text, column in list(found.items()):
            found.setdefault(without_unit(text), column)
        return found

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.required)

    @property
    def keys(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.key)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        return {column.name: column for column in self.columns}[name]


def _layout(data: dict[str, Any]) -> Layout:
    columns = tuple(
        Column(
            name=item["name"],
            zh=item["zh"],
            type=item["type"],
            required=item.get("required", False),
            key=item.get("key", False),
            aliases=tuple(item.get("aliases", ())),
        )
        for item in data["columns"]
    )
    return Layout(data["register"], data["zh"], data["en"], columns, tuple(data.get("unique", ())))


@cache
def layouts() -> dict[str, Layout]:
    """All layouts by register, in the order of their names."""
    found = (_layout(read_yaml(path)) for path in sorted(LAYOUTS.glob("*.yaml")))
    return {layout.register: layout for layout in found}


@cache
def settings() -> dict[str, Any]:
    """Limits and words of the reader (`settings.yaml`)."""
    path = Path(__file__).with_name("settings.yaml")
    data: dict[str, Any] = read_yaml(path)
    return data
