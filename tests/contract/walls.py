"""The two walls taken away one by one: the query layer, and row security of the database."""

import pytest
from django.test import Client

from qianxiao.office.accounts import scope as scopes
from qianxiao.office.accounts.scope import Scope, whole_scope
from tests.contract.cells import cells
from tests.contract.test_matrix import _no_filter, _wrong


def _open_queries(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Scope, "within", _no_filter)
    patch.setattr(Scope, "owns", _no_filter)


def leaks_without_both(
    clients: dict[str, Client], roles: set[str], routes: set[str], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """What these roles see wrongly at these routes without both walls; each wall alone has to hold."""
    told = scopes.tell_database

    def leaks() -> list[str]:
        return _wrong(clients, cells(roles, routes))[0]

    with monkeypatch.context() as patch:
        patch.setattr(scopes, "tell_database", lambda _scope: told(whole_scope()))
        assert leaks() == [], "the query layer alone"
        _open_queries(patch)
        found = leaks()
    with monkeypatch.context() as patch:
        _open_queries(patch)
        assert leaks() == [], "row security alone"
    return found


def routes_in(found: list[str], routes: set[str]) -> set[str]:
    """The routes that a list of leaks names."""
    return {route for route in routes if any(f"route='{route}'" in line for line in found)}
