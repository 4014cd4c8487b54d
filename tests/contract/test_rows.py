"""A3: row security over the whole schema; a setting that is missing, empty or nonsense shows nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from qianxiao.base.scope import INSTITUTIONS, RANGES, array, in_ranges, multirange, protect
from tests.contract import parts
from tests.contract.world import PLACES, VILLAGE
from tests.scoped import APP_ROLE

pytestmark = pytest.mark.django_db
# Columns that make a table one about people or money, or about a place.
TELLING = (
    "region",
    "region_one",
    "county",
    "person_no",
    "person_id",
    "student_id",
    "doubt_id",
    "household_id",
    "name",
    "full_name",
    "id_mask",
    "phone_mask",
    "amount",
    "org_code",
)
# Tables that hold such a column and no row security, each with its reason.
FREE = {
    "regions_region": "names of places are public",
    "accounts_user": "signing in reads it before there is a scope; who works where is no secret of a person",
    "accounts_agency": "signing in reads it before there is a scope; offices are public",
    "close_feedbackorg": "a list of schools and institutions, no person",
    "auth_group": "Django's own, empty: rights come from posts",
    "auth_permission": "Django's own, names of models",
    "django_migrations": "Django's own, names of migrations",
    **parts.free(),
}
_TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),
    (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT c.relispartition AND EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attname = ANY (%s))
"""


