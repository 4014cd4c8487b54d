"""`python -m qianxiao.ops.reference_import PACKAGE`: writes regions, changes and villages under reference/."""

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


def _changes(known: list[Use]) -> dict[Use, tuple[str, str]]:
    """Successors found by name, then what reference/region_changes_hand.csv adds or corrects."""
    found = find_successors(known)
    hand = {
        (row["code"], row["valid_to"]): (row["successor"], row["method"])
        for row in _table("region_changes_hand.csv")
    }
    ended = {(use.code, str(_dates(use)[1])): use for use in known if use.last != OPEN}
    if missing := sorted(set(hand) - set(ended)):
        raise SystemExit(f"region_changes_hand.csv names code and end that no list has: {missing}")
    return found | {ended[key]: value for key, value in hand.items()}


def build(package: Path) -> None:
    """Write the four files. Reads the unpacked package; 66,000 rows, some seconds."""
    current = {region.code: region for region in current_regions(package)}
    known = [use for use in uses() if not use.code.startswith(NOT_COVERED)]
    changes = _changes(known)
    rows: list[Sequence[object]] = []
    regions = dict(current)
    for use in sorted(known, key=lambda one: (one.code, one.first)):
        first, last = _dates(use)
        successor, method = changes.get(use, ("", "none"))
        if use.code in current:
            if last == 99991231:
                regions[use.code] = replace(current[use.code], valid_from=first)
            elif use.last > 2023:
                continue
        elif use.last != OPEN and use.last <= 2023:
            level = 2 if use.code.endswith("00") else 3
            city = use.code[:4] + "00"
            parent = (
                city
                if level == 3 and city in {u.code for u in known} | set(current)
                else province_of(use.code)
            )
            regions[use.code] = Region(use.code, use.name, level, parent, first, last, successor)
        if use.last != OPEN:
            rows.append((use.code, use.name, first, last, successor, method, "python-stdnum 2.2"))
    _write_gzip(REFERENCE / "regions.csv.gz", _text(FIELDS, _lines(regions.values())))
    (REFERENCE / "region_changes.csv").write_text(_text(CHANGE_FIELDS, rows), encoding="utf-8")
    tagged = tuple(r["code"] for r in _table("area_tags.csv") if r["tag"] == "52" and r["code"][:2] != "62")
    for name, inside in (("62", ("62",)), ("52", tagged)):
        _write_gzip(
            REFERENCE / "villages" / f"{name}.csv.gz", _text(FIELDS, _lines(villages(package, inside)))
        )


if __name__ == "__main__":
    build(Path(sys.argv[1]))
