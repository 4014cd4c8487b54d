"""The proof that frozen months are what they were: files, figures counted again, signatures (X-10, 20-11-02)."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from qianxiao.base.crypto_ring import RingProblem
from qianxiao.engine.run import Run, file_hash
from qianxiao.engine.sqltext import literal
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.returns.close import queries_books
from qianxiao.returns.close.models import Close, Signature, SnapshotFile
from qianxiao.returns.close.recompute import recomputed
from qianxiao.returns.close.result import LoadProblem, Result
from qianxiao.returns.close.signing import hash_of

SQL = Path(__file__).parent / "sql"
Problem = tuple[str, str]  # Chinese, English
MOST = 20  # cells named of one table


@dataclass
class Proof:
    """What was looked at, and what is otherwise than it was."""

    periods: list[int] = field(default_factory=list)
    files: int = 0
    cells: int = 0
    signatures: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Stored:
    """A table of cells in the database and the load query that fills it. compare: its columns that must be the same."""

    table: str
    query: Callable[[int], str]  # of a period
    compare: tuple[str, ...]
    needs: tuple[str, ...]  # figures it is made of
    where: str = "true"  # which rows of the table, beside those of the period


def _load_query(name: str) -> Callable[[int], str]:
    return lambda _period: (SQL / f"{name}.sql").read_text(encoding="utf-8")


CELLS = [
    Stored("close_coveragecell", _load_query("coverage_cell"), ("region", "level", "duty", "state", "step", "people"), ("coverage",)),
    Stored("close_side", _load_query("side"), ("region", "month", "programme", *queries_books.SUMS), ("reconciliation",)),
    Stored("close_difference", _load_query("difference"), ("region", "key", "kind", "month", "programme", "person_no", "people", "amount"), ("differences",)),
]  # fmt: skip


def prove(periods: list[int] | None = None) -> Proof:
    """Look at all frozen months, or at some of them. Raises Close.DoesNotExist on one that is not frozen."""
    proof = Proof()
    with in_scope(whole_scope()) as scope:
        frozen = Close.objects.filter(state=Close.State.FROZEN).order_by("period")
        closes = [frozen.get(period=period) for period in periods] if periods else list(frozen)
        for close in closes:
            proof.periods.append(close.period)
            result = _files(proof, close)
            if result is not None:
                _cells(proof, close, result)
            _signatures(proof, scope, close)
    return proof


def _files(proof: Proof, close: Close) -> Result | None:
    """Every file of the snapshot has the hash it had. None where nothing can be counted from it."""
    home, broken = Path(close.folder), False
    for kept in SnapshotFile.objects.filter(period=close.period).order_by("path"):
        proof.files += 1
        path = home / kept.path
        if not path.is_file():
            proof.problems.append(
                (
                    f"{close}：快照文件不见了：{kept.path}",
                    f"{close}: a file of the snapshot is gone: {kept.path}",
                )
            )
            broken = True
        elif file_hash(path) != kept.sha256:
            proof.problems.append(
                (
                    f"{close}：快照文件被改动：{kept.path}",
                    f"{close}: a file of the snapshot was changed: {kept.path}",
                )
            )
    if broken:
        return None
    try:
        whole = home.name == str(close)
        result = Result.open(
            home.parent if whole else home.parent.parent, close.period, "" if whole else home.name
        )
    except LoadProblem as problem:
        zh, _slash, en = str(problem).partition(" / ")
        proof.problems.append((f"{close}：{zh}", f"{close}: {en or zh}"))
        return None
    if result.digest != close.manifest_hash:
        proof.problems.append((f"{close}：结果清单被改动", f"{close}: the manifest was changed"))
    return result


def _cells(proof: Proof, close: Close, result: Result) -> None:
    """Figures counted again from the snapshot against those in the files and in the database."""
    with tempfile.TemporaryDirectory(prefix="qianxiao-prove-") as scratch:
        try:
            with recomputed(result, Path(scratch)) as run:
                run.engine.con.execute((SQL / "00_masks.sql").read_text(encoding="utf-8"))  # type: ignore[attr-defined]
                for stored in CELLS:
                    _compare(proof, close, run, stored, Path(scratch))
        except (FileNotFoundError, LoadProblem) as problem:
            proof.problems.append(
                (f"{close}：无法重新计算：{problem}", f"{close}: cannot be counted again: {problem}")
            )


def _compare(proof: Proof, close: Close, run: Run, stored: Stored, scratch: Path) -> None:
    con = run.engine.con  # type: ignore[attr-defined]
    path = scratch / f"{stored.table}.csv"
    columns = ", ".join(stored.compare)
    _export(stored, close, path)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE now_there AS SELECT {columns} FROM ({stored.query(close.period)}) t"
    )
    kinds = ", ".join(
        f"{literal(row[0])}: {literal(row[1])}" for row in con.execute("DESCRIBE now_there").fetchall()
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE was_kept AS SELECT * FROM read_csv({literal(str(path))}, header = false, columns = {{{kinds}}},"
        " nullstr = '\\N', quote = '\"', delim = ',', auto_detect = false)"
    )
    proof.cells += int(con.execute("SELECT count(*) FROM now_there").fetchone()[0])
    for said, more, less in (
        ("库中有而快照算不出", "was_kept", "now_there"),
        ("快照算出而库中没有", "now_there", "was_kept"),
    ):
        rows = con.execute(
            f"SELECT * FROM (SELECT * FROM {more} EXCEPT ALL SELECT * FROM {less}) d ORDER BY ALL LIMIT {MOST}"
        ).fetchall()
        english = "stored but not recomputed" if more == "was_kept" else "recomputed but not stored"
        for row in rows:
            cell = " ".join(f"{name}={value}" for name, value in zip(stored.compare, row, strict=True))
            proof.problems.append(
                (f"{close}：{stored.table}：{said}：{cell}", f"{close}: {stored.table}: {english}: {cell}")
            )


def _export(stored: Stored, close: Close, path: Path) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, stored.compare))
    where = stored.where.replace("%(manifest)s", "{manifest}")
    asked = sql.SQL(
        f"COPY (SELECT {{names}} FROM {{table}} WHERE period = {{period}} AND {where}) TO STDOUT (FORMAT csv, NULL '\\N')"
    ).format(
        names=names,
        table=sql.Identifier(stored.table),
        period=sql.Literal(close.period),
        manifest=sql.Literal(close.manifest_hash),
    )
    with connection.cursor() as cursor, path.open("wb") as target, cursor.copy(asked) as copy:
        for block in copy:
            target.write(block)


def _signatures(proof: Proof, scope: Scope, close: Close) -> None:
    """Every hash fits what was signed; every standing signature is about the figures that stand, and about those below it."""
    rows = list(Signature.objects.within(scope).filter(period=close.period).order_by("id"))
    proof.signatures += len(rows)
    last: dict[str, Signature] = {}
    for one in rows:
        who = f"{close} {one.region} {one.by}"
        for fault in _wrong(one, last.get(one.region)):
            proof.problems.append((f"{who}：{fault[0]}", f"{who}: {fault[1]}"))
        last[one.region] = one
    for one in last.values():
        if one.verb != Signature.SIGNED:
            continue
        who = f"{close} {one.region} {one.by}"
        for part in _differing(one.body, queries_books.body(scope, close.period, one.region)):
            proof.problems.append((f"{who}：签章后{part}有变", f"{who}: {part} changed after it was signed"))


def _wrong(one: Signature, before: Signature | None) -> Iterator[Problem]:
    try:
        if hash_of(one) != one.hash:
            yield "签章被改动", "the signature was changed"
    except RingProblem:
        yield "签章密钥不在", "the key of the signature is gone"
    told: Any = one.body.get("before", "")
    if told != (before.hash if before else ""):
        yield "前一次签章不见了", "the signature before it is gone"
    if (one.body.get("period"), one.body.get("region")) != (one.period, one.region):
        yield "签章不属于该单位", "the signature is about another unit"


def _differing(signed: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return sorted(name for name in now if signed.get(name) != now[name])
