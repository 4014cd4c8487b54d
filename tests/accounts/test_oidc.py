"""Single sign-on against a real issuer on this machine: off by default, right once, every spoilt answer refused."""

import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from qianxiao.office.accounts.models import User
from tests.accounts.issuer import CLIENT, SECRET, Issuer
from tests.contract.world import VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[Issuer]:
    issuer = Issuer()
    yield issuer
    issuer.server.shutdown()
    issuer.server.server_close()


@pytest.fixture
def issuer(server: Issuer, settings: Any, clients: dict[str, Client]) -> Issuer:
    """Switched on, nothing spoilt; the county's officer is no demo account."""
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = server.url, CLIENT, SECRET
    User.objects.filter(username="county").update(is_demo=False)
    server.spoil, server.sign = {}, None
    return server


def _come(issuer: Issuer, subject: str = "county", **change: str) -> tuple[Client, int]:
    client = Client()
    asked = client.get("/sign-in/single")
    assert asked.status_code == 302, asked.content.decode()
    back = issuer.consent(asked["Location"], subject) | change
    return client, client.get("/sign-in/single/return", back).status_code


def test_off_by_default(clients: dict[str, Client]) -> None:
    for path in ("/sign-in/single", "/sign-in/single/return"):
        assert Client().get(path).status_code == 404
    assert "/sign-in/single" not in Client().get("/sign-in").content.decode()


def test_who_the_issuer_vouches_for_comes_in(issuer: Issuer, settings: Any) -> None:
    settings.SECOND_FACTOR = True  # the issuer asked for it
    assert "/sign-in/single" in Client().get("/sign-in").content.decode()
    client, status = _come(issuer)
    assert status == 302
    assert client.get(f"/closes/2020-05/person/P{VILLAGE}").status_code == 200
    assert client.get("/sign-in/single/return", {"state": "x", "code": "y"}).status_code == 422, (
        "no second time"
    )


CLAIMS: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "somebody-else"},
    "another issuer": {"iss": "https://issuer.invalid"},
    "over": {"exp": int(time.time()) - 3600},
    "another question": {"nonce": "replayed"},
    "no question": {"nonce": None},
    "no end": {"exp": None},
    "nobody": {"sub": "nobody-here"},
    "empty": {"sub": ""},
    "a demo account": {"sub": "reviewer"},
}


@pytest.mark.parametrize("spoilt", CLAIMS.values(), ids=list(CLAIMS))
def test_a_spoilt_token_lets_nobody_in(spoilt: dict[str, Any], issuer: Issuer) -> None:
    issuer.spoil = spoilt
    client, status = _come(issuer)
    assert status == 422 and client.get("/account").status_code == 302


def test_a_signature_of_somebody_else_lets_nobody_in(issuer: Issuer) -> None:
    stranger = rsa.generate_private_key(65537, 2048)
    ways = [
        lambda told: jwt.encode(told, stranger, "RS256", {"kid": "one"}),
        lambda told: jwt.encode(told, None, "none", {"kid": "one"}),
        lambda told: jwt.encode(told, SECRET * 2, "HS256", {"kid": "one"}),
        lambda told: "not.a.token",
    ]
    for sign in ways:
        issuer.sign = sign
        assert _come(issuer)[1] == 422


def test_an_answer_to_no_question_lets_nobody_in(issuer: Issuer) -> None:
    assert _come(issuer, state="guessed")[1] == 422
    assert Client().get("/sign-in/single/return", {"state": "", "code": "c0de"}).status_code == 422
    asked = Client().get("/sign-in/single")
    thief = Client()
    thief.get("/sign-in/single")
    stolen = issuer.consent(asked["Location"], "county")
    assert thief.get("/sign-in/single/return", stolen).status_code == 422, "another session's answer"


def test_a_closed_account_stays_out(issuer: Issuer) -> None:
    User.objects.filter(username="county").update(is_active=False)
    assert _come(issuer)[1] == 422


def test_an_issuer_that_is_away_or_not_https_lets_nobody_in(issuer: Issuer, settings: Any) -> None:
    for address in ("http://127.0.0.1:9", "http://issuer.invalid"):
        settings.OIDC_ISSUER = address
        assert Client().get("/sign-in/single").status_code == 422
