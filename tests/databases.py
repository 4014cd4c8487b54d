"""Databases of tests: one with all migrations, copied for each world that a folder of tests works in.

What one folder commits (a browser, a worker, a loaded month) is never there for another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, connections

from tests.scoped import APP_ROLE

_made: set[str] = set()


@contextmanager
def _server() -> Iterator[Any]:
    """A cursor outside the databases that are copied: nobody may be connected to those."""
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        yield cursor


def _drop(cursor: Any, name: str) -> None:
    """Not WITH (FORCE): that one may not end an autovacuum, which a plain DROP sends away by itself."""
    cursor.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = ANY(%s)",
        [name, [connection.settings_dict["USER"], APP_ROLE]],
    )
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _copy(cursor: Any, of: str, to: str) -> None:
    _drop(cursor, to)
    cursor.execute(f'CREATE DATABASE "{to}" TEMPLATE "{of}"')
    # as our own launcher makes it: what nobody granted, nobody may
    cursor.execute(
        f'REVOKE ALL ON DATABASE "{to}" FROM PUBLIC; GRANT CONNECT, TEMPORARY ON DATABASE "{to}" TO {APP_ROLE}'
    )


def keep_empty() -> Iterator[None]:
    """Put a copy of the just migrated database aside, until the end of the run.

    A run of tests that all work in worlds of their own has migrated none: then the copy is made from nothing.
    """
    own = connection.settings_dict["NAME"]
    name, bare = f"{own}_empty", "django_migrations" not in connection.introspection.table_names()
    with _server() as cursor:
        _copy(cursor, "template0" if bare else own, name)
    if bare:
        with at(name):
            call_command("migrate", verbosity=0, interactive=False)
    yield
    with _server() as cursor:
        for made in [*_made, name]:
            _drop(cursor, made)
    _made.clear()


def filled(suffix: str, fill: Callable[[], None]) -> str:
    """The name of a database filled and committed once on this worker, however many folders ask."""
    own = connection.settings_dict["NAME"]
    if (name := f"{own}_{suffix}") not in _made:
        with _server() as cursor:
            _copy(cursor, f"{own}_empty", name)
        _made.add(name)
        with at(name):
            fill()
    return name


@contextmanager
def copy(of: str) -> Iterator[str]:
    """A copy of a filled database for those who leave something in it."""
    name = f"{of}_copy"
    with _server() as cursor:
        _copy(cursor, of, name)
    yield name
    with _server() as cursor:
        _drop(cursor, name)


@contextmanager
def at(name: str, role: str = "") -> Iterator[None]:
    """Every connection opened meanwhile is one to this database, under this role."""
    held = connection.settings_dict
    before = held["NAME"], held["USER"]
    connections.close_all()
    held["NAME"], held["USER"] = name, role or held["USER"]
    try:
        yield
    finally:
        connections.close_all()
        held["NAME"], held["USER"] = before
