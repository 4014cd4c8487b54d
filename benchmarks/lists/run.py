"""The register of people with 2,000,000 persons: pages by role, filter, name; p50 and p95 through the whole server.

python -m benchmarks.lists.run [--rows 2000000] [--times 40] [--data FOLDER]

A PostgreSQL of its own is filled once under FOLDER; then every page is asked for as the pages' database role, which
owns nothing and is bound by row security. Times are of the whole answer: sign-in, scope, query, access row, template.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

SQL = Path(__file__).parent / "fill.sql"
PLACES = {"auditor": "CN", "province": "620000", "prefecture": "621100", "county": "621126"}
WORDS = ("王秀", "yangxiu", "wxm")  # two signs, a beginning of pinyin, initials


def fill(rows: int) -> None:
    """Schema, regions, people, one account per tier. Runs as the owner."""
    from qianxiao.config.boot import boot

    boot(owner=True)
    from django.core.management import call_command
    from django.db import connection

    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.audit.actions import open_months
    from qianxiao.registers.people.queries import counted

    call_command("migrate", verbosity=0, interactive=False)
    with in_scope(whole_scope()) as scope:
        if counted(scope):
            return
        load_regions()
        open_months()
        with connection.cursor() as cursor:
            names = _names(cursor)
            cursor.execute(
                "CREATE TEMP TABLE bench_places ON COMMIT DROP AS SELECT row_number() OVER (ORDER BY code) - 1 AS at, code"
                " FROM regions_region WHERE level = 4 AND left(code, 2) IN ('52', '53', '61', '62', '63')"
            )
            cursor.execute("SELECT count(*) FROM bench_places")
            places = cursor.fetchone()[0]
            cursor.execute("ANALYZE bench_names, bench_places")
            start = time.monotonic()
            cursor.execute(SQL.read_text(encoding="utf-8"), {"rows": rows, "names": names, "places": places})
            print(
                f"filled {rows:,} people in {places:,} townships, {names:,} names: {time.monotonic() - start:.0f} s"
            )
        _people()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE people_person")
        cursor.execute("ANALYZE people_headcount")


def _names(cursor: Any) -> int:
    """Sixty surnames by their weight with fifty given names."""
    from qianxiao.registers.people.readings import reading

    surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
    first, second = "秀桂玉建国志文德永兴", "英兰珍芳梅明华平贵全"
    told = []
    for rank, surname in enumerate(surnames):
        for _copy in range(max(1, 12 - rank)):
            told += [surname + one + two for one in first for two in second]
    cursor.execute(
        "CREATE TEMP TABLE bench_names (at bigint, name text, pinyin text, initials text) ON COMMIT DROP"
    )
    with cursor.copy("COPY bench_names FROM STDIN") as copy:
        for at, name in enumerate(told):
            copy.write_row((at, name, *reading(name)))
    return len(told)


def _people() -> None:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    for role, region in PLACES.items():
        give_post(role, role, f"{role} bench", Role(role), span(region), region, demo=True)


def measure(times: int) -> None:
    """Ask for every page as the pages' role and print its times."""
    from qianxiao.config.boot import boot

    boot()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from qianxiao.office.accounts.guard import why_not_bound
    from qianxiao.office.accounts.models import User

    if told := why_not_bound():
        sys.exit(f"the pages' role must be bound: {told}")
    settings.ALLOWED_HOSTS = ["testserver"]
    print(f"{'role':10} {'page':34} {'p50 ms':>8} {'p95 ms':>8} {'queries':>8} {'rows':>6}")
    for role in PLACES:
        client = Client(headers={"accept-language": "zh-CN"})
        client.force_login(User.objects.get(username=role))
        for name, ask in _asked(client, role).items():
            ask()
            with CaptureQueriesContext(connection) as queries:
                rows = ask()
            asked = len(queries)  # the next request empties the log
            spans = []
            for _time in range(times):
                start = time.perf_counter()
                ask()
                spans.append(1000 * (time.perf_counter() - start))
            cut = statistics.quantiles(spans, n=20)
            print(f"{role:10} {name:34} {cut[9]:8.1f} {cut[18]:8.1f} {asked:8} {rows:6}", flush=True)
    _raw()


