"""Exports behind both walls: each holds alone, without both they are seen; the second person's page needs its guard."""

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import Scope
from tests.contract.cells import cells, routes
from tests.contract.test_matrix import _wrong
from tests.contract.walls import leaks_without_both, routes_in

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
ROUTES = {"exports", "export", "export-answer", "export-drop", "export-file"}
SEEN = {"export", "export-answer"}
ROLES = {"reviewer", "school_head"}


def test_every_address_answers_as_declared(clients: Clients) -> None:
    wrong, counted = _wrong(clients, cells(only=ROUTES))
    print(f"\nA1, exports: {counted.total()} cells {dict(counted)}, wrong {len(wrong)}")
    assert wrong == []
    assert min(counted[kind] for kind in ("open", "missing", "method", "sign-in")) > 10


def test_each_wall_holds_alone_and_red_without_both(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = leaks_without_both(clients, ROLES, SEEN, monkeypatch)
    assert routes_in(found, SEEN) == SEEN
    assert any("role='school_head'" in line for line in found), "red: a school sees another's exports"


def test_red_without_its_guard(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = routes()["exports"]
    monkeypatch.setattr(Scope, "need", lambda self, right: None)
    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)
    assert _wrong(clients, cells(only={"exports"}))[0], "an administrator reaches it"
