"""The matching desk behind both walls: batches, deliveries, visits; each wall alone, red without both."""

from collections import Counter

import pytest
from django.test import Client

from qianxiao.office.accounts import scope as scopes
from qianxiao.office.accounts.scope import Scope, whole_scope
from tests.contract.cells import cells
from tests.contract.test_matrix import _no_filter, _wrong

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
FIGURES = {"match-batches", "match-batch", "match-exchange", "quality"}
ROWS = {"match-delivery", "match-receipt", "match-visit", "match-answer", "links", "match-feedback"}


def test_every_kind_of_answer_is_asked_for(clients: Clients) -> None:
    wrong, counted = _wrong(clients, cells(only=FIGURES | ROWS))
    print(f"\nA1, matching: {counted.total()} cells {dict(counted)}, wrong {len(wrong)}")
    assert wrong == []
    assert min(counted[kind] for kind in ("open", "missing", "method", "sign-in")) > 10
    hidden = Counter(cell.route for cell in cells(only=ROWS) if cell.hidden)
    assert (
        min(hidden[route] for route in ("match-delivery", "match-receipt", "match-visit", "match-answer")) > 5
    )


def test_each_wall_holds_alone_and_red_without_both(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, roles = scopes.tell_database, {"county", "school", "village"}

    def leaks() -> list[str]:
        return _wrong(clients, cells(roles, FIGURES | ROWS))[0]

    with monkeypatch.context() as patch:
        patch.setattr(scopes, "tell_database", lambda _scope: told(whole_scope()))
        assert leaks() == [], "the query layer alone"
        patch.setattr(Scope, "within", _no_filter)
        patch.setattr(Scope, "owns", _no_filter)
        found = leaks()
        seen = {route for route in FIGURES | ROWS if any(f"route='{route}'" in line for line in found)}
        assert seen >= {
            "match-delivery",
            "match-receipt",
            "match-visit",
            "links",
            "match-feedback",
            "match-exchange",
        }
    with monkeypatch.context() as patch:
        patch.setattr(Scope, "within", _no_filter)
        patch.setattr(Scope, "owns", _no_filter)
        assert leaks() == [], "row security alone"
