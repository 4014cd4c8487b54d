"""The small tables the matching is given: characters, places of digits, limits, and the memory of an earlier month."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from qianxiao.engine.before import attach_table
from qianxiao.engine.link import chars, memory
from qianxiao.engine.link.evidence import defaults
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)  # GB 11643
_POSITIONS = 32
_POS = {
    "p": "INTEGER", "w": "INTEGER", "w_next": "INTEGER", "w_prev": "INTEGER", "inv": "INTEGER", "ten": "BIGINT",
}  # fmt: skip
_PLACES = {"len": "INTEGER", "p": "INTEGER", "weight": "BIGINT"}
_RULINGS = {
    "register": "VARCHAR", "rec_id": "VARCHAR", "person_no": "VARCHAR", "same": "INTEGER", "decided_on": "INTEGER",
}  # fmt: skip
_FATE = {
    "mkey": "VARCHAR", "person_no": "VARCHAR", "rank": "INTEGER", "fate": "VARCHAR", "bits": "INTEGER",
    **dict.fromkeys(("ev_id", "ev_name", "ev_birth", "ev_sex", "ev_region", "ev_phone", "ev_group"), "INTEGER"),
}  # fmt: skip
_NOTHING = {
    "link_names_before": {"name": "VARCHAR", "fname": "VARCHAR", "syl": "BIGINT"},
    "link_repairs_before": {"num": "VARCHAR", "val": "BIGINT"},
    "link_gone_before": {"mark": "BIGINT", "gen": "INTEGER"},
    "link_fate_before": _FATE,
    "link_touched": {"mkey": "VARCHAR"},
}


def _position_rows() -> list[tuple[int, int, int, int, int, int]]:
    """Digits of a number: weights of the place, of its neighbours, inverse of the weight, value of the place."""
    rows = []
    for place in range(1, _POSITIONS + 1):
        own = _ID_WEIGHTS[place - 1] if place <= 18 else 0
        after = _ID_WEIGHTS[place] if place < 18 else 0
        before = _ID_WEIGHTS[place - 2] if 2 <= place <= 19 else 0
        rows.append(
            (
                place,
                own,
                after,
                before,
                pow(own, -1, 11) if own else 0,
                10 ** (17 - place) if place < 18 else 0,
            )
        )
    return rows


def _place_rows() -> list[tuple[int, int, int]]:
    """Characters of a name: one row per place for each length, so that a name is cut by an equality join."""
    weights = [
        int.from_bytes(hashlib.sha256(f"name position {place}".encode()).digest()[:5]) % 2**36
        for place in range(1, _POSITIONS + 1)
    ]
    return [
        (length, place, weights[place - 1])
        for length in range(1, _POSITIONS + 1)
        for place in range(1, length + 1)
    ]


def limits(run: Run) -> dict[str, int]:
    """Thresholds for the period: table `parameters` (names `link_...`) over the defaults."""
    found = dict(defaults()["limits"])
    if "parameters" in run.prints:
        sql = (
            "select name, value from parameters where name like 'link!_%' escape '!' and region = ''"
            " and :period_end between from_date and to_date order by name"
        )
        for name, value in run.engine.rows(sql, {"period_end": run.params["period_end"]}):
            if name.removeprefix("link_") in found:
                found[name.removeprefix("link_")] = int(value)
    return {name: int(value) for name, value in found.items()}


@contextmanager
def characters(run: Run) -> Iterator[None]:
    """Make the table of characters while the engine does what needs none: it is a third of a second of Python alone."""
    with ThreadPoolExecutor(1) as aside:
        rows = aside.submit(lambda: list(chars.table()))
        yield
        run.made("link_chars", chars.TYPES, rows.result())


def small_tables(run: Run) -> None:
    """Make the tables that Python knows, apart from the characters."""
    types = {"written": "VARCHAR", "usual": "VARCHAR", "len": "INTEGER", "first": "VARCHAR"}
    run.made("link_spellings", types, chars.spellings())
    run.made("link_pos", _POS, _position_rows())
    run.made("link_places", _PLACES, _place_rows())
    bounds = limits(run)
    run.made("link_limits", dict.fromkeys(bounds, "INTEGER"), [tuple(bounds.values())])
    run.made("link_words", {"word": "VARCHAR", "same": "INTEGER"}, sorted(defaults()["words"].items()))


def learned(run: Run, place: Path | None) -> None:
    """Attach what an earlier month learned and what people ruled; without one there are no rulings."""
    if place is None:
        run.made("link_rulings_before", _RULINGS, [])
        return
    marks = memory.marks(place)
    _remembered(run, "link_rulings_before", place / "link_rulings.parquet", marks["link_rulings"])
    for table in memory.LEARNED:
        _remembered(run, table, place / f"{table}.parquet", marks[table])


def nothing_before(run: Run) -> None:
    """A first month has no memory: its tables are empty."""
    for table, types in _NOTHING.items():
        run.made(table, types, [])
    run.build(Step("link_gone", ("link_gone_before",), "", "select mark, gen from link_gone_before", ""))


def _remembered(run: Run, name: str, path: Path, mark: str) -> None:
    """Attach a table of a memory under the fingerprint of what made it, not of its bytes."""
    attach_table(run.engine, name, path)
    run.prints[name] = mark


def memory_of(run: Run, place: Path) -> None:
    """Attach an earlier month's memory, each table as `<table>_before`."""
    marks = memory.marks(place)
    for table in memory.WHOLE:
        if table != "link_rulings":
            _remembered(run, f"{table}_before", place / f"{table}.parquet", marks[table])
    for table in memory.PARTS.values():
        _remembered(run, f"{table}_before", place / table, marks[table])