def _rows(sql: str, values: list[object] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _protected() -> set[str]:
    return {
        str(name)
        for name, on, forced, _owner, policies in _rows(_TABLES, [list(TELLING)])
        if on and forced and policies
    }


@contextmanager
def _as_app(**settings: str) -> Iterator[None]:
    """The pages' role in a savepoint of its own, with some settings; everything is undone."""
    with transaction.atomic():
        _rows_none(f"SET LOCAL ROLE {APP_ROLE}")
        for name, value in settings.items():
            _rows("SELECT set_config(%s, %s, true)", [f"qx.{name}", value])
        yield
        transaction.set_rollback(True)


def _rows_none(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _seen(table: str) -> int:
    """Rows a role sees; a setting that cannot be read stops the query, which shows nothing as well."""
    try:
        with transaction.atomic():
            return int(str(_rows(f"SELECT count(*) FROM {table}")[0][0]))
    except DatabaseError:
        return 0


def test_every_table_about_people_money_or_places_is_under_it() -> None:
    found = {str(row[0]) for row in _rows(_TABLES, [list(TELLING)])}
    print(f"\nA3: {len(found)} tables with telling columns, {len(_protected())} under forced row security")
    assert found - _protected() == set(FREE)


def test_a_part_of_a_table_is_reached_through_the_whole_only() -> None:
    """A month of attendance is a table of its own: under row security without any policy it shows nothing by its name."""
    parts_ = _rows(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, (SELECT count(*) FROM pg_policy p WHERE p.polrelid ="
        " c.oid) FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class w ON w.oid = i.inhparent"
        " WHERE c.relkind = 'r' AND w.relrowsecurity"
    )
    assert parts_ and [row for row in parts_ if row[1:] != (True, 0)] == []
    with _as_app(ranges=multirange([("", "~")])):
        assert _seen("training_attendance") == len(PLACES)
        assert {row[0]: n for row in parts_ if (n := _seen(str(row[0])))} == {}


def test_what_the_query_layer_scopes_the_database_scopes() -> None:
    from django.apps import apps
    from pghistory.models import Event

    from qianxiao.office.accounts.scoped import ScopedModel

    def leaves(model: type) -> set[str]:
        below = model.__subclasses__()
        mine = {model._meta.db_table} if not model._meta.abstract else set()  # type: ignore[attr-defined]
        return mine.union(*(leaves(one) for one in below))

    history = {model._meta.db_table for model in apps.get_models() if issubclass(model, Event)}
    assert history, "rows that stood there before are rows about people too"
    assert leaves(ScopedModel) | history == _protected()


def test_the_pages_role_owns_nothing_and_passes_nothing() -> None:
    held = _rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s",
        [APP_ROLE],
    )
    assert held == [(False, False, False, False)]
    owners = {row[3] for row in _rows(_TABLES, [list(TELLING)])}
    assert APP_ROLE not in owners and len(owners) == 1
    member = _rows("SELECT pg_has_role(%s, %s, 'USAGE')", [APP_ROLE, str(owners.pop())])
    assert member == [(False,)], "it cannot become the owner"
    for sql in ("ALTER TABLE close_person DISABLE ROW LEVEL SECURITY", "DROP POLICY scope ON close_person",
                "CREATE TABLE mine (n int)", "TRUNCATE close_person"):  # fmt: skip
        with _as_app(), pytest.raises(DatabaseError, match=r"owner|permission denied"), transaction.atomic():
            _rows_none(sql)


NONSENSE = {
    "unset": {},
    "empty": {"ranges": "", "institutions": ""},
    "percent": {"ranges": "%", "institutions": "%"},
    "number": {"ranges": "7", "institutions": "7"},
    "no range": {"ranges": "{}", "institutions": "{}"},
    "turned": {"ranges": '{["63","62")}'},
}


@pytest.mark.parametrize("along", ["", "on", "%"])
@pytest.mark.parametrize("settings", NONSENSE.values(), ids=list(NONSENSE))
def test_a_setting_that_says_nothing_shows_nothing(settings: dict[str, str], along: str) -> None:
    with _as_app(**settings, along=along):
        assert {table: n for table in sorted(_protected()) if (n := _seen(table))} == {}


def test_after_a_transaction_nothing_is_left() -> None:
    """The hole of an empty setting: PostgreSQL leaves '' behind, and '' is below every code."""
    with _as_app(ranges=multirange([("", "~")])):
        assert _seen("close_person") > 5
    assert _rows("SELECT current_setting('qx.ranges', true)")[0][0] in ("", None)
    with _as_app():
        assert _seen("close_person") == 0


def test_a_parallel_plan_sees_no_more() -> None:
    with _as_app(ranges=multirange([("6211", "6211:")])):
        for name, value in (("debug_parallel_query", "on"), ("parallel_setup_cost", "0"),
                            ("parallel_tuple_cost", "0"), ("min_parallel_table_scan_size", "0")):  # fmt: skip
            if (
                name == "debug_parallel_query"
                and _rows("SELECT current_setting('server_version_num')::int < 160000")[0][0]
            ):
                name = "force_parallel_mode"  # its name until PostgreSQL 15
            _rows_none(f"SET LOCAL {name} = {value}")
        plan = "\n".join(str(row[0]) for row in _rows("EXPLAIN SELECT count(*) FROM close_person"))
        assert "Gather" in plan
        assert _seen("close_person") == 4, (
            "two townships of one county, another county, and who moved in before"
        )
        _rows_none("SET LOCAL qx.along = 'on'")
        assert "Gather" in "\n".join(
            str(row[0]) for row in _rows("EXPLAIN SELECT count(*) FROM close_person")
        )
        assert _seen("close_person") == 4, "nobody was handed over here"


def test_nothing_is_written_outside_the_scope() -> None:
    with _as_app(ranges=multirange([("621126", "621126:")])):
        moved = "UPDATE people_person SET region = '522301100001' WHERE region = %s"
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            _rows_changed(moved, VILLAGE)
        own = "UPDATE close_person SET step = '' WHERE person_no = %s"
        assert _rows_changed(own, f"P{VILLAGE}") == 0, (
            "a closed month is changed by no county, its own neither"
        )
        assert (
            _rows_changed("UPDATE close_person SET step = '' WHERE person_no = %s", f"P{PLACES['abroad']}")
            == 0
        )
        assert _rows_changed("DELETE FROM close_person WHERE person_no = %s", f"P{PLACES['abroad']}") == 0


def _rows_changed(sql: str, value: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return int(cursor.rowcount)


def test_institutions_see_their_own_lines_only() -> None:
    with _as_app(institutions=array([f"99{VILLAGE}0099"])):
        assert (_seen("close_feedbackline"), _seen("close_returnfile"), _seen("close_person")) == (1, 1, 0)
    with _as_app(institutions=array([""])):
        assert _seen("close_feedbackline") == 0


def test_red_a_policy_without_the_guard_opens_completely() -> None:
    """The control: the same policy, prefix by LIKE and without NULLIF, as it would be written first."""
    with transaction.atomic():
        _rows_none("DROP POLICY scope ON close_person")
        _rows_none(
            "CREATE POLICY scope ON close_person USING (region LIKE current_setting('qx.ranges', true) || '%')"
        )
        with _as_app(ranges=""):
            assert _seen("close_person") > 5, "the broken variant must be seen to leak"
        with _as_app(ranges="%"):
            assert _seen("close_person") > 5
        transaction.set_rollback(True)


def test_red_without_force_the_owner_sees_all() -> None:
    with transaction.atomic():
        _rows("SELECT set_config(%s, '', true), set_config(%s, '', true)", [RANGES, INSTITUTIONS])
        assert _seen("close_person") == 0, "forced: the owner of the tables is bound as well"
        _rows_none("ALTER TABLE close_person NO FORCE ROW LEVEL SECURITY")
        assert _seen("close_person") > 5
        transaction.set_rollback(True)


ROWS = 60_000
# What was written first: three guesses of the planner multiplied, and every list sorted.
GUESSED = ("region >= (SELECT lower({0})) AND region < (SELECT upper({0})) AND region <@ ({0})").format(
    "(SELECT NULLIF(current_setting('qx.ranges', true), '')::region_ranges)"
)


def _best(sql: str) -> float:
    """The shortest of some runs, seconds."""
    times = []
    for _ in range(7):
        began = time.perf_counter()
        _rows(sql)
        times.append(time.perf_counter() - began)
    return min(times)


def test_the_policy_leaves_the_plan_alone() -> None:
    """A county's list walks the index with and without the policy; the times are printed, not judged."""
    listed = "SELECT * FROM {} WHERE region >= '6205' AND region < '6205:' ORDER BY region, row LIMIT 50"
    counted = "SELECT count(*) FROM {} WHERE region >= '6205' AND region < '6205:'"
    told, plans = [], {}
    with transaction.atomic():
        for table in ("plain", "walled", "guessed"):
            _rows_none(
                f"CREATE TABLE {table} AS SELECT i AS row, (620000 + i % 1000)::text COLLATE \"C\" || '100001' AS region,"
                f" repeat('somebody', 20) AS name FROM generate_series(1, {ROWS}) i"
            )
            _rows_none(f"CREATE INDEX ON {table} (region, row)")
            _rows_none(f"ANALYZE {table}")
        _rows_none(protect("walled", in_ranges("region")) + protect("guessed", GUESSED))
        for ranges in ([("6205", "6205:")], [("6205", "6205:"), ("6207", "6207:")]):
            _rows("SELECT set_config(%s, %s, true)", [RANGES, multirange(ranges)])
            for name, sql in (("list", listed), ("count", counted)):
                plain, walled = (1000 * _best(sql.format(table)) for table in ("plain", "walled"))
                told.append(f"{name}, {len(ranges)} range(s): {plain:.2f} ms plain, {walled:.2f} walled")
            seen = _rows(counted.format("walled")) + _rows("SELECT count(*) FROM walled")
            assert seen == [(ROWS // 10,), (ROWS // 10 * len(ranges),)]
        for table in ("plain", "walled", "guessed"):
            plans[table] = "\n".join(str(row[0]) for row in _rows("EXPLAIN " + listed.format(table)))
        transaction.set_rollback(True)
    print("\nA3:", "; ".join(told))
    for table in ("plain", "walled"):
        assert "Index Cond" in plans[table] and "Sort" not in plans[table], plans[table]
    assert "Sort" in plans["guessed"], "the control: the planner misled"
