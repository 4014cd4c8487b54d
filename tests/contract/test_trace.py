"""L2: every address that changes something leaves who, post, why and request in the history, once; undone, nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.contract.cells import DECLARED
from tests.contract.deeds import LOG, LOOKS, OWED, Deed, deeds

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
CHANGING = sorted(name for name, (_roles, methods) in DECLARED.items() if "POST" in methods.split())
DONE = [name for name in CHANGING if name not in OWED | LOOKS]
# every table of history: it names a request, a post and who
_HISTORY = """
SELECT c.relname, w.attname FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'request_id'
JOIN pg_attribute p ON p.attrelid = c.oid AND p.attname = 'post'
JOIN pg_attribute w ON w.attrelid = c.oid AND w.attname IN ('by', 'username')
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
"""


def _rows(sql: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def left(request_id: str) -> dict[str, list[tuple[str, str]]]:
    """Who and post of the rows a request left, by table of history."""
    found = {}
    for table, who in _rows(_HISTORY):
        rows = _rows(f"SELECT {who}, post FROM {table} WHERE request_id = %s ORDER BY 1", [request_id])
        if rows:
            found[str(table)] = rows
    return found


def _done(clients: Clients, deed: Deed) -> Any:
    from qianxiao.office.accounts.models import User

    if deed.role not in clients:
        clients[deed.role] = Client(headers={"accept-language": "en"})
        clients[deed.role].force_login(User.objects.get(username=deed.role))
    more = deed.before(clients) if deed.before else None
    return clients[deed.role].post(deed.address, {**deed.data, **(more or {})})


def wrong(clients: Clients, name: str) -> list[str]:
    """What a deed leaves otherwise than declared."""
    deed = deeds()[name]
    answer = _done(clients, deed)
    if answer.status_code not in (200, 302):
        return [f"{name}: {answer.status_code}"]
    found = left(answer["X-Request-Id"])
    said = (
        [f"{name} left {found}"] if {table: len(rows) for table, rows in found.items()} != deed.leaves else []
    )
    lines = [line for rows in found.values() for line in rows]
    who = {by for by, _post in lines} - {deed.role}
    return said + [f"{name}: by {by}" for by in who] + [f"{name}: no post" for _by, post in lines if not post]


def test_every_changing_address_has_its_deed(clients: Clients) -> None:
    assert sorted(deeds()) == DONE and set(OWED | LOOKS) < set(CHANGING)
    tables = len(_rows(_HISTORY))
    print(f"\nL2: {len(CHANGING)} changing addresses, {tables} tables of history, owed {sorted(OWED)}")


@pytest.mark.parametrize("name", DONE)
def test_it_leaves_who_post_and_request_once(name: str, clients: Clients) -> None:
    assert wrong(clients, name) == []


def test_refused_it_leaves_no_event(clients: Clients) -> None:
    """A deed without its data is refused: at most a look at the page that says so."""
    asked = 0
    for name, deed in deeds().items():
        if not deed.data or deed.role not in clients:
            continue
        answer = clients[deed.role].post(deed.address, {})
        assert answer.status_code in (200, 302, 404, 422), name
        told = set(left(answer["X-Request-Id"])) - {LOG}
        assert told <= ({"accounts_accountevent"} if answer.status_code == 404 else set()), (name, told)
        asked += 1
    assert asked > 10


def test_undone_it_leaves_nothing(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that fails after its work takes the work and its line back together."""
    from qianxiao.programme.matching import pages

    def fails(*_told: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pages, "record", fails)
    answer = _done(clients, deeds()["match-decide"])
    assert answer.status_code == 500
    assert _rows("SELECT count(*) FROM matching_ruling WHERE verb = 'apart'") == [(0,)]


def test_records_name_the_post_in_one_language(clients: Clients) -> None:
    from qianxiao.office.accounts.models import AccountEvent

    posts = set()
    for language in ("en", "zh-CN"):
        client = clients["county"]
        client.get("/account", headers={"accept-language": language})
        client.post("/account/password", {"old": "x", "new": "y"}, headers={"accept-language": language})
        client.get("/nowhere", headers={"accept-language": language})
        posts.add(AccountEvent.objects.latest("id").post)
    assert posts == {"county处 县级经办"}


@pytest.mark.parametrize(
    ("name", "hook"),
    [
        ("match-decide", "qianxiao.programme.matching.actions.rule"),
        ("match-receipt", "qianxiao.programme.matching.models.Receipt.objects"),
        ("duty-hand", "qianxiao.office.duties.actions._event"),
        ("post-verb", "qianxiao.office.accounts.actions.note"),
        ("reveal", "qianxiao.registers.people.actions.record"),
        ("imports", "qianxiao.registers.rosters.actions._note"),
        ("import-accept", "qianxiao.registers.rosters.actions._note"),
        ("import-answer", "qianxiao.registers.rosters.pages.record"),
        ("import-drop", "qianxiao.registers.rosters.actions._note"),
        ("job-stop", "qianxiao.office.jobs.actions.JobEvent.objects"),
        ("leaver-confirm", "qianxiao.registers.households.actions.record"),
    ],
)
def test_red_without_its_hook(
    name: str, hook: str, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        """Does nothing, whatever is asked."""

        def __call__(self, *_told: Any, **_more: Any) -> "Silent":
            return self

        def __getattr__(self, _name: str) -> "Silent":
            return self

    monkeypatch.setattr(hook, Silent())
    assert wrong(clients, name), "an address without its line in the history must be found"
