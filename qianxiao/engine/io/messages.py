"""What is said about files and cells, in Chinese and English: one place, `faults.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qianxiao.base.yamlfile import read_yaml

ERROR, WARNING, CORRECTED = "error", "warning", "corrected"


@dataclass(frozen=True)
class Problem:
    """Something about a whole file or sheet. A note does not stop it from being read; an error does."""

    code: str
    level: str
    file: str
    sheet: str
    row: int
    column: str
    zh: str
    en: str


@cache
def _texts() -> dict[str, dict[str, dict[str, str]]]:
    path = Path(__file__).with_name("faults.yaml")
    data: dict[str, dict[str, dict[str, str]]] = read_yaml(path)
    return data


def cell_text(fault: str, row: int, column: str, value: str | None) -> tuple[str, str]:
    """Chinese and English text of one line of the table `faults`. Raises KeyError on an unknown fault."""
    texts = _texts()["cells"][fault]
    fields = {"row": row, "column": column, "value": value or ""}
    return texts["zh"].format(**fields), texts["en"].format(**fields)


def cell_faults() -> frozenset[str]:
    """The ids a line of the table `faults` can carry."""
    return frozenset(_texts()["cells"])


def problem(
    code: str,
    file: str,
    sheet: str = "",
    row: int = 1,
    column: str = "",
    found: str = "",
    other: str = "",
    detail: str = "",
) -> Problem:
    """A problem with its texts. Raises KeyError on an unknown code."""
    level = "note" if code in _texts()["notes"] else ERROR
    texts = _texts()["notes" if level == "note" else "files"][code]
    fields = {
        "file": file, "sheet": sheet, "row": row, "column": column, "found": found, "other": other, "detail": detail,
    }  # fmt: skip
    return Problem(
        code, level, file, sheet, row, column, texts["zh"].format(**fields), texts["en"].format(**fields)
    )