def _asked(client: Any, role: str) -> dict[str, Callable[[], int]]:
    """Page → asking for it, which returns the rows shown."""
    from django.db import connection

    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.scope import Scope, in_scope

    def page(query: str) -> Callable[[], int]:
        def ask() -> int:
            answer = client.get(f"/people/{query}")
            if answer.status_code != 200:
                raise RuntimeError(f"{query}: {answer.status_code}")
            return int(answer.content.count(b'name="id"'))

        return ask

    with in_scope(Scope.over(span(PLACES[role]))), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_person ORDER BY region, name, id OFFSET 4949 LIMIT 1")
        row = cursor.fetchone()
    hundredth = f"?after={row[0]}" if row else ""
    found = {"first page": page(""), "hundredth page": page(hundredth), "by name": page("?order=name")}
    found["region and state"] = page("?region=621126&state=train.in_progress")
    found["state"] = page("?state=all.unreachable")
    for word in WORDS:
        where = client.post("/lists/search", {"page": "people", "next": "/people/", "text": word})["Location"]
        found[f"name search {word}"] = page("?" + where.partition("?")[2])
    return found


def _raw() -> None:
    """What row security costs: the same counts and pages by the pages' role, with the policy and with it switched off."""
    import psycopg
    from django.db import connection

    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.scope import Scope, in_scope

    queries = {
        "count": "SELECT count(*) FROM people_person WHERE region >= %s AND region < %s",
        "page of 50": "SELECT * FROM people_person WHERE region >= %s AND region < %s ORDER BY region, name, id LIMIT 50",
    }
    asked = [(name, sql, place) for name, sql in queries.items() for place in ("621126", "621100", "620000")]
    found: dict[tuple[str, str, bool], float] = {}
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        try:
            for walled in (
                True,
                False,
            ) * 3:  # in turn, the best of three, so that a busy second hits neither alone
                owner.execute(f"ALTER TABLE people_person {'EN' if walled else 'DIS'}ABLE ROW LEVEL SECURITY")
                for name, sql, place in asked:
                    with in_scope(Scope.over(span(place))), connection.cursor() as cursor:
                        took = _median(partial(_rows, cursor, sql, span(place)))
                    found[name, place, walled] = min(took, found.get((name, place, walled), took))
        finally:
            owner.execute("ALTER TABLE people_person ENABLE ROW LEVEL SECURITY")
    for name, _sql, place in asked:
        bound, free = found[name, place, True], found[name, place, False]
        print(
            f"row security  {name:12} {place}: {bound:8.2f} ms, without {free:8.2f} ms, x{bound / free:.2f}"
        )


def _rows(cursor: Any, sql: str, bounds: tuple[str, str]) -> list[Any]:
    cursor.execute(sql, bounds)
    return list(cursor.fetchall())


def _median(ask: Callable[[], Any], times: int = 15) -> float:
    """The median of some runs in ms."""
    spans = []
    for _time in range(times):
        start = time.perf_counter()
        ask()
        spans.append(1000 * (time.perf_counter() - start))
    return statistics.median(spans)


def main() -> None:
    """Fill in one process as the owner, measure in another one as the pages' role."""
    parser = argparse.ArgumentParser(prog="benchmarks.lists", description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--data", type=Path, default=Path("var/bench-lists"))
    parser.add_argument("--part", choices=("fill", "measure"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.part:
        fill(args.rows) if args.part == "fill" else measure(args.times)
        return
    from qianxiao.ops.postgres import ensure_server, stop

    data = args.data.resolve() / f"{args.rows}"
    server = ensure_server(data / "postgres")
    env = {
        **os.environ,
        "DATABASE_URL": server.app_url,
        "DATABASE_OWNER_URL": server.url,
        "QIANXIAO_DEMO": "1",
    }
    env["QIANXIAO_VAR"] = str(data)
    words = ["--rows", str(args.rows), "--times", str(args.times)]
    try:
        for part in ("fill", "measure"):
            subprocess.run(
                [sys.executable, "-m", "benchmarks.lists.run", *words, "--part", part], env=env, check=True
            )
    finally:
        stop(data / "postgres")


if __name__ == "__main__":
    main()
