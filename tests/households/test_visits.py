"""Visits and duties about the people of a household stand on its page (B14); years are years."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from qianxiao.office.audit.models import AccessLog
from qianxiao.programme.matching.models import Doubt
from qianxiao.programme.matching.templatetags import matching_desk
from tests.households.test_moved_months import _asked
from tests.households.test_moves import home
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
NOTE = "下午到家里看"


@pytest.fixture
def sent(county: Client) -> Doubt:
    """A doubt about the daughter, and the village told to look."""
    doubt = _asked("P13")
    all_rows(Doubt).filter(pk=doubt.pk).update(state="open")
    page = county.get(f"/match/doubts/{doubt.pk}").content.decode()
    reason = re.findall(r'name="reason_visit" value="(\w+)"', page)[0]
    found = re.search(r'<select class="inp" id="to" name="to"><option value="(\d+)"', page)
    assert found, "somebody of the township or village is at work"
    told = {"verb": "visit", "seen": b"c".hex(), "reason_visit": reason, "note": NOTE, "to": found[1]}
    assert county.post(f"/match/doubts/{doubt.pk}/decide", told).status_code == 302
    return doubt


def panel(client: Client) -> str:
    text = client.get(f"/households/{home().id}").content.decode()
    start = text.index('id="visits"')
    return text[start : text.index("</section>", start)]


def test_the_household_shows_who_was_sent_and_by_when(county: Client, sent: Doubt) -> None:
    shown = panel(county)
    assert "杨秀梅" in shown and NOTE in shown and "入户核实" in shown
    assert f'href="/match/doubts/{sent.pk}"' in shown and re.search(r'href="/duties/\d+"', shown)
    assert re.search(r"期限 <span class=\"num\">\d{4}-\d{2}-\d{2}", shown)
    row = AccessLog.objects.filter(purpose="household").latest("id")
    assert "visits" in row.fields


def test_what_was_found_stands_there_too(county: Client, sign_in: SignIn, sent: Doubt) -> None:
    from qianxiao.office.duties.models import Duty

    seat = all_rows(Duty).get(page_no=sent.pk).seat
    from qianxiao.office.accounts.models import Post

    who = Post.objects.filter(seat=seat).latest("id")
    answered = sign_in(who.user.username).post(
        f"/match/visits/{sent.pk}/answer", {"verb": "unclear", "seen": b"c".hex(), "note": "家中无人"}
    )
    assert answered.status_code == 302
    shown = panel(county)
    assert "家中无人" in shown and "已完成" in shown


def test_who_may_not_see_doubts_sees_none_of_it(sign_in: SignIn, sent: Doubt) -> None:
    assert NOTE in panel(sign_in("village")), "the village was sent"
    for name in ("other", "neighbour"):
        assert sign_in(name).get(f"/households/{home().id}").status_code == 404


def test_a_household_nobody_was_sent_to_says_so(county: Client) -> None:
    assert "没有派人走访" in panel(county)


def test_years_and_rows_have_no_separator(county: Client) -> None:
    text = county.get(f"/households/{home().id}").content.decode()
    assert re.search(r'<span class="num">2019</span>', text)
    assert re.findall(r"\b[12],\d{3}\b", text) == []


def test_red_a_panel_without_the_rulings(
    county: Client, sent: Doubt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching_desk, "about_people", lambda *_told: [])
    assert NOTE not in panel(county), "the test must notice"
