"""The matching desk behind both walls: batches, deliveries, visits; each wall alone, red without both."""

from collections import Counter

import pytest
from django.test import Client

from tests.contract.cells import cells
from tests.contract.walls import leaks_without_both, routes_in

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
FIGURES = {"match-batches", "match-batch", "match-exchange", "quality"}
ROWS = {"match-delivery", "match-receipt", "match-visit", "match-answer", "links", "match-feedback"}


def test_every_kind_of_answer_is_asked_for(clients: Clients) -> None:
    """Whether each is answered so, the matrix of all addresses says."""
    counted = Counter(cell.expected for cell in cells(only=FIGURES | ROWS))
    assert min(counted[kind] for kind in ("open", "missing", "method", "sign-in")) > 10
    hidden = Counter(cell.route for cell in cells(only=ROWS) if cell.hidden)
    assert (
        min(hidden[route] for route in ("match-delivery", "match-receipt", "match-visit", "match-answer")) > 5
    )


def test_each_wall_holds_alone_and_red_without_both(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = leaks_without_both(clients, {"county", "school", "village"}, FIGURES | ROWS, monkeypatch)
    assert routes_in(found, FIGURES | ROWS) >= {
        "match-delivery",
        "match-receipt",
        "match-visit",
        "links",
        "match-feedback",
        "match-exchange",
    }
