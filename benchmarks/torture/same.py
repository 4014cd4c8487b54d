"""What it means that two result folders are identical: files and manifests by bytes, tables by their rows."""

import hashlib
from pathlib import Path

import duckdb

from qianxiao.engine.files.tables import Tables
from qianxiao.engine.sqltext import literal

PARTS = ("faults", "lists", "feedback", "returns")


def _bytes(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _rows(con: duckdb.DuckDBPyConnection, relation: str) -> str:
    """Number of rows and two sums over their hashes: the same for the same rows in any order."""
    sql = f"select count(*), sum(hash(t)::hugeint), bit_xor(hash(t)) from (select * from {relation}) t"
    return "|".join(map(str, con.execute(sql).fetchone() or ()))


def month(home: Path) -> dict[str, str]:
    """Every result of one closed month → its fingerprint: files and manifest by bytes, tables by rows."""
    found = {"manifest.json": _bytes(home / "manifest.json")}
    for part in PARTS:
        for path in sorted((home / part).rglob("*")):
            if path.is_file():
                found[path.relative_to(home).as_posix()] = _bytes(path)
    with Tables(home / "tables") as tables:
        found |= {f"table {name}": _rows(tables.con, f'"{name}"') for name in sorted(tables.names)}
    return found


def index(out: Path) -> dict[str, str]:
    """What the next month reuses: JSON by bytes, Parquet by rows."""
    found = {}
    with duckdb.connect(":memory:") as con:
        for path in sorted((out / ".index").rglob("*")):
            name = path.relative_to(out).as_posix()
            if path.suffix == ".parquet":
                source = str(path / "*.parquet") if path.is_dir() else str(path)
                found[name] = _rows(con, f"read_parquet({literal(source)})")
            elif path.suffix == ".json":
                found[name] = _bytes(path)
    return {name: mark for name, mark in found.items() if ".parquet/" not in name}


def folder(out: Path) -> dict[str, str]:
    """All of a result folder: every closed month and the index."""
    found = index(out)
    for manifest in sorted(out.glob("*-*/manifest.json")):
        found |= {f"{manifest.parent.name}/{name}": mark for name, mark in month(manifest.parent).items()}
    return found


def leftovers(out: Path) -> list[str]:
    """Half-written files that a finished close left behind."""
    names = ("*.part", "*.part.*", "spill", "scratch", ".tmp")
    return sorted({path.relative_to(out).as_posix() for name in names for path in out.rglob(name)})


def differing(ours: dict[str, str], theirs: dict[str, str]) -> list[str]:
    """Names of what only one side has or what differs."""
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
