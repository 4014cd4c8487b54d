"""What findings do: stop what they name, let it go on when they are cleared, ask back what arrived when they are confirmed."""

from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.money.integrity.models import Finding, FindingStep, Stop
from qianxiao.money.payments.actions_found import ask_back_found, hold_found, unhold_found
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope

SQL = Path(__file__).parent / "sql" / "acts"
BY = "integrity"  # whoever holds is no person: the rule did
REASON = "finding"  # of payments.words.REASONS: each reader is told in the own language


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _asked(name: str, **told: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_sql(name), told)
        return list(cursor.fetchall())


def name_targets(cursor: Any) -> None:
    """Write down what new findings name, so that one look by index finds whether something speaks against a line."""
    cursor.execute(_sql("1_targets"))


def stop(by: str = BY) -> dict[str, int]:
    """Hold every line that a live finding names and did not name before; one step and trail for each finding.

    Every county at once: a finding here may name a line that is paid elsewhere. Returns lines held, lines that were sent.
    """
    told = {"held": 0, "sent": 0}
    with in_scope(whole_scope()) as scope, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('integrity.stop'))")
        name_targets(cursor)
        rows = _asked("2_stops")
        became = hold_found(by, sorted({(claim, county) for _one, _region, claim, county in rows}), REASON) if rows else {}  # fmt: skip
        Stop.objects.within(scope).bulk_create(
            [
                Stop(finding_id=one, region=region, county=county, claim=claim, told=became[claim])
                for one, region, claim, county in rows
            ],
            batch_size=5000,
        )
        for said in became.values():
            told[said] += 1
        _steps(scope, rows, became, by)
    return told


def _steps(scope: Scope, rows: list[tuple[Any, ...]], became: dict[str, str], by: str) -> None:
    """What each finding did, among the steps people made."""
    counted: dict[tuple[int, str], dict[str, int]] = {}
    for one, region, claim, _county in rows:
        counted.setdefault((one, region), {"held": 0, "sent": 0})[became[claim]] += 1
    FindingStep.objects.within(scope).bulk_create(
        [
            FindingStep(finding_id=one, region=region, verb="held", reason=f"{n['held']} {n['sent']}", by=by)
            for (one, region), n in counted.items()
        ],
        batch_size=5000,
    )


def let_go(one: Finding, by: str, reason: str) -> int:
    """Lift what a cleared finding stopped and nothing else stops; returns the lines. In the caller's transaction."""
    with in_scope(whole_scope()):
        claims = [claim for (claim,) in _asked("3_freed", finding=one.pk)]
    return unhold_found(by, claims, reason) if claims else 0


def ask_back(one: Finding, by: str, reason: str) -> int:
    """Propose to ask back what arrived of the lines a confirmed finding names; returns the cases."""
    with in_scope(whole_scope()) as scope:
        claims = list(Stop.objects.within(scope).filter(finding=one).values_list("claim", flat=True))
    return ask_back_found(by, claims, reason) if claims else 0
