"""Every address and method opened once, by somebody who may: also asked on the older server (tests/ops/test_suite_on_15.py)."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.contract.cells import Cell, ask, cells

pytestmark = pytest.mark.django_db


def _once() -> list[Cell]:
    return list({(one.route, one.method): one for one in cells() if one.expected == "open"}.values())


def _wrong(clients: dict[str, Client], some: list[Cell]) -> list[str]:
    told = ((one, ask(clients[one.role], one)[0]) for one in some)
    return [f"{one}: {said}" for one, said in told if said != one.expected]


def test_every_address_opens(clients: dict[str, Client]) -> None:
    some = _once()
    assert len(some) > 200
    assert _wrong(clients, some) == []


def test_red_what_does_not_open(clients: dict[str, Client]) -> None:
    shut = [replace(one, expected="missing") for one in _once()[:3]]
    assert len(_wrong(clients, shut)) == 3
