"""Lists of the kit: a file past the scope is found, each is taken away by its own right (their addresses: test_matrix)."""

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import tell_database, whole_scope
from tests.contract.cells import cells, foreign, routes
from tests.contract.test_matrix import _wrong

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]


def test_red_a_file_past_the_scope_is_found(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    from qianxiao.registers.households import lists
    from qianxiao.registers.households.models import Household

    def everybody(_scope: object, _region: str):  # type: ignore[no-untyped-def]
        tell_database(whole_scope())
        return Household.objects.within(whole_scope())

    monkeypatch.setattr(lists.queries, "households", everybody)
    wrong, _counted = _wrong(clients, cells({"county"}, {"households-export"}))
    assert wrong, "red: the neighbour's households stand in the file"


def test_a_list_is_taken_away_by_its_own_right_and_in_its_own_scope(clients: Clients) -> None:
    """One address for all lists: each names who may, none is taken where its page would not open."""
    from qianxiao.office.lists.listing import LISTINGS

    assert routes()  # lists are declared beside their pages
    month = "period=202005&region="
    asked = {
        "changes": ("region=", ""), "leavers": ("region=", ""), "workers": ("region=", ""), "month-people": (month, ""),
        "month-gaps": (month, ""), "month-findings": ("period=202005", None), "month-links": ("period=202005", None),
        "people": ("region=", ""), "book-differences": (month, ""), "rectifications": ("part=open", None),
    }  # fmt: skip
    takeable = {name for name, one in LISTINGS.items() if one.declared.taken}
    # the people behind a figure are told by the month's files, of which canaries have none: tests/indicators and
    # tests/analysis take them away
    assert takeable == {*asked, "cell-people", "analysis-trained"}, "a new one is asked for here too"
    county = clients["county"]
    for page, (query, placed) in asked.items():
        there = f"/lists/{page}/export"
        own = query if placed is None else f"{query}621126"
        answer = county.post(there, {"form": "csv", "query": own})
        assert answer.status_code == 200 and answer.streaming, page
        assert not foreign("county", b"".join(answer.streaming_content)), page  # type: ignore[attr-defined]
        for elsewhere in ("621121", "522301") if placed is not None else ():
            assert county.post(there, {"form": "csv", "query": f"{query}{elsewhere}"}).status_code == 404, (
                page
            )
        # warnings name units and nobody else: the ministry reads them
        for role in ("school", "system") if page == "rectifications" else ("ministry", "school", "system"):
            assert clients[role].post(there, {"form": "csv", "query": own}).status_code == 404, (page, role)
    for page in ("jobs", "moves", "corrections", "trail", "exports", "nothing"):
        assert county.post(f"/lists/{page}/export", {"form": "csv"}).status_code == 404, page
    assert (
        clients["township"].post("/lists/month-findings/export", {"query": "period=202005"}).status_code
        == 404
    )
