"""Imports and background work behind both walls: each holds alone, without both they are seen."""

from collections import Counter

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import Scope
from tests.contract.cells import cells, routes
from tests.contract.test_matrix import _wrong
from tests.contract.walls import leaks_without_both, routes_in

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
LISTS = {"jobs", "imports", "import-template"}
ROUTES = {"job", "job-stop", "import", "import-accept", "import-answer", "import-drop", "import-back"}
ROLES = {"county", "school"}


def test_every_kind_of_answer_is_asked_for(clients: Clients) -> None:
    """Whether each is answered so, the matrix of all addresses says."""
    counted = Counter(cell.expected for cell in cells(only=LISTS | ROUTES))
    assert min(counted[kind] for kind in ("open", "missing", "method", "sign-in")) > 10
    hidden = Counter(cell.route for cell in cells(only=ROUTES) if cell.hidden)
    assert min(hidden[route] for route in ROUTES) > 10


def test_each_wall_holds_alone_and_red_without_both(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = leaks_without_both(clients, ROLES, ROUTES, monkeypatch)
    assert routes_in(found, ROUTES) == ROUTES
    assert any("role='school'" in line for line in found), "red: a school sees another's rosters"


def test_red_without_its_guard(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = routes()["imports"]
    monkeypatch.setattr(Scope, "need", lambda self, right: None)
    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)
    assert _wrong(clients, cells(only={"imports"}))[0], "an administrator reaches it"
