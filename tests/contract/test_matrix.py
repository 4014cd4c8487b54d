"""A1 and A2: every role at every address in every relation; nothing foreign in any byte; each wall holds alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.db.models import Q
from django.test import Client

from qianxiao.office.accounts import middleware
from qianxiao.office.accounts import scope as scopes
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, whole_scope
from tests.contract.cells import BY_PLACE, DECLARED, OPEN, Cell, ask, cells, foreign, routes
from tests.contract.world import NOWHERE, vault_id

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]


def _wrong(clients: Clients, some: Iterable[Cell]) -> tuple[list[str], Counter[str]]:
    """Cells that answer otherwise, show something foreign, or tell a hidden thing from a missing one."""
    wrong: list[str] = []
    counted: Counter[str] = Counter()
    nothing: dict[tuple[str, str], tuple[bytes, int]] = {}
    hidden: list[tuple[Cell, bytes, int]] = []
    for cell in some:
        said, body, queries = ask(clients[cell.role], cell)
        counted[cell.expected] += 1
        if said != cell.expected:
            wrong.append(f"{cell}: {said}")
        if cell.role != "anonymous" and (seen := foreign(cell.role, body)):
            wrong.append(f"{cell} shows {seen}")
        if said == "missing" and cell.route in BY_PLACE and cell.relation == "nowhere":
            nothing[cell.role, cell.route] = body, queries
        elif said == "missing" and cell.hidden and cell.route in BY_PLACE:
            hidden.append((cell, body, queries))
    for cell, body, queries in hidden:
        if nothing.get((cell.role, cell.route)) not in (None, (body, queries)):
            wrong.append(f"{cell} differs from what does not exist: {queries} queries")
    return wrong, counted


def test_every_address_says_who_may_open_it() -> None:
    found = routes()
    assert set(found) == set(DECLARED) | OPEN
    silent = [
        name for name, pattern in found.items() if name not in OPEN and not hasattr(pattern.callback, "opens")
    ]
    assert silent == []
    assert all(not getattr(found[name].callback, "login_required", True) for name in OPEN)


def test_every_cell_answers_as_declared(clients: Clients, record_property) -> None:  # type: ignore[no-untyped-def]
    wrong, counted = _wrong(clients, cells())
    print(f"\nA1: {counted.total()} cells {dict(counted)}, wrong {len(wrong)}")
    record_property("cells", counted.total())
    assert wrong == []
    assert counted.total() > 1500
    assert min(counted[kind] for kind in ("open", "missing", "method", "sign-in")) > 50


# Side doors of a page: filters, searches, sorting, paging, each with what a curious person would try.
DOORS = {
    "coverage": ["duty=train", "duty=study"],
    "gaps": [
        "kind=aid",
        "kind=study",
        "step=not_surveyed",
        "after=1",
        "kind=aid&item=x",
        "before=9999999999999",
    ],
    "people": [
        "state=in_progress",
        "duty=train&state=left",
        "state=in_progress&after=1&order=-place",
        "step=not_surveyed",
    ],
    "people-list": [
        "region=621126",
        "region=522301",
        "state=all.in_progress",
        "state=train.in_progress",
        "order=-name",
        "find=x",
        "size=200",
        f"after={vault_id('522301100001')}",
        f"before={vault_id('621126101001')}",
    ],
    "today": ["part=queues", "part=nothing"],
    "doubts": ["after=1", "before=999999999999", "class=doubtful", "register=students&order=-place"],
    "match-doubts": [
        "view=visit",
        "view=decided",
        "register=students",
        "after=1",
        "before=9999999",
        "class=doubtful",
    ],
    "match-feedback": ["month=202005", "state=sent", "month=202005&after=0", "month=0&state=confirmed"],
    "match-exchange": ["month=202005", "after=0", "month=202005&after=0"],
    "links": ["register=students", "class=exact", "register=students&class=exact&after=1", "order=-place"],
    "duties": ["view=raised", "view=done", "after=1", "before=99999999", "order=-due&size=200"],
    "duties-ledger": [
        "state=open",
        "state=done",
        "rule=household_survey&period=2020",
        "after=1",
        "before=99999999",
    ],
    "duty-inbox": ["before=99999999", "after=1", "part=unread"],
    "irregularities": ["pattern=8", "after=1", "pattern=8&before=999999999999"],
    "feedback-list": ["after=0"],
    "feedback": ["only=todo", "after=1", "only=todo&before=999999999999"],
    "files": ["kind=lists", "after=0"],
    "households": [
        "region=522301100001",
        "region=621121",
        "news=any",
        "news=none",
        f"after={vault_id('522301100001', 'household')}",
        "find=x",
        "label=registered_poor&order=-place",
    ],
    "household-changes": [
        "verb=left",
        "verb=went",
        "subject=household",
        "region=522301100001&verb=came",
        "after=1&verb=changed",
        "before=99999999&verb=left&order=-place",
        "verb=changed&field=phone",
    ],
    "household": ["on=2026-05"],
    "derived": [
        "cohort=earlier",
        "region=522301100001",
        "region=621121",
        "after=1",
        "on=2020-05",
        "order=-place",
    ],
    "moves": ["state=accepted", "after=1", "before=99999999", "order=-oldest"],
    "corrections": ["state=applied", "after=1", "field=name", "region=621121", "region=522301100001"],
    "reference": ["q=金丝雀", "q=62"],
    "orgs": ["q=金丝雀", "q=%25", "kind=township", "after=0", "q=522301", "kind=township&q=_"],
    "org": ["after=0"],
    "trail": ["after=99999999", "month=2026-11", "who=county", "kind=export"],
    "jobs": ["after=99999999", "before=1", "state=done"],
    "imports": ["after=99999999", "before=1", "roster=poor", "state=ready"],
    "exports": ["part=waiting", "part=mine", "state=asked", "after=99999999", "before=1"],
    "duplicates": ["after=1", "before=99999999", "why=number", "order=-oldest"],
    "account": ["post=1"],
}


def _doors(clients: Clients) -> tuple[int, list[str]]:
    """Requests through side doors with GET and HEAD: how many, and what foreign stood in body or headers."""
    asked, wrong = 0, []
    for cell in cells():
        if cell.method != "GET" or cell.expected != "open":
            continue
        for number, door in enumerate(DOORS.get(cell.route, [])):
            for method in ("GET", "HEAD")[: 1 if number else 2]:
                there = replace(cell, method=method, address=f"{cell.address}?{door}")
                said, body, _queries = ask(clients[cell.role], there)
                asked += 1
                if said not in ("open", "missing", "method") or foreign(cell.role, body):
                    wrong.append(f"{there}: {said} {foreign(cell.role, body)}")
    return asked, wrong


def test_side_doors_show_nothing_foreign(clients: Clients) -> None:
    asked, wrong = _doors(clients)
    print(f"\nA2: {asked} requests through side doors, foreign canaries {len(wrong)}")
    assert wrong == [] and asked > 800


def test_red_one_unfiltered_list(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    from qianxiao.office.accounts import pages_orgs

    real = pages_orgs.queries.agencies
    everywhere = Scope.over(("", "~"), rights=frozenset({Right.POSTS}))
    monkeypatch.setattr(pages_orgs.queries, "agencies", lambda _scope, *told: real(everywhere, *told))
    monkeypatch.setitem(globals(), "DOORS", {"orgs": DOORS["orgs"]})
    assert _doors(clients)[1], "an agency of another county in a search must be found"


COUNTY = {"county"}


def test_red_one_decorator_less(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = routes()["closes"]
    monkeypatch.setattr(pattern, "callback", pattern.callback.__wrapped__)
    wrong, _ = _wrong(clients, cells(only={"closes"}))
    assert wrong, "a page without its guard must be found"


def _no_filter(self: Scope, column: str = "region", lo: str = "", hi: str = "~") -> Q:
    return Q()


def test_each_wall_holds_alone_and_red_without_both(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes_of_rows = {
        "household",
        "person",
        "doubt",
        "doubts",
        "irregularities",
        "download",
        "gaps",
        "people",
        "feedback-list",
        "duty",
        "duty-fulfil",
        "links",
        "match-delivery",
        "match-feedback",
        "match-batch",
        "match-exchange",
        "quality",
    }

    def leaks() -> list[str]:
        return _wrong(clients, cells(COUNTY, routes_of_rows))[0]

    assert leaks() == []
    told = scopes.tell_database
    with monkeypatch.context() as patch:
        patch.setattr(scopes, "tell_database", lambda _scope: told(whole_scope()))
        assert leaks() == [], "the query layer alone"
        patch.setattr(Scope, "within", _no_filter)
        patch.setattr(Scope, "holds", lambda self, lo, hi: True)
        assert leaks(), "without both walls it must be red"
    with monkeypatch.context() as patch:
        patch.setattr(Scope, "within", _no_filter)
        patch.setattr(Scope, "holds", lambda self, lo, hi: True)
        shown = [line for line in leaks() if "shows" in line or "open" in line.rpartition(":")[2]]
        rows = [line for line in shown if "route='gaps'" not in line and "route='people'" not in line]
        assert rows == [], "row security alone"


def test_red_a_hidden_thing_that_answers_otherwise(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    """One query more for what exists elsewhere is enough to be found."""
    from qianxiao.returns.close import pages_case, queries_case

    real = queries_case.person_file

    def slower(scope: Scope, period: int, person_no: str):  # type: ignore[no-untyped-def]
        if NOWHERE not in person_no:
            queries_case.irregularity_counts(scope, period) if scope.rights else None
        return real(scope, period, person_no)

    monkeypatch.setattr(pages_case.queries_case, "person_file", slower)
    assert _wrong(clients, cells(COUNTY, {"person"}))[0]


def test_a_refusal_is_written_down_the_same_way(clients: Clients) -> None:
    from qianxiao.office.accounts.models import AccountEvent

    for address in ("/closes/2020-05/person/P522301100001", f"/closes/2020-05/person/P{NOWHERE}"):
        before = AccountEvent.objects.count()
        clients["county"].get(address)
        row = AccountEvent.objects.latest("id")
        assert AccountEvent.objects.count() == before + 1
        assert (row.by, row.verb, row.subject) == ("county", "refused", address)
    assert middleware.note_refusal
