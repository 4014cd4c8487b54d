"""Names of sheets that every spreadsheet program takes: short enough, without forbidden signs, none twice."""

import re
from collections.abc import Callable

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")


def sheet_names() -> Callable[[str], str]:
    """What gives each wanted name a form that its workbook can have; a name that is taken gets a number."""
    taken: set[str] = set()

    def named(wanted: str) -> str:
        plain = _FORBIDDEN.sub("_", wanted) or "_"
        name, number = plain[:_LONGEST], 1
        while name.casefold() in taken:
            number += 1
            mark = f"({number})"
            name = plain[: _LONGEST - len(mark)] + mark
        taken.add(name.casefold())
        return name

    return named
