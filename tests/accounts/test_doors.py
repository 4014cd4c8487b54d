"""Sign-in and sessions: what ends them, what they tell, who they lock out; effect with the next request (A7, A8)."""

import re
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from qianxiao.office.accounts.models import AccountEvent, Post, User
from tests.accounts.conftest import PASSWORD
from tests.contract.world import PLACES, VILLAGE

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
PERSON = f"/closes/2020-05/person/P{VILLAGE}"


def _shift(client: Client, key: str, seconds: int) -> None:
    session = client.session
    session[key] = int(time.time()) - seconds
    session.save()


def _said(client: Client) -> str:
    answer = client.get(PERSON)
    return str(answer.status_code) if answer.status_code != 302 else answer["Location"].partition("?")[0]


def test_a_session_ends_idle_and_at_last(clients: Clients, settings) -> None:  # type: ignore[no-untyped-def]
    client = clients["county"]
    assert _said(client) == "200"
    _shift(client, "seen", settings.SESSION_IDLE - 30)
    assert _said(client) == "200", "in use again"
    _shift(client, "seen", settings.SESSION_IDLE)
    assert _said(client) == "/sign-in"
    assert _said(client) == "/sign-in", "and it stays over"
    busy = clients["reviewer"]
    assert _said(busy) == "200"
    _shift(busy, "began", settings.SESSION_LONGEST)
    assert _said(busy) == "/sign-in", "however busy"


def test_red_a_session_without_an_end(clients: Clients, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SESSION_IDLE = settings.SESSION_LONGEST = 10**9
    client = clients["county"]
    client.get(PERSON)
    _shift(client, "seen", 86400)
    assert _said(client) == "200", "the broken variant stays open for a day"


CHANGES: dict[str, tuple[Callable[[], object], str]] = {
    "role removed": (lambda: Post.objects.filter(user__username="county").delete(), "404"),
    "moved": (
        lambda: Post.objects.filter(user__username="county").update(regions=[PLACES["sibling"][:6]]),
        "404",
    ),
    "role changed": (lambda: Post.objects.filter(user__username="county").update(role="ministry"), "404"),
    "not granted any more": (
        lambda: Post.objects.filter(user__username="county").update(granted_by=""),
        "404",
    ),
    "disabled": (lambda: User.objects.filter(username="county").update(is_active=False), "/sign-in"),
    "password changed": (lambda: _new_password("county"), "/sign-in"),
}


def _new_password(username: str) -> None:
    user = User.objects.get(username=username)
    user.set_password("another-password-2020")
    user.save()


@pytest.mark.parametrize("change", CHANGES)
def test_it_counts_with_the_next_request(change: str, clients: Clients) -> None:
    act, expected = CHANGES[change]
    assert _said(clients["county"]) == "200"
    act()
    assert _said(clients["county"]) == expected


def test_red_a_post_kept_in_the_session(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    from qianxiao.office.accounts import middleware

    kept: dict[int, Post | None] = {}
    real = middleware.current_post
    monkeypatch.setattr(middleware, "current_post", lambda r: kept.setdefault(r.user.pk, real(r)))
    assert _said(clients["county"]) == "200"
    Post.objects.filter(user__username="county").delete()
    assert _said(clients["county"]) == "200", (
        "a cached post outlives its role: what the test above must catch"
    )


def test_a_changed_password_ends_the_other_sessions(clients: Clients, fresh: Callable[[str], Client]) -> None:
    one = fresh("lin")
    two = Client()
    two.post("/sign-in", {"username": "lin", "password": PASSWORD})
    wrong = one.post("/account/password", {"old": "no", "new": "a-long-new-one-2020"})
    assert wrong.status_code == 422
    weak = one.post("/account/password", {"old": PASSWORD, "new": "short"})
    assert weak.status_code == 422
    assert one.post("/account/password", {"old": PASSWORD, "new": "a-long-new-one-2020"}).status_code == 302
    assert one.get("/account").status_code == 200, "this one goes on"
    assert two.get("/account").status_code == 302, "the other one is over"


def _tries(client: Client, username: str) -> tuple[int, bytes]:
    """Status and body of a wrong password, without the token and the name that was typed."""
    told = {"username": username, "password": "wrong"}
    answer = client.post("/sign-in", told, headers={"accept-language": "en"})
    return answer.status_code, re.sub(rb'value="[^"]*"', b"", answer.content)


def test_sign_in_says_nothing_about_who_exists(clients: Clients, monkeypatch, settings) -> None:  # type: ignore[no-untyped-def]
    """A7: same status, same body, and the same work: one argon2 computation each."""
    settings.DEMO = False  # whose page lists the accounts
    User.objects.update(is_demo=False)
    done: list[str] = []
    real = Argon2PasswordHasher.encode
    verify = Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda s, p, salt: done.append("e") or real(s, p, salt)
    )
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda s, p, e: done.append("v") or verify(s, p, e))
    User.objects.filter(username="reviewer").update(is_active=False)
    answers, work = [], []
    for number, name in enumerate(("county", "nobody-here", "reviewer")):
        done.clear()
        answers.append(_tries(Client(REMOTE_ADDR=f"192.0.2.{number}"), name))
        work.append(len(done))
    assert answers[0] == answers[1] == answers[2]
    assert work == [1, 1, 1], "an early return would tell by its speed"


