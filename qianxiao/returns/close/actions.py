"""Writes of the closed month: load it, freeze it."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Max, Min, Model
from django.utils import timezone
from psycopg import sql

from qianxiao.masterdata.regions.queries import span
from qianxiao.money.entitlements.actions import take
from qianxiao.money.entitlements.queries import taken
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.duties.asked import Seen, settle
from qianxiao.programme.matching.batch import ask_receipts, take_batch
from qianxiao.programme.matching.intake import take_doubts
from qianxiao.registers.households.intake import TABLES, take_snapshot
from qianxiao.registers.people.intake import take_in, take_standing
from qianxiao.registers.people.queries import counted
from qianxiao.returns.close import models as m
from qianxiao.returns.close.batch import batch_of
from qianxiao.returns.close.load import LoadProblem, Result, arrivals, doubted, export
from qianxiao.returns.close.load_books import keep_said, remember_files, say_again
from qianxiao.returns.close.load_members import members
from qianxiao.returns.close.load_registers import take_in_institutions
from qianxiao.returns.close.load_weights import auto_bits
from qianxiao.services.studies.actions_many import match_poor

RECONCILED, COUNTY_LEVEL = "monthly_reconciliation", 3
# query → table, in the order they are filled
LINES: dict[str, type[Model]] = {
    "coverage_cell": m.CoverageCell,
    "person": m.Person,
    "duty_state": m.DutyState,
    "gap_line": m.GapLine,
    "due_line": m.DueLine,
    "evidence_link": m.EvidenceLink,
    "doubt": m.Doubt,
    "irregularity": m.Irregularity,
    "feedback_line": m.FeedbackLine,
    "feedback_org": m.FeedbackOrg,
    "side": m.Side,
    "difference": m.Difference,
}
AFTER_LOAD: list[Callable[[Result], object]] = []  # what apps above take from a month that was loaded
NEEDS = {
    "side": "reconciliation",
    "difference": "differences",
}  # tables that a result of an early version lacks


def _copy(cursor: Any, model: type[Model], columns: list[str], path: Path) -> int:
    """Stream one CSV into a table; returns its rows.

    PostgreSQL copies into no table under row security: the rows come through a staging table and meet the policy.
    """
    table = sql.Identifier(model._meta.db_table)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    stage = sql.Identifier(f"stage_{model._meta.db_table}")
    cursor.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            stage, names, table
        )
    )
    with (
        path.open("rb") as stream,
        cursor.copy(sql.SQL("COPY {} FROM STDIN WITH (FORMAT csv)").format(stage)) as copy,
    ):
        while block := stream.read(1 << 20):
            copy.write(block)
    cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, names, names, stage))
    rows = int(cursor.rowcount)
    cursor.execute(sql.SQL("DROP TABLE {}").format(stage))
    return rows


def _fill(scope: Scope, result: Result) -> dict[str, int]:
    """Replace all lines of the period; returns rows per table."""
    rows: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="qianxiao-load-") as scratch, connection.cursor() as cursor:
        old: list[type[Model]] = [*LINES.values(), m.ReturnFile]
        keep_said(result.period)
        for model in old:
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE period = %s", [result.period])
        held = [name for name in LINES if name not in NEEDS or result.holds(NEEDS[name])]
        for name, columns, path in export(result, held, Path(scratch)):
            rows[name] = _copy(cursor, LINES[name], columns, path)
        say_again(result.period)
    remember_files(result)
    fields = ("row", "kind", "path", "size", "sha256", "region", "org_code")
    files = [
        m.ReturnFile(period=result.period, **dict(zip(fields, file, strict=True))) for file in result.files()
    ]
    homes = dict(m.FeedbackOrg.objects.filter(period=result.period).values_list("org_code", "region"))
    for file in files:
        file.region = file.region or homes.get(
            file.org_code, ""
        )  # a school's workbook belongs to its county too
    m.ReturnFile.objects.within(scope).bulk_create(files)
    rows["return_file"] = len(files)
    return rows


def _queue(result: Result, by: str) -> int:
    """Give the month's figures, feedback and doubts to the matching desk, once; returns the number of doubts."""
    with tempfile.TemporaryDirectory(prefix="qianxiao-load-") as scratch:
        with batch_of(result, Path(scratch)) as read:
            take_batch(result.period, result.digest, by, read)
        ask_receipts(result.period, by)
        return take_doubts(
            result.period, result.digest, by, lambda decided: doubted(result, Path(scratch), decided)
        ).rows


def _snapshot(result: Result, by: str) -> int:
    """Give the month's register to the households, after its people are in the vault; returns the households."""
    with tempfile.TemporaryDirectory(prefix="qianxiao-load-") as scratch:
        return take_snapshot(
            result.period, result.digest, by, lambda: members(result, Path(scratch))
        ).households


