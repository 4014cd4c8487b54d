"""Thirty-two units with two counties each in one frozen month, and the month after as late registers change it."""

import json
from pathlib import Path

import duckdb

PERIOD, LATER = 202011, 202012
# 木里 lies in 三区三州, 莎车 in it and among the 52, 石河子 reports to 兵团
COUNTIES = {
    "510000": ("513422", "510104"),
    "650000": ("653125", "650102"),
    "660000": ("659001", "659002"),
    "620000": ("621126", "620102"),
}
# indicator → people of a county since the baseline, of whom this many of the year
PEOPLE = {
    "leavers_surveyed": (20, 12), "leavers_willing": (16, 9), "new_students": (10, 6), "new_students_key": (4, 2), "trained": (8, 5),
}  # fmt: skip


def counties(unit: str) -> tuple[str, ...]:
    """The two counties of a unit, as registers write them."""
    return COUNTIES.get(unit, (f"{unit[:2]}0102", f"{unit[:2]}0105"))


def write_month(out: Path, units: list[str], period: int) -> Path:
    """The tables of a close that figures come from; later: one person of 岷县 was no new student, one trained late is known now."""
    home = out / f"{period // 100}-{period % 100:02d}"
    (home / "tables").mkdir(parents=True)
    rows = []
    for unit in units:
        for county in counties(unit):
            for indicator, (people, this_year) in PEOPLE.items():
                for n in range(people):
                    month = 202003 if n < this_year else 201910
                    rows.append((indicator, county, f"P{county}{n:03d}", month, 0))
    if period == LATER:
        rows.remove(("new_students", "621126", "P621126000", 202003, 0))
        rows.append(("trained", "621126", "P621126019", 202003, 0))
    path = out / "rows.json"
    path.write_text(
        json.dumps(
            [
                dict(zip(("indicator", "county", "person_no", "month", "amount"), row, strict=True))
                for row in rows
            ]
        )
    )
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE p AS SELECT *, person_no AS person_key FROM read_json('{path}')")
        con.execute(f"COPY p TO '{home}/tables/cell_people.parquet'")
        con.execute(f"COPY (SELECT 20190101 AS intake_baseline) TO '{home}/tables/bounds.parquet'")
        con.execute(
            f"COPY (SELECT county, month, indicator, count(*) AS people, count(*) AS times, 0::BIGINT AS amount FROM p GROUP BY ALL)"
            f" TO '{home}/tables/cells.parquet'"
        )
        spans = f"SELECT 'total' AS span, * FROM p UNION ALL SELECT 'year', * FROM p WHERE month // 100 = {period // 100}"
        con.execute(
            "COPY (SELECT indicator, span, 'all' AS area, county AS region, 3 AS level, count(*) AS people, count(*) AS times, 0::BIGINT AS amount"
            f" FROM ({spans}) GROUP BY ALL) TO '{home}/tables/form_cells.parquet'"
        )
    (home / "manifest.json").write_text(json.dumps({"period": period}), encoding="utf-8")
    return home


def load(out: Path, period: int, frozen: bool) -> None:
    """Take a month's cells in, and the people of 岷县; freeze it."""
    from django.utils import timezone

    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.returns.close.models import Close, Person
    from qianxiao.returns.close.result import Result
    from qianxiao.returns.indicators.actions import take_all

    result = Result.open(out, period)
    take_all(period, [result])
    close = Close.objects.create(
        period=period, manifest_hash=result.digest, manifest={}, folder=str(result.home), loaded_at=timezone.now(), loaded_by="tester",
        region_lo="11", region_hi="66",
    )  # fmt: skip
    with in_scope(whole_scope()) as scope:
        Person.objects.within(scope).bulk_create(
            Person(
                period=period, row=n, person_no=f"P621126{n:03d}", hh_no="H", name=f"某{n:02d}", id_mask="99****001", region="621126100001",
                corrected="7" if period == LATER and n == 0 else "",
            )
            for n in range(20)
        )  # fmt: skip
    if frozen:
        close.state = Close.State.FROZEN
        close.save()
