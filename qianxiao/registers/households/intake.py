"""Taking in a month of the register: COPY into a stage, one comparison, versions with from and to (19-05-03)."""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.utils import timezone

from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import because
from qianxiao.registers.households.models import FOREVER, MemberVersion, Snapshot
from qianxiao.registers.people.actions import keep_at

SQL = Path(__file__).parent / "sql"
REGISTER = "poor"
STEPS = ("2_undo", "3_arrival", "4_compare", "5_versions", "6_changes", "7_current", "8_tally")
TABLES = tuple(
    f"households_{name}" for name in ("household", "householdversion", "memberversion", "change", "tally")
)
# columns of the file that is read, in its order
STAGED = (
    "number", "hh_no", "home", "name", "sex", "birth", "relation", "ethnic", "edu", "in_school", "health", "labour",
    "hukou_type", "identified_on", "change_type", "change_date", "hh_attr", "cause", "exit_status", "exit_year",
    "monitor_type", "risk_cleared_on", "file", "row",
)  # fmt: skip
# what is compared; a member of another household has changed too
MEMBER = (
    "home", "name", "sex", "birth", "relation", "ethnic", "edu", "in_school", "health", "labour", "hukou_type",
    "identified_on", "change_type", "change_date",
)  # fmt: skip
HOUSEHOLD = (
    "home",
    "head",
    "size",
    "hh_attr",
    "cause",
    "exit_status",
    "exit_year",
    "monitor_type",
    "risk_cleared_on",
)


Read = Callable[[], tuple[list[str], Path]]


def take_snapshot(period: int, source: str, by: str, read: Read) -> Snapshot:
    """Bring the households up to a month whose people the vault has taken in; returns what was done.

    read: gives names of files, and a CSV of STAGED: NULL an empty field, texts quoted. source: digest of the month's result; the same one again
    changes nothing, another one for the newest month replaces it. A month before the newest is left aside (LATE): its
    rows would have to be put under decisions that stand on later ones. One transaction.
    """
    start = time.monotonic()
    told_why = because(f"households {period}", by)
    with in_scope(whole_scope()) as scope, told_why, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('households.intake'))")
        held = Snapshot.objects.filter(period=period).first()
        if held and held.source == source[:64] and held.state == Snapshot.State.TAKEN:
            return held
        told = Snapshot(period=period, source=source[:64], by=by[:64], at=timezone.now())
        if Snapshot.objects.filter(period__gt=period, state=Snapshot.State.TAKEN).exists():
            told.state = Snapshot.State.LATE
            if held is None:
                told.save()
            return held or told
        cursor.execute(_sql("1_staged"))
        told.files, path = read()
        with (
            path.open("rb") as stream,
            cursor.copy(f"COPY households_staged ({', '.join(STAGED)}) FROM STDIN WITH (FORMAT csv)") as copy,
        ):
            while block := stream.read(1 << 20):
                copy.write(block)
        names: dict[str, int | str] = {"period": period, "register": REGISTER}
        first = not Snapshot.objects.filter(period__lt=period, state=Snapshot.State.TAKEN).exists()
        cursor.execute("SELECT count(*), count(DISTINCT hh_no) FROM households_staged")
        told.members, told.households = cursor.fetchone()
        names["entered"] = "first" if first else "entered"
        # the first month of all begins the history: nobody entered with it
        for name in STEPS:
            if (held or name != "2_undo") and not (first and name == "6_changes"):
                cursor.execute(_sql(name), names)
        _follow(scope)
        told.seconds = round(time.monotonic() - start, 3)
        told.save()
    return told


def _follow(scope: Scope) -> None:
    """Somebody new in a household that was handed over is kept where the household is."""
    rows = MemberVersion.objects.within(scope).filter(
        to_period=FOREVER, household__handed=True, person__handed=False
    )
    keep_at(scope, dict(rows.values_list("person_id", "household__region")), handed=True)


def _sql(name: str) -> str:
    """A step's statements with the compared columns written out."""
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    words = {
        "member_fields": ", ".join([_other("a", one) for one in (*MEMBER, "household_id")]),
        "household_fields": ", ".join([_other("f", one) for one in HOUSEHOLD]),
        "member_columns": ", ".join(("number", *MEMBER, "file", '"row"')),
        "household_columns": ", ".join(HOUSEHOLD),
    }
    for word, said in words.items():
        text = text.replace("{" + word + "}", said)
    return text


def _other(side: str, column: str) -> str:
    """A column's name where it is other than in the version before."""
    return f"CASE WHEN {side}.{column} IS DISTINCT FROM v.{column} THEN '{column.removesuffix('_id')}' END"
