"""Signing in: argon2, one wait per name and address, demo accounts in a demo only, the language."""

from collections.abc import Callable

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from qianxiao.office.accounts.actions import DEMO_PASSWORD, give_post
from qianxiao.office.accounts.models import SignInTry, User
from qianxiao.office.accounts.roles import Role

pytestmark = pytest.mark.django_db
WRONG = {"username": "county", "password": "not the password"}
RIGHT = {"username": "county", "password": DEMO_PASSWORD}


def test_a_right_password_opens_the_asked_page() -> None:
    answer = Client().post("/sign-in", {**RIGHT, "next": "/clauses/S19-12"})
    assert (answer.status_code, answer["Location"]) == (302, "/clauses/S19-12")
    away = Client().post("/sign-in", {**RIGHT, "next": "https://example.org/"})
    assert away["Location"] == "/"


def test_passwords_are_kept_with_argon2() -> None:
    assert User.objects.get(username="county").password.startswith("argon2$argon2id$")


def test_wrong_name_and_wrong_password_answer_alike() -> None:
    texts = []
    for name in ("county", "nobody"):
        answer = Client().post(
            "/sign-in", {"username": name, "password": "x"}, headers={"accept-language": "en"}
        )
        assert answer.status_code == 422
        texts.append(answer.context["form"].non_field_errors())
    assert texts[0] == texts[1] == ["Name or password is not right."]


def test_tries_make_their_own_address_wait_and_nobody_else() -> None:
    for _ in range(3):
        Client(REMOTE_ADDR="192.0.2.1").post("/sign-in", WRONG)
    tried = SignInTry.objects.get(username="county")
    assert tried.address == "192.0.2.1" and tried.failures >= 1
    waiting = Client(REMOTE_ADDR="192.0.2.1").post("/sign-in", RIGHT)
    assert waiting.status_code == 422, "even the right password waits there"
    assert Client(REMOTE_ADDR="192.0.2.2").post("/sign-in", RIGHT).status_code == 302, "elsewhere it opens"


def test_demo_accounts_open_in_a_demo_only(settings) -> None:  # type: ignore[no-untyped-def]
    assert authenticate(username="county", password=DEMO_PASSWORD)
    assert DEMO_PASSWORD in Client().get("/sign-in").content.decode()
    client = Client()
    client.force_login(User.objects.get(username="county"))
    settings.DEMO = False
    assert authenticate(username="county", password=DEMO_PASSWORD) is None
    assert DEMO_PASSWORD not in Client().get("/sign-in").content.decode()
    assert client.get("/closes/").status_code == 302, "an open session ends too"


def test_language_switches_and_stays(sign_in: Callable[[str], Client]) -> None:
    client = sign_in("county")
    page = "/closes/2020-05/coverage/621126"
    assert "岷县：尚有 48 人未落实" in client.get(page).content.decode()
    answer = client.post("/language", {"language": "en", "next": page})
    assert answer["Location"] == page
    assert "people are still left" in client.get(page).content.decode()
    assert client.post("/language", {"language": "en", "next": "https://example.org/"})["Location"] == "/"


def test_choosing_another_post_changes_the_scope(sign_in: Callable[[str], Client]) -> None:
    client = sign_in("county")
    second = give_post(
        "county", "龙晓燕", "宕昌县局", Role.PROVINCE, ("621223", "621223:"), "621223", demo=True
    )
    assert client.get("/closes/2020-05/coverage/621223").status_code == 404
    client.post("/account", {"post": str(second.pk)})
    assert client.get("/closes/2020-05/coverage/621223").status_code == 200
    assert client.get("/closes/2020-05/coverage/621126").status_code == 404
    stranger = User.objects.get(username="ministry").posts.get()
    client.post("/account", {"post": str(stranger.pk)})
    assert client.get("/closes/2020-05/coverage/CN").status_code == 404, (
        "a post of somebody else cannot be taken"
    )


def test_a_user_without_a_post_sees_nothing() -> None:
    client = Client()
    client.force_login(User.objects.create(username="new", full_name="新人"))
    for address in ("/closes/", "/closes/2020-05/person/P00000", "/closes/2020-05/files/"):
        assert client.get(address).status_code == 404
    assert client.get("/").status_code == 200


def test_signing_out_needs_a_form(sign_in: Callable[[str], Client]) -> None:
    client = sign_in("county")
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 302
    assert client.get("/account")["Location"].startswith("/sign-in")
