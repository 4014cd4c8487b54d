"""Every list of the kit behind both walls: each role, each relation, each side door; a list past the scope is found."""

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import tell_database, whole_scope
from tests.contract import test_matrix
from tests.contract.cells import cells
from tests.contract.test_matrix import DOORS, _doors, _wrong

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
LISTS = {
    "people-list", "people-export", "households", "households-export", "duties", "duties-ledger", "duties-export",
    "duty-inbox", "duties-hand", "match-doubts", "match-send", "imports", "jobs", "duplicates", "trail", "my-looks",
    "orgs", "list-search", "exports", "list-export",
    "household-changes", "derived", "moves", "corrections", "gaps", "people", "doubts", "links", "irregularities",
    "feedback",
}  # fmt: skip


def test_every_list_answers_as_declared(clients: Clients) -> None:
    wrong, counted = _wrong(clients, cells(only=LISTS))
    print(f"\nA1, lists: {counted.total()} cells {dict(counted)}, wrong {len(wrong)}")
    assert wrong == []
    assert min(counted[kind] for kind in ("open", "missing", "method", "sign-in")) > 10


def test_side_doors_of_lists_show_nothing_foreign(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_matrix, "DOORS", {name: DOORS[name] for name in LISTS if name in DOORS})
    asked, wrong = _doors(clients)
    print(f"\nA2, lists: {asked} requests through side doors, foreign canaries {len(wrong)}")
    assert wrong == [] and asked > 400, asked


def test_red_a_file_past_the_scope_is_found(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    from qianxiao.registers.households import lists
    from qianxiao.registers.households.models import Household

    def everybody(_scope: object, _region: str):  # type: ignore[no-untyped-def]
        tell_database(whole_scope())
        return Household.objects.within(whole_scope())

    monkeypatch.setattr(lists.queries, "households", everybody)
    wrong, _counted = _wrong(clients, cells({"county"}, {"households-export"}))
    assert wrong, "red: the neighbour's households stand in the file"
