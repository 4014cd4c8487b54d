"""Turns what the system, DuckDB or Spark throws into one sentence that says what happened and what to do."""

import errno
import re
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qianxiao.base.yamlfile import read_yaml

LOG = "error.log"
_ERRNO = re.compile(r'\[Errno (\d+)\]|"errno":\s*"(\d+)"')
_FILE = r"[^\"'`\n]+?"
# an absolute path, or one relative to where the command was given, which shows by its ending
_PATH = re.compile(rf"""["'`]((?:file:)?(?:/{_FILE}|{_FILE}\.(?:parquet|csv|xlsx?|json)))\\?["'`]""")
_DETAIL = 200


@dataclass(frozen=True)
class Trouble:
    """A known kind of trouble (`unknown` when it is none) and its sentence in both languages."""

    kind: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"


@cache
def texts() -> dict[str, Any]:
    """The kinds of trouble and their sentences."""
    found: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yaml"))
    return found


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it: a library's error often hides the system's."""
    seen: set[int] = set()
    left: list[BaseException | None] = [error]
    while left:
        one = left.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        left += [arg for arg in one.args if isinstance(arg, BaseException)]
        left += [one.__cause__, None if one.__suppress_context__ else one.__context__]


def _said(error: BaseException) -> str:
    """The text of an error; one from Java asks for it over a connection that may be gone."""
    try:
        return str(error)
    except Exception as broken:  # whatever asking for the text raises, the first error is the one to tell
        return type(broken).__name__


def _errno(error: BaseException, said: str) -> str:
    """The name of the system error behind an error, like ENOSPC; empty when there is none."""
    if isinstance(error, OSError) and error.errno:
        return errno.errorcode.get(error.errno, "")
    found = _ERRNO.search(said)
    return errno.errorcode.get(int(found[1] or found[2]), "") if found else ""


def _fits(entry: dict[str, Any], code: str, names: set[str], said: str) -> bool:
    if code:  # the system's own word goes before any reading of sentences
        return code in entry.get("errno", ())
    return bool(names & set(entry.get("types", ()))) or any(part in said for part in entry.get("says", ()))


def kind_of(error: BaseException) -> tuple[str, BaseException]:
    """The kind of trouble and the error of the chain that tells it; `unknown` with the error itself."""
    for one in _chain(error):
        said = _said(one)
        names = {kind.__name__ for kind in type(one).__mro__}
        code = _errno(one, said)
        for kind, entry in texts()["troubles"].items():
            if _fits(entry, code, names, said):
                return kind, one
    return "unknown", error


def path_of(error: BaseException) -> str | None:
    """The file that an error, or what led to it, names."""
    for one in _chain(error):
        if isinstance(one, OSError) and one.filename is not None:
            return str(one.filename2 or one.filename)
        if found := _PATH.search(_said(one)):
            return found[1].removeprefix("file:")
    return None


def trouble(error: BaseException, out: Path) -> Trouble:
    """What to tell about an error of a close into `out`. Never raises; nothing of a person is in it."""
    if isinstance(error, KeyboardInterrupt):
        return Trouble("stopped", texts()["stopped"]["zh"], texts()["stopped"]["en"])
    kind, cause = kind_of(error)
    entry = texts()["unknown"] if kind == "unknown" else texts()["troubles"][kind]
    path, lines = path_of(error), _said(cause).strip().splitlines() or [""]
    fields = {"kind": type(error).__name__, "detail": lines[0][:_DETAIL]}
    zh = entry["zh"].format(path=path or f"{out} 里的文件", **fields)
    return Trouble(kind, zh, entry["en"].format(path=path or f"a file below {out}", **fields))


def record(error: BaseException, home: Path, more: str = "") -> str:
    """Write the traceback to `error.log` in a month's folder; returns the sentence that says where it is.

    It may quote rows, so it lies beside the results and nowhere else.
    """
    path = home / LOG
    try:
        home.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)) + more, encoding="utf-8")
    except OSError:
        with suppress(OSError):  # a log that was begun and could not be ended says nothing
            path.unlink(missing_ok=True)
        told = texts()["unlogged"]
        return f"{told['zh']} / {told['en']}".format(path=path)
    told = texts()["logged"]
    return f"{told['zh']} / {told['en']}".format(path=path)
