"""Attendance of 10,000,000 rows: load by COPY, the check for double presence, the page of a class.

python -m benchmarks.attendance.run [--rows 10000000] [--times 20] [--data FOLDER]

A PostgreSQL of its own is filled once under FOLDER (about 270 bytes a row with indexes). Classes have 30 people and 20
sessions on 10 days over two years; in one class of a thousand everybody stands in another class at the same hours. The page
is asked for as the pages' database role, bound by row security.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

PEOPLE, SESSIONS, A_DAY, TWICE = 30, 20, 40, 1000
FIRST, REGION, ORG = date(2019, 1, 7), "621126", "99621126000000B001"
MINE = 5  # the class whose page is asked for
_COLUMNS = "day, session, trainee, training_class, person, region, org_code, lo, hi, hours, state, entry"


def _day(klass: int, session: int) -> int:
    day = FIRST + timedelta(days=(klass // A_DAY) % 700 + session // 2)
    return day.year * 10000 + day.month * 100 + day.day


def lines(rows: int) -> Iterator[str]:
    """One class at a time, as COPY reads it; the first 30 people of every thousandth class are those of the one before."""
    for klass in range(MINE, MINE + rows // (PEOPLE * SESSIONS)):
        whose = klass - 1 if klass % TWICE == 0 else klass
        some = []
        for session in range(SESSIONS):
            lo = 510 if session % 2 == 0 else 840
            number = klass * SESSIONS + session
            tail = f"{REGION}\t{ORG}\t{lo}\t{lo + 180}\t4"
            for one in range(PEOPLE):
                state = "absent" if (one + session) % 20 == 0 else "present"
                some.append(
                    f"{_day(klass, session)}\t{number}\t{klass * PEOPLE + one}\t{klass}\t{UUID(int=whose * PEOPLE + one)}\t{tail}"
                    f"\t{state}\t{UUID(int=number)}\n"
                )
        yield "".join(some)


def fill(rows: int) -> None:
    """Schema, the class that is looked at, the rows. Runs as the owner."""
    from qianxiao.config.boot import boot

    boot(owner=True)
    from django.core.management import call_command
    from django.db import connection

    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.services.training.actions_load import open_months
    from qianxiao.services.training.models import TrainingClass

    call_command("migrate", verbosity=0, interactive=False)
    with in_scope(whole_scope()) as scope, connection.cursor() as cursor:
        if TrainingClass.objects.within(scope).exists():
            return
        load_regions()
        open_months(20190101)
        _class(scope)
        start = time.monotonic()
        cursor.execute("CREATE TEMP TABLE bench (LIKE training_attendance) ON COMMIT DROP")
        for name in ("late", "edited", "other"):
            cursor.execute(f"ALTER TABLE bench DROP COLUMN {name}")
        with cursor.copy(f"COPY bench ({_COLUMNS}) FROM STDIN") as copy:
            for text in lines(rows):
                copy.write(text)
        copied = time.monotonic()
        cursor.execute(f"INSERT INTO training_attendance ({_COLUMNS}) SELECT {_COLUMNS} FROM bench")
        n, told = cursor.rowcount, time.monotonic()
        cursor.execute("ANALYZE training_attendance")
    print(f"loaded {n:,} rows: COPY {copied - start:.0f} s, into the partitions {told - copied:.0f} s")


def _class(scope: Any) -> None:
    """The class of the page with its roster and timetable, and who looks at it."""
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from qianxiao.registers.people.models import Person
    from qianxiao.services.training import models as m

    own = {"region": REGION, "org_code": ORG}
    days = [_day(MINE, session) for session in range(SESSIONS)]
    one = m.TrainingClass.objects.within(scope).create(
        id=MINE, **own, class_no="B1", org_name="bench", mode="1", train_type="03", occupation="4-10-01-05", level="5", starts=min(days),
        ends=max(days), hours_theory=80, seats=PEOPLE, state="approved", made_by="bench",
    )  # fmt: skip
    for n in range(PEOPLE):
        person = Person.objects.within(scope).create(
            id=UUID(int=MINE * PEOPLE + n), name=f"某{n:02}", region=REGION
        )
        m.Trainee.objects.within(scope).create(
            id=MINE * PEOPLE + n,
            **own,
            trainee_no=f"B{n}",
            training_class=one,
            person=person,
            name=person.name,
            joined=min(days),
        )
    for n in range(SESSIONS):
        lo = 510 if n % 2 == 0 else 840
        m.Session.objects.within(scope).create(
            id=MINE * SESSIONS + n,
            **own,
            training_class=one,
            day=days[n],
            lo=lo,
            hi=lo + 180,
            hours=4,
            mode="classroom",
        )
    give_post("county", "county", "county bench", Role.COUNTY, span(REGION), REGION, demo=True)


def measure(times: int) -> None:
    """The check over one month and over two years, and the page, as the pages' role."""
    from qianxiao.config.boot import boot

    boot()
    from django.conf import settings
    from django.test import Client

    from qianxiao.office.accounts.guard import why_not_bound
    from qianxiao.office.accounts.models import User
    from qianxiao.services.training.queries import double_presence

    if told := why_not_bound():
        sys.exit(f"the pages' role must be bound: {told}")
    for said, first, last in (("one month", 20190601, 20190630), ("two years", 20190101, 20201231)):
        start = time.perf_counter()
        pairs = len(double_presence(first, last))
        print(f"double presence, {said}: {pairs:,} pairs, {time.perf_counter() - start:.2f} s")
    settings.ALLOWED_HOSTS = ["testserver"]
    client, spans = Client(), []
    client.force_login(User.objects.get(username="county"))
    for _time in range(times + 1):
        start = time.perf_counter()
        answer = client.get(f"/classes/{MINE}/attendance")
        spans.append(1000 * (time.perf_counter() - start))
        if answer.status_code != 200:
            sys.exit(f"the page answered {answer.status_code}")
    cut = statistics.quantiles(spans[1:], n=20)
    print(f"class page: p50 {cut[9]:.0f} ms, p95 {cut[18]:.0f} ms")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="attendance", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--data", type=Path, default=Path("var/attendance"))
    args = parser.parse_args()
    os.environ.update(QIANXIAO_VAR=str(args.data.resolve()), QIANXIAO_DEMO="1")
    if os.environ.get("BENCH_STEP") == "fill":
        fill(args.rows)
        return 0
    import subprocess

    words = [
        sys.executable,
        "-m",
        "benchmarks.attendance.run",
        "--rows",
        str(args.rows),
        "--data",
        str(args.data),
    ]
    subprocess.run(words, env={**os.environ, "BENCH_STEP": "fill", "QIANXIAO_KEEP_DATABASE": "1"}, check=True)
    try:
        measure(args.times)
    finally:
        from qianxiao.ops.postgres import default_data, stop

        stop(default_data())
    return 0


if __name__ == "__main__":
    sys.exit(main())
