"""19-04-06: a visitor without an account finds a key major and asks to be called; the request reaches the school alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.keylists.conftest import SignIn
from tests.keylists.test_lists import MAJOR, _apply, _decided, _number, _publish
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
PHONE = "13900001234"


@pytest.fixture
def entry(sign_in: SignIn) -> int:
    """The line of a published key major."""
    key = _number(_apply(sign_in("school"), MAJOR))
    assert _decided(sign_in, key, MAJOR).status_code == 302
    _publish(sign_in, 2020)
    row = Client().get("/portal/keys/").context["rows"][0][0]
    return int(row.pk)


def _ask(entry: int, **told: str) -> Any:
    return Client(headers={"accept-language": "zh-CN"}).post(f"/portal/keys/{entry}", told)


def test_a_visitor_is_called_by_the_school_and_by_nobody_else(sign_in: SignIn, entry: int) -> None:
    from qianxiao.office.audit.models import AccessLog
    from qianxiao.programme.keylists.models import Contact

    assert "会联系您" in _ask(entry, name="马小山", phone=PHONE).content.decode()
    one = all_rows(Contact).get()
    assert PHONE not in bytes(one.sealed).decode("latin-1") and one.phone_mask == "139****1234"
    school = sign_in("school")
    page = school.get("/key/contacts/").content.decode()
    assert "马小山" in page and PHONE not in page
    shown = school.post(f"/key/contacts/{one.pk}", {"act": "number"}).content.decode()
    assert PHONE in shown
    assert AccessLog.objects.filter(kind="reveal", subject=str(one.pk)).count() == 1
    assert school.post(f"/key/contacts/{one.pk}", {"outcome": "约定来校参观"}).status_code == 302
    other = sign_in("other-school")
    assert "马小山" not in other.get("/key/contacts/").content.decode()
    assert other.post(f"/key/contacts/{one.pk}", {"act": "number"}).status_code == 404


def test_what_is_no_number_or_no_key_major_is_refused(entry: int) -> None:
    from qianxiao.programme.keylists.models import Contact, Entry

    for told in ({"name": "", "phone": PHONE}, {"name": "马", "phone": "12"}, {"name": "马", "phone": "abc"}):
        assert _ask(entry, **told).status_code == 422
    school = Entry.objects.get(major="", verdict="added")
    assert _ask(school.pk, name="马", phone=PHONE).status_code == 404
    assert _ask(10**9, name="马", phone=PHONE).status_code == 404
    assert not all_rows(Contact).exists()


def test_one_school_is_not_flooded(entry: int) -> None:
    from qianxiao.programme.keylists.rules import most_contacts

    for n in range(most_contacts()):
        assert _ask(entry, name=f"访客{n}", phone=f"139{n:08d}").status_code == 200
    assert _ask(entry, name="多一个", phone=PHONE).status_code == 422


def test_a_visitor_is_forgotten_when_the_time_is_over(entry: int) -> None:
    """Name and telephone go, called or not; whoever asked later stays."""
    from qianxiao.office.audit.models import AccessLog
    from qianxiao.programme.keylists import tasks
    from qianxiao.programme.keylists.models import Contact
    from qianxiao.programme.keylists.rules import contacts_kept

    for name, phone in (("早来", PHONE), ("后来", "13900001235")):
        assert _ask(entry, name=name, phone=phone).status_code == 200
    early = all_rows(Contact).get(name="早来")
    all_rows(Contact).filter(pk=early.pk).update(at=early.at - contacts_kept() - timedelta(minutes=1))
    tasks.forget(0)
    assert [row.name for row in all_rows(Contact)] == ["后来"]
    assert AccessLog.objects.get(subject="visitors").people == 1
    tasks.forget(0)
    assert all_rows(Contact).count() == 1, "again: nobody more"