def _institutions(result: Result) -> int:
    """Give the month's schools and institutions to their register; returns how many."""
    with tempfile.TemporaryDirectory(prefix="qianxiao-load-") as scratch:
        return take_in_institutions(result, Path(scratch))


def _made_up(scope: Scope, result: Result, by: str) -> None:
    """What a month lacks that was loaded before there were households, a queue, institutions, a list."""
    _snapshot(result, by)
    _queue(result, by)
    _institutions(result)
    if not taken(scope):
        _entitle(result.period, by)
    if not counted(scope):
        _stand(result.period)


def _stand(period: int) -> None:
    """Tell the register of people where everybody stands in this month."""
    select = (Path(__file__).parent / "sql" / "stands.sql").read_text(encoding="utf-8")
    take_standing("poor", period, select)


def _entitle(period: int, by: str) -> int:
    """Give the month's decisions to the entitlements, after its people are in the vault; returns rows made or changed."""
    took = take(period, by, (Path(__file__).parent / "sql" / "entitle.sql").read_text(encoding="utf-8"))
    return took.new + took.changed


def load_close(out_dir: Path, period: int, by: str, province: str = "") -> m.Close:
    """Load OUT/<period>, or one province of a nation's, into the database in one transaction; `by` is who did it.

    The same manifest changes nothing; another one replaces the period while it is open.
    Raises LoadProblem when there is no result, a table is missing, or the period is frozen.
    """
    result = Result.open(out_dir, period, province)
    with in_scope(whole_scope()) as scope:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [period])  # two loads of one month take turns
        before = m.Close.objects.filter(period=period).first()
        if before and before.manifest_hash == result.digest:
            _made_up(scope, result, by)
            return before
        if before and before.state == m.Close.State.FROZEN:
            raise LoadProblem(f"{period} 已封账，不能替换。/ {period} is frozen and cannot be replaced.")
        rows = _fill(scope, result)
        _analyse(model._meta.db_table for model in LINES.values())  # what follows joins them
        with tempfile.TemporaryDirectory(prefix="qianxiao-load-") as scratch:
            took = take_in("poor", period, result.digest, by, lambda: arrivals(result, Path(scratch)))
        rows["people"], rows["institutions"] = took.rows, _institutions(result)
        rows["households"] = _snapshot(result, by)
        rows["entitled"] = _entitle(period, by)
        rows["asked"] = _queue(result, by)
        match_poor()
        _stand(period)
        _hand_on(result)
        ends = (
            m.Person.objects.within(scope).filter(period=period).aggregate(lo=Min("region"), hi=Max("region"))
        )
        close, _ = m.Close.objects.update_or_create(
            period=period,
            defaults={
                "state": m.Close.State.OPEN,
                "manifest_hash": result.digest,
                "manifest": result.manifest,
                "folder": str(result.home.resolve()),
                "people": rows["person"],
                "gap_lines": rows["gap_line"],
                "auto_bits": auto_bits(result.home),
                "region_lo": ends["lo"] or "",
                "region_hi": ends["hi"] or "",
                "loaded_at": timezone.now(),
                "loaded_by": by,
            },
        )
        verb = "replaced" if before else "loaded"
        m.CloseEvent.objects.create(period=period, verb=verb, by=by, manifest_hash=result.digest, rows=rows)
    _analyse(TABLES)
    return close


def _hand_on(result: Result) -> None:
    """Let the apps above take what they want of the month."""
    for take_more in AFTER_LOAD:
        take_more(result)


def _analyse(tables: Iterable[str]) -> None:
    """Fresh rows, fresh plans: also within the transaction that wrote them."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def freeze_close(period: int, by: str) -> int:
    """From now on the month cannot be replaced, and each county of it has done its reconciliation (20-11-02).

    Returns duties found fulfilled. Raises Close.DoesNotExist.
    """
    with in_scope(whole_scope()) as scope:
        close = m.Close.objects.select_for_update().get(period=period)
        close.state = m.Close.State.FROZEN
        close.save(update_fields=["state"])
        m.CloseEvent.objects.create(period=period, verb="frozen", by=by, manifest_hash=close.manifest_hash)
        cells = m.CoverageCell.objects.within(scope).filter(period=period, level=COUNTY_LEVEL)
        counties = sorted(set(cells.values_list("region", flat=True)))
        said = f"{close} 已封账，{close.manifest_hash[:12]}"
        seen = [Seen("", "", said, *span(county)) for county in counties]
        return settle(Actor(by, scope=scope), RECONCILED, period, seen)
