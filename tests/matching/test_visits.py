"""Sending somebody: a duty on one name in the village or township, whose answer is the decision (19-05-04)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from qianxiao.office.accounts.models import Post
from qianxiao.office.duties.models import Duty, DutyEvent
from qianxiao.programme.matching.intake import take_doubts
from qianxiao.programme.matching.models import Doubt, Ruling
from tests.matching.test_desk import doubt, near, say
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def sent(county: Client, to: str = "village") -> tuple[Doubt, Duty]:
    """A doubt somebody was sent to look into, and the duty that came of it."""
    one = doubt("P00000")
    assert say(county, one, "visit", reason_visit="two_fit", note="问邻居", to=near(to)).status_code == 302
    return one, all_rows(Duty).get(rule="visit_doubt", done_on=None)


def answer(client: Client, one: Doubt, verb: str, **told: str) -> Any:
    """The answer as the form sends it."""
    return client.post(
        f"/match/visits/{one.pk}/answer", {"verb": verb, "seen": bytes(one.content).hex(), **told}
    )


def test_the_village_worker_is_sent_and_the_answer_is_the_decision(county: Client, sign_in: SignIn) -> None:
    one, duty = sent(county)
    village = sign_in("village")
    assert duty.seat == Post.objects.get(user__username="village").seat
    listed = village.get("/duties/?view=mine").content.decode()
    assert "入户核实比对疑点" in listed
    page = village.get(f"/duties/{duty.pk}").content.decode()
    assert f'href="/match/visits/{one.pk}"' in page and "/fulfil" not in page, (
        "it is fulfilled where it is done"
    )
    shown = village.get(f"/match/visits/{one.pk}").content.decode()
    assert "问邻居" in shown and "两人都像" in shown and 'name="verb"' in shown
    done = answer(village, one, "apart", reason_apart="papers", note="本人外出，见其父")
    assert done.status_code == 302
    ruling = all_rows(Ruling).latest("id")
    assert (ruling.verb, ruling.reason, ruling.by, doubt("P00000").state) == (
        "apart",
        "papers",
        "village",
        "apart",
    )
    duty.refresh_from_db()
    assert (
        duty.done_by == "village"
        and duty.evidence == "现场核实：不是同一人；查看证件或户口簿，不是本人；本人外出，见其父"
    )
    assert [one.verb for one in all_rows(DutyEvent).filter(duty=duty).order_by("id")] == ["opened", "found"]
    assert "不是同一人" in county.get(f"/match/doubts/{one.pk}").content.decode()


def test_the_answer_settles_the_other_candidates_in_its_place(county: Client, sign_in: SignIn) -> None:
    one, _duty = sent(county)
    assert answer(sign_in("village"), one, "same").status_code == 302
    assert doubt("P00000").state == "same"
    refused = say(sign_in("other"), doubt("P00125"), "same")
    assert refused.status_code == 422, "the row is somebody's already"


def test_what_cannot_be_told_goes_back_with_what_was_found(county: Client, sign_in: SignIn) -> None:
    one, duty = sent(county)
    village = sign_in("village")
    assert answer(village, one, "unclear").status_code == 422 and doubt("P00000").state == "visit"
    assert answer(village, one, "unclear", note="全家外出务工").status_code == 302
    assert doubt("P00000").state == "open"
    duty.refresh_from_db()
    assert "无法认定；全家外出务工" in duty.evidence
    assert "全家外出务工" in county.get(f"/match/doubts/{one.pk}").content.decode()


def test_only_the_named_person_answers(county: Client, sign_in: SignIn) -> None:
    one, _duty = sent(county, "township")
    for name, status in (("village", 422), ("county", 404), ("school", 404), ("other", 404), ("relief", 404)):
        assert answer(sign_in(name), one, "same").status_code == status, name
    assert doubt("P00000").state == "visit"
    assert answer(sign_in("township"), one, "same").status_code == 302
    again = answer(sign_in("township"), one, "apart", reason_apart="asked")
    assert again.status_code == 422 and doubt("P00000").state == "same"


@pytest.mark.parametrize("to", ["", "0", "other", "county"])
def test_somebody_who_works_there_is_named(county: Client, to: str) -> None:
    told = near(to) if to in ("other", "county") else to
    refused = say(county, doubt("P00000"), "visit", reason_visit="no_papers", to=told)
    assert refused.status_code == 422 and doubt("P00000").state == "open"
    assert not all_rows(Duty).exists() and not all_rows(Ruling).exists()


def test_where_nobody_works_the_doubt_waits_without_a_name(county: Client) -> None:
    for post in Post.objects.filter(role__in=("township", "village")):
        post.ends = post.starts
        post.save(update_fields=["ends"])
    one = doubt("P00000")
    assert "暂无" in county.get(f"/match/doubts/{one.pk}").content.decode()
    assert say(county, one, "visit", reason_visit="no_papers").status_code == 302
    assert doubt("P00000").state == "visit" and not all_rows(Duty).exists()


def test_taken_back_nobody_need_go(county: Client, sign_in: SignIn) -> None:
    one, duty = sent(county)
    assert county.post(f"/match/doubts/{one.pk}/withdraw").status_code == 302
    duty.refresh_from_db()
    assert (
        duty.evidence == "已不需核实" and all_rows(DutyEvent).filter(duty=duty).latest("id").verb == "dropped"
    )
    assert answer(sign_in("village"), one, "same").status_code == 422
    _one, second = sent(county)
    assert second.pk != duty.pk, "sent once more is asked once more"


def test_decided_in_the_office_nobody_need_go(county: Client) -> None:
    one, duty = sent(county)
    assert say(county, one, "apart", reason_apart="asked").status_code == 302
    duty.refresh_from_db()
    assert duty.done_on is not None


def test_what_the_next_month_no_longer_asks_nobody_need_look_into(county: Client, pages_role: None) -> None:
    from tests.scoped import as_owner

    _one, duty = sent(county)
    with as_owner():
        take_doubts(202006, "next", "tester", lambda decided: iter(()))
    duty.refresh_from_db()
    assert doubt("P00000").state == "gone" and duty.done_on is not None


def test_a_handed_over_visit_is_the_successors(county: Client, sign_in: SignIn) -> None:
    from qianxiao.office.accounts.models import User

    one, _duty = sent(county)
    old = Post.objects.get(user__username="village")
    new = User.objects.create(username="successor", full_name="接任人", is_demo=True)
    Post.objects.create(
        user=new, agency=old.agency, role=old.role, regions=old.regions, seat=old.seat, granted_by="x"
    )
    old.ends = old.starts
    old.save(update_fields=["ends"])
    assert answer(sign_in("village"), one, "same").status_code == 404
    assert answer(sign_in("successor"), one, "same").status_code == 302
