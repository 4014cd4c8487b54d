"""Duties behind both walls: each holds alone, without both it is seen; a slower refusal is found."""

from collections import Counter

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import Scope
from qianxiao.office.duties import pages, queries
from qianxiao.office.duties.models import Duty
from tests.contract.cells import cells, routes
from tests.contract.test_matrix import _wrong
from tests.contract.walls import leaks_without_both, routes_in

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
ROUTES = {"duty", "duty-hand", "duty-fulfil"}
ROLES = {"county", "school"}


def test_every_kind_of_answer_is_asked_for(clients: Clients) -> None:
    """Whether each is answered so, the matrix of all addresses says."""
    lists = {"duties", "duties-lacking", "duties-ledger", "duties-export", "duty-inbox"}
    counted = Counter(cell.expected for cell in cells(only=lists | ROUTES))
    assert min(counted[kind] for kind in ("open", "missing", "method", "sign-in")) > 10
    hidden = Counter(cell.route for cell in cells(only=ROUTES) if cell.hidden)
    assert min(hidden[route] for route in ROUTES) > 10


def test_each_wall_holds_alone_and_red_without_both(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = leaks_without_both(clients, ROLES, ROUTES, monkeypatch)
    assert routes_in(found, ROUTES) == ROUTES
    assert any("role='school'" in line for line in found), "red: an institution sees what offices owe"


def test_red_without_its_guard(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = routes()["duties"]
    monkeypatch.setattr(queries.Scope, "need", lambda self, right: None)
    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)
    assert _wrong(clients, cells(only={"duties"}))[0], "an administrator reaches it"


def test_red_one_query_more_for_what_is_elsewhere(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    real = queries.duty_in

    def slower(scope: Scope, duty_id: int, lock: bool = False) -> Duty:
        if duty_id < 10**9:
            queries.has_work(scope, clients_post, queries.date(2020, 7, 12))
        return real(scope, duty_id, lock)

    from qianxiao.office.accounts.models import Post

    clients_post = Post.objects.get(user__username="county")
    monkeypatch.setattr(pages.queries, "duty_in", slower)
    assert _wrong(clients, cells({"county"}, {"duty"}))[0]
