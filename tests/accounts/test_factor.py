"""The second factor: led to set one up, asked for at sign-in, no code twice, nobody else's secret, reset when lost."""

import time
from collections.abc import Callable

import pytest
from django.test import Client

from qianxiao.office.accounts import factor
from qianxiao.office.accounts.models import AccountEvent, User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
Fresh = Callable[[str], Client]


def _secret(username: str) -> bytes:
    user = User.objects.get(username=username)
    found = factor.unseal(bytes(user.factor), user.pk)
    assert found is not None
    return found


def _code(username: str, steps: int = 0) -> str:
    return factor.code_at(_secret(username), int(time.time() // factor.STEP) + steps)


def _enrol(client: Client) -> None:
    """Read the key from the page, as a telephone does, and prove it."""
    page = client.get("/account/factor")
    secret = factor.base64.b32decode(page.context["secret"].replace(" ", "") + "=" * (-32 % 8))
    step = int(time.time() // factor.STEP)
    assert client.post("/account/factor", {"code": factor.code_at(secret, step)}).status_code == 302


def _sign_in(username: str, number: int = 9) -> Client:
    client = Client(REMOTE_ADDR=f"203.0.113.{number}")
    answer = client.post("/sign-in", {"username": username, "password": PASSWORD, "next": "/clauses/S19-12"})
    assert answer.status_code == 302 and answer["Location"] == "/sign-in/code"
    return client


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238 appendix B, last six digits."""
    secret = b"12345678901234567890"
    assert factor.code_at(secret, seconds // 30) == code
    assert factor.step_of(secret, code, 0, seconds) == seconds // 30
    assert factor.step_of(secret, code, 0, seconds + 95) is None, "too old"
    assert factor.step_of(secret, code, seconds // 30, seconds) is None, "used"


def test_staff_are_led_to_their_device_first(clients: Clients, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SECOND_FACTOR = True
    client = clients["county"]
    assert client.get("/closes/2020-05/")["Location"] == "/account/factor"
    assert client.get("/")["Location"] == "/account/factor"
    wrong = client.post("/account/factor", {"code": "000000"})
    assert wrong.status_code == 422
    _enrol(client)
    assert client.get("/closes/2020-05/").status_code == 200
    assert client.get("/account/factor").status_code == 404, "a second device would be a new owner"


def test_a_code_is_asked_for_and_works_once(clients: Clients, fresh: Fresh) -> None:
    _enrol(fresh("lin"))
    User.objects.filter(username="lin").update(factor_step=0)
    client = _sign_in("lin")
    assert client.get("/account").status_code == 302, "the password alone opens nothing"
    code = _code("lin")
    done = client.post("/sign-in/code", {"code": code})
    assert (done.status_code, done["Location"]) == (302, "/clauses/S19-12")
    assert client.get("/account").status_code == 200
    again = _sign_in("lin", 10).post("/sign-in/code", {"code": code})
    assert again.status_code == 422, "seen over a shoulder it is worth nothing"


def test_two_requests_with_one_code_let_one_in(clients: Clients, fresh: Fresh) -> None:
    from qianxiao.office.accounts.actions import use_code

    _enrol(fresh("lin"))
    user = User.objects.get(username="lin")
    step = user.factor_step + 1
    assert [use_code(user, step), use_code(user, step), use_code(user, step - 1)] == [True, False, False]


def test_red_without_the_mark_a_code_works_twice(
    clients: Clients, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.office.accounts import actions

    _enrol(fresh("lin"))
    User.objects.filter(username="lin").update(factor_step=0)
    monkeypatch.setattr(actions, "use_code", lambda _user, _step: True)
    code = _code("lin")
    for number in (9, 10):
        assert _sign_in("lin", number).post("/sign-in/code", {"code": code}).status_code == 302


def test_wrong_codes_make_the_address_wait(clients: Clients, fresh: Fresh) -> None:
    _enrol(fresh("lin"))
    User.objects.filter(username="lin").update(factor_step=0)
    client = _sign_in("lin")
    for _ in range(3):
        assert client.post("/sign-in/code", {"code": "000000"}).status_code == 422
    assert client.post("/sign-in/code", {"code": _code("lin")}).status_code == 422, "waits although right"
    assert _sign_in("lin", 77).post("/sign-in/code", {"code": _code("lin")}).status_code == 302


def test_the_half_open_door_closes(clients: Clients, fresh: Fresh, settings) -> None:  # type: ignore[no-untyped-def]
    _enrol(fresh("lin"))
    settings.SIGN_IN_PENDING = -1
    client = _sign_in("lin")
    assert client.get("/sign-in/code")["Location"] == "/sign-in"
    settings.SIGN_IN_PENDING = 300
    User.objects.filter(username="lin").update(is_active=False)
    assert client.post("/sign-in/code", {"code": _code("lin")})["Location"] == "/sign-in"
    assert Client().get("/sign-in/code")["Location"] == "/sign-in", "without a password there is no such page"


def test_a_secret_belongs_to_one_account(clients: Clients, fresh: Fresh) -> None:
    _enrol(fresh("lin"))
    lin, other = User.objects.get(username="lin"), User.objects.get(username="county")
    assert factor.unseal(bytes(lin.factor), lin.pk)
    assert factor.unseal(bytes(lin.factor), other.pk) is None, "copied to another row it does not open"
    sealed = bytearray(lin.factor)
    for bit in range(0, 8 * len(sealed), 7):
        broken = bytearray(sealed)
        broken[bit // 8] ^= 1 << bit % 8
        assert factor.unseal(bytes(broken), lin.pk) is None
    assert _secret("lin") not in bytes(lin.factor)


def test_a_lost_device_is_reset_by_the_security_administrator(clients: Clients, fresh: Fresh) -> None:
    _enrol(clients["county"])
    assert clients["system"].post("/orgs/users/county/reset").status_code == 404
    assert clients["security"].post("/orgs/users/county/reset").status_code == 302
    assert not User.objects.get(username="county").factor
    assert AccountEvent.objects.filter(subject="county", verb="factor reset", by="security").count() == 1
    assert clients["security"].post("/orgs/users/chief-abroad/reset").status_code == 404, "another province"


def test_an_account_is_closed_and_opened_by_the_security_administrator(clients: Clients) -> None:
    page = "/closes/2020-05/"
    assert clients["county"].get(page).status_code == 200
    assert clients["security"].post("/orgs/users/county/close").status_code == 302
    assert clients["county"].get(page).status_code == 302
    assert clients["security"].post("/orgs/users/county/open").status_code == 302
    assert clients["security"].post("/orgs/users/security/close").status_code == 422, "not the own one"
    assert clients["security"].get("/closes/2020-05/").status_code == 404
