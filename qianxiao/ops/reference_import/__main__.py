"""`python -m qianxiao.ops.reference_import PACKAGE`: writes the region files under reference/."""

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from qianxiao.base.paths import REFERENCE
from qianxiao.ops.reference_import.history import OPEN, Use, find_successors, uses
from qianxiao.ops.reference_import.package_list import Region, current_regions, province_of, villages

FIELDS = ("code", "name", "name_en", "level", "parent", "valid_from", "valid_to", "successor")
CHANGE_FIELDS = ("code", "name", "valid_from", "valid_to", "successor", "method", "source")
NOT_COVERED = ("71", "81", "82")
SOURCE = "python-stdnum 2.2"
# The list of current regions is of 30 June 2023: later changes come with a later edition.
EDITION_YEAR = 2023
FOREVER = 99991231


def _text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue()


def _write_gzip(path: Path, text: str) -> None:
    # No time stamp and no file name inside, so that the same input gives the same bytes.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as stream:
        stream.write(text.encode("utf-8"))


def _table(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _lines(regions: Iterable[Region]) -> Iterable[Sequence[object]]:
    english = {row["code"]: row["en"] for row in _table("region_names_en.csv")}
    for r in sorted(regions, key=lambda one: one.code):
        yield (
            r.code,
            r.name,
            english.get(r.code, ""),
            r.level,
            r.parent,
            r.valid_from,
            r.valid_to,
            r.successor,
        )


def _dates(use: Use) -> tuple[int, int]:
    """Only years are known: a code is taken to be good for the whole year it began or ended in."""
    return (
        use.first * 10000 + 101 if use.first else 0,
        99991231 if use.last == OPEN else use.last * 10000 + 1231,
    )


def _changes(known: list[Use]) -> dict[Use, tuple[Use, str]]:
    """Followers found by name, then what reference/region_changes_hand.csv adds or corrects."""
    found = find_successors(known)
    for row in _table("region_changes_hand.csv"):
        year = int(row["valid_to"]) // 10000
        before = [use for use in known if use.code == row["code"] and use.last == year]
        after = [
            use for use in known if use.code == row["successor"] and use.first <= year + 1 and use.last > year
        ]
        if len(before) != 1 or len(after) != 1:
            raise SystemExit(f"region_changes_hand.csv: the code lists do not know this change: {row}")
        found[before[0]] = (after[0], row["method"])
    return found


def _found(change: tuple[Use, str] | None) -> tuple[str, str]:
    return (change[0].code, change[1]) if change else ("", "none")


def _follower(use: Use, changes: dict[Use, tuple[Use, str]], shown: set[Use]) -> str:
    """The next code whose line in the region file is this place: a code given away again is passed over."""
    while use in changes:
        use = changes[use][0]
        if use in shown:
            return use.code
    return ""


def _ended(use: Use, codes: set[str], successor: str) -> Region:
    """The line of a code that is no longer in force; its parent may have ended too."""
    city = use.code[:4] + "00"
    county = not use.code.endswith("00")
    parent = city if county and city in codes else province_of(use.code)
    return Region(use.code, use.name, 3 if county else 2, parent, *_dates(use), successor)


def _with_history(
    current: dict[str, Region], known: list[Use], changes: dict[Use, tuple[Use, str]]
) -> Iterable[Region]:
    """Current regions with their years, and the last use of each code that ended by the edition."""
    found = dict(current)
    last = {use.code: use for use in known if use.first <= EDITION_YEAR}
    shown = {use for code, use in last.items() if code not in current or use.last > EDITION_YEAR}
    for use in sorted(shown, key=lambda one: one.code):
        if use.code in current:
            found[use.code] = replace(current[use.code], valid_from=_dates(use)[0])
        elif use.last <= EDITION_YEAR:
            found[use.code] = _ended(use, set(last) | set(current), _follower(use, changes, shown))
    return found.values()


def build(package: Path) -> None:
    """Write the four files. Reads the unpacked package: 660,000 rows, some seconds."""
    current = {region.code: region for region in current_regions(package)}
    known = sorted(
        (use for use in uses() if not use.code.startswith(NOT_COVERED)), key=lambda use: (use.code, use.first)
    )
    changes = _changes(known)
    _write_gzip(REFERENCE / "regions.csv.gz", _text(FIELDS, _lines(_with_history(current, known, changes))))
    rows = [
        (use.code, use.name, *_dates(use), *_found(changes.get(use)), SOURCE)
        for use in known
        if use.last <= EDITION_YEAR
    ]
    (REFERENCE / "region_changes.csv").write_text(_text(CHANGE_FIELDS, rows), encoding="utf-8")
    tagged = tuple(r["code"] for r in _table("area_tags.csv") if r["tag"] == "52" and r["code"][:2] != "62")
    for name, inside in (("62", ("62",)), ("52", tagged)):
        lines = _lines(villages(package, inside))
        _write_gzip(REFERENCE / "villages" / f"{name}.csv.gz", _text(FIELDS, lines))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
