"""A table kept as an earlier month's files, the keys that are gone from them, and the rows that are new.

`<table>.layers/0.parquet` is the oldest layer; layer n has its rows `n.parquet` and the keys `n.gone.parquet` that
no longer count in the layers below. Where every layer is one file, `n.places.parquet` also says which rows of them that
are, so that reading a table compares row numbers and need not read its keys. A later month links the files of the
earlier one: changes are stored, not copies.
"""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qianxiao.engine.sqltext import literal, some

KEYS = "keys.json"


@dataclass(frozen=True)
class Layer:
    """Rows of one layer, and the keys it takes from the layers below (none in the oldest)."""

    rows: Path
    gone: Path | None = None
    places: Path | None = None


def folder(table: Path) -> Path:
    """Where the layers of `<table>.parquet` lie."""
    return table.with_suffix(".layers")


def keys(place: Path) -> tuple[str, ...]:
    """The key columns of a layered table."""
    return tuple(json.loads((place / KEYS).read_text(encoding="utf-8")))


def layers(table: Path) -> list[Layer]:
    """The layers of a table, oldest first; a plain table is its own only layer. Empty when there is none."""
    place = folder(table)
    if not place.exists():
        return [Layer(table)] if table.exists() else []
    found = [Layer(place / "0.parquet")]
    while (rows := place / f"{len(found)}.parquet").exists():
        places = place / f"{len(found)}.places.parquet"
        found.append(Layer(rows, place / f"{len(found)}.gone.parquet", places if places.exists() else None))
    return found


def stand_on(below: Path, place: Path, names: Sequence[str]) -> int:
    """Link the layers of table `below` into the folder `place`; returns the number of the next layer."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    found = layers(below)
    for number, layer in enumerate(found):
        link(layer.rows, place / f"{number}.parquet")
        if layer.gone:
            link(layer.gone, place / f"{number}.gone.parquet")
        if layer.places:
            link(layer.places, place / f"{number}.places.parquet")
    (place / KEYS).write_text(json.dumps(list(names)), encoding="utf-8")
    return len(found)


def link(source: Path, target: Path) -> None:
    """One file under two names; a copy where the file system knows no links."""
    if source.is_dir():
        target.mkdir()
        for part in source.iterdir():
            link(part, target / part.name)
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def alive(names: Sequence[tuple[str, str]], key: Sequence[str]) -> str:
    """SELECT over attached layers: (table of rows, table of gone keys or '') from the oldest to the newest."""
    selects = []
    for number, (rows, _) in enumerate(names):
        above = [gone for _, gone in names[number + 1 :]]
        if not above:
            selects.append(f"select * from {rows}")
            continue
        gone = " union all ".join(f"select * from {one}" for one in above)
        same = " and ".join(f"g.{column} = r.{column}" for column in key)
        selects.append(f"select r.* from {rows} r where not exists (select 1 from ({gone}) g where {same})")
    return " union all ".join(selects)


def _read(path: Path) -> str:
    return f"read_parquet({literal(str(path / '*.parquet' if path.is_dir() else path))})"


def _placed(found: Sequence[Layer]) -> bool:
    """Whether the rows that are gone from these layers are known by their places."""
    return all(layer.rows.is_file() and (layer.places or not number) for number, layer in enumerate(found))


def _left(found: Sequence[Layer], number: int) -> str:
    """A condition that row `r` of one of the layers is not gone since, by its place."""
    above = [_read(layer.places) for layer in found[number + 1 :] if layer.places]
    if not above:
        return "true"
    gone = " union all ".join(f"select place from {one} where layer = {number}" for one in above)
    return f"not exists (select 1 from ({gone}) g where g.place = r.file_row_number)"


def places(folder: Path, number: int, key: Sequence[str]) -> str:
    """A DuckDB SELECT of layer, place of the rows that the keys of layer `number` take away; empty if places cannot be told.

    `folder` holds the layers below and the keys of that one.
    """
    below = [
        Layer(folder / f"{n}.parquet", places=folder / f"{n}.places.parquet" if n else None)
        for n in range(number)
    ]
    if not all(layer.rows.is_file() and (layer.places is None or layer.places.is_file()) for layer in below):
        return ""
    keys_of, names = _read(folder / f"{number}.gone.parquet"), [(column, column) for column in key]
    joint = "where" if len(key) > 1 else "and"
    return " union all ".join(
        f"select {n} as layer, r.file_row_number as place {some('r', _read(layer.rows), keys_of, names)}"
        f" {joint} {_left(below, n)}"
        for n, layer in enumerate(below)
    )


def relation(table: Path) -> str:
    """A DuckDB SELECT of all rows of `<table>.parquet`, however it is kept. Raises FileNotFoundError without it."""
    found = layers(table)
    if not found:
        raise FileNotFoundError(table)
    if len(found) == 1:
        return f"select * from {_read(found[0].rows)}"
    if _placed(found):
        rows = (
            f"select r.* from {_read(layer.rows)} r where {_left(found, number)}"
            for number, layer in enumerate(found)
        )
        return f"select * from ({' union all '.join(rows)}) as t"
    names = [(_read(layer.rows), _read(layer.gone) if layer.gone else "") for layer in found]
    return f"select * from ({alive(names, keys(folder(table)))}) as t"
