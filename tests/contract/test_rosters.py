"""Imports and background work behind both walls: each holds alone, without both they are seen."""

from collections import Counter

import pytest
from django.test import Client

from qianxiao.office.accounts import scope as scopes
from qianxiao.office.accounts.scope import Scope, whole_scope
from tests.contract.cells import cells, routes
from tests.contract.test_matrix import _no_filter, _wrong

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
LISTS = {"jobs", "imports", "import-template"}
ROUTES = {"job", "job-stop", "import", "import-accept", "import-answer", "import-drop", "import-back"}
ROLES = {"county", "school"}


def test_every_kind_of_answer_is_asked_for(clients: Clients) -> None:
    wrong, counted = _wrong(clients, cells(only=LISTS | ROUTES))
    print(f"\nA1, imports: {counted.total()} cells {dict(counted)}, wrong {len(wrong)}")
    assert wrong == []
    assert min(counted[kind] for kind in ("open", "missing", "method", "sign-in")) > 10
    hidden = Counter(cell.route for cell in cells(only=ROUTES) if cell.hidden)
    assert min(hidden[route] for route in ROUTES) > 10


def test_each_wall_holds_alone_and_red_without_both(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = scopes.tell_database

    def leaks() -> list[str]:
        return _wrong(clients, cells(ROLES, ROUTES))[0]

    with monkeypatch.context() as patch:
        patch.setattr(scopes, "tell_database", lambda _scope: told(whole_scope()))
        assert leaks() == [], "the query layer alone"
        patch.setattr(Scope, "within", _no_filter)
        patch.setattr(Scope, "owns", _no_filter)
        found = leaks()
        assert {route for route in ROUTES if any(f"route='{route}'" in line for line in found)} == ROUTES
        assert any("role='school'" in line for line in found), "red: a school sees another's rosters"
    with monkeypatch.context() as patch:
        patch.setattr(Scope, "within", _no_filter)
        patch.setattr(Scope, "owns", _no_filter)
        assert leaks() == [], "row security alone"


def test_red_without_its_guard(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = routes()["imports"]
    monkeypatch.setattr(Scope, "need", lambda self, right: None)
    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)
    assert _wrong(clients, cells(only={"imports"}))[0], "an administrator reaches it"