def test_nobody_can_lock_somebody_else_out(clients: Clients, fresh: Callable[[str], Client]) -> None:
    fresh("lin")
    for number in range(12):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/sign-in", {"username": "lin", "password": "wrong"})
    for _ in range(12):
        Client(REMOTE_ADDR="198.51.100.1").post("/sign-in", {"username": "lin", "password": "wrong"})
    blocked = Client(REMOTE_ADDR="198.51.100.1").post("/sign-in", {"username": "lin", "password": PASSWORD})
    assert blocked.status_code == 422, "the address that guessed waits"
    mine = Client(REMOTE_ADDR="203.0.113.9").post("/sign-in", {"username": "lin", "password": PASSWORD})
    assert mine.status_code == 302, "the person comes in from the own desk"


def test_switching_posts_and_whose_they_are(clients: Clients) -> None:
    user = User.objects.get(username="county")
    home = Post.objects.get(user=user)
    second = Post.objects.create(
        user=user, agency=home.agency, role="relief", regions=[PLACES["cousin"][:6]], granted_by="security"
    )
    client = clients["county"]
    other = f"/closes/2020-05/person/P{PLACES['cousin']}"
    assert (client.get(PERSON).status_code, client.get(other).status_code) == (200, 404)
    client.post("/account", {"post": second.pk})
    assert (client.get(PERSON).status_code, client.get(other).status_code) == (404, 200), "one at a time"
    client.post("/account", {"post": Post.objects.get(user__username="province").pk})
    assert client.get(PERSON).status_code == 404, "a post of somebody else is not taken"
    Post.objects.filter(pk=second.pk).delete()
    assert client.get(PERSON).status_code == 200, "back to the one that is left"


def test_a_post_over_two_counties_sees_both_and_nothing_between(clients: Clients) -> None:
    Post.objects.filter(user__username="auditor").update(regions=["621126", "522301"])
    seen = {
        place: clients["auditor"].get(f"/closes/2020-05/person/P{village}").status_code
        for place, village in PLACES.items()
    }
    assert seen == {"own": 200, "neighbour": 200, "sibling": 404, "cousin": 404, "abroad": 200}


def test_every_refusal_and_sign_in_leaves_one_line(clients: Clients, fresh: Callable[[str], Client]) -> None:
    client = fresh("lin")
    before = AccountEvent.objects.count()
    client.get(PERSON)
    row = AccountEvent.objects.latest("id")
    assert (AccountEvent.objects.count() - before, row.by, row.verb) == (1, "lin", "refused")
    page = client.get("/account").content.decode()
    assert "登录" in page and "您目前没有岗位" in page
