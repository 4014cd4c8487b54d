"""A person's own side: the guide, the application, its progress, taking it back, an appeal (19-13-01, 19-13-06, J2, J14)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.test import Client

from qianxiao.base.paths import POLICIES
from tests.claims.test_review import claims, decided, lines, listed
from tests.claims.world import entitled, person
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def learner(at: int) -> Client:
    """Somebody who came in with the slip of a number and code."""
    from qianxiao.doors.portal.access import SESSION_LEARNER
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.services.courses.models import Learner

    one = person(at)
    Learner.objects.within(whole_scope()).create(
        person_id=one.pk, home=one.region, number=str(at), code="", given_by="x", given_at=datetime.now(UTC)
    )
    client = Client(headers={"accept-language": "zh-CN"})
    session = client.session
    session[SESSION_LEARNER] = str(one.pk)
    session.save()
    return client


def certificate(at: int = 0) -> Any:
    """A certificate whose examination fee is due back."""
    from qianxiao.office.accounts.scope import whole_scope

    return entitled(
        whole_scope(), person(at), f"P{at:05}", f"CERT{at}", item="appraisal_subsidy", register="certificates", instalment="",
        payee_kind="1", fund="4", amount=30000,
    )  # fmt: skip


def test_a_person_applies_without_bringing_anything_and_once(sign_in: SignIn) -> None:
    certificate()
    me, key = learner(0), str(uuid4())
    page = me.get("/portal/apply/appraisal_subsidy").content.decode()
    assert "300" in page and "没有任何系统记录谁交了鉴定费" in page and 'type="file"' not in page
    assert (
        me.post("/portal/apply/appraisal_subsidy", {"key": key}).status_code == 422
    )  # not answered: no key is kept
    assert me.post("/portal/apply/appraisal_subsidy", {"key": key, "paid_self": "no"}).status_code == 422
    told = {"key": key, "paid_self": "yes"}
    first = me.post("/portal/apply/appraisal_subsidy", told)
    assert first.status_code == 302 and me.post("/portal/apply/appraisal_subsidy", told)["Location"] == first["Location"]  # fmt: skip
    again = me.post("/portal/apply/appraisal_subsidy", {"key": str(uuid4()), "paid_self": "yes"})
    assert again["Location"] == first["Location"] and claims().count() == 1
    progress = me.get(first["Location"]).content.decode()
    claim = claims().get()
    assert claim.claim_no in progress and "待初审" in progress and "办结" in progress
    assert "待初审" in me.get("/portal/mine").content.decode()
    assert learner(1).get(first["Location"]).status_code == 404
    # the office reviews it; the applicant takes it back too late
    county = sign_in("county")
    county.post(f"/claims/{claim.pk}/pass")
    assert me.post(f"{first['Location']}/withdraw", {"reason": "不要了"}).status_code == 422


def test_taken_back_it_may_be_asked_for_anew() -> None:
    certificate()
    me = learner(0)
    told = {"paid_self": "yes"}
    place = me.post("/portal/apply/appraisal_subsidy", {**told, "key": str(uuid4())})["Location"]
    assert me.post(f"{place}/withdraw", {"reason": "填错了"}).status_code == 302
    assert claims().get().state == "withdrawn"
    second = me.post("/portal/apply/appraisal_subsidy", {**told, "key": str(uuid4())})["Location"]
    assert second != place and claims().count() == 2


def test_an_appeal_is_answered_by_somebody_who_took_no_part(sign_in: SignIn) -> None:
    county = sign_in("county")
    claim = listed(county)
    decided(county, claim)
    county.post(f"/claims/{claim.pk}/pass")
    row = lines(claim).filter(state="refused").order_by("number")[1]  # whose account is not on record
    from qianxiao.registers.people.models import Person

    at = next(at for at in range(60) if person(at).pk == row.person_id)
    me = learner(at)
    page = me.get(f"/portal/claims/{row.pk}").content.decode()
    assert "查证属实，不符合" in page and "我觉得不对" in page
    assert me.post(f"/portal/claims/{row.pk}/appeal", {"reason": "我上月已登记账号"}).status_code == 302
    assert me.post(f"/portal/claims/{row.pk}/appeal", {"reason": "再说一次"}).status_code == 422
    from qianxiao.money.claims.models import Appeal

    appeal = all_rows(Appeal).get()
    said = {"upholds": "yes", "answer": "已核实，重新办理"}
    assert "您参与了原决定" in county.get(f"/appeals/{appeal.pk}").content.decode()
    assert county.post(f"/appeals/{appeal.pk}/answer", said).status_code == 422
    all_rows(Person).filter(pk=row.person_id).update(account_mask="6217****0001")
    other = sign_in("county-two")
    assert other.post(f"/appeals/{appeal.pk}/answer", said).status_code == 302
    anew = claims().exclude(pk=claim.pk).get()
    assert (anew.state, anew.lines_told, anew.note) == ("submitted", 1, claim.claim_no)
    assert not lines(anew)[0].look
    assert "已核实，重新办理" in me.get(f"/portal/claims/{row.pk}").content.decode()


@pytest.mark.parametrize(
    "item", sorted(yaml.safe_load((POLICIES / "claims.yaml").read_text("utf-8"))["items"])
)
def test_a_guide_says_what_is_done(item: str, client: Client) -> None:
    """19-13-06: every step, limit, source and paper of the flow stands in the guide, and nothing else does."""
    told = yaml.safe_load((POLICIES / "claims.yaml").read_text("utf-8"))
    page = client.get(f"/portal/guides/{item}?region=621126", headers={"accept-language": "zh-CN"}).content.decode()  # fmt: skip
    one = told["items"][item]
    steps = [name for name in told["steps"] if f'id="step-{name}"' in page]
    wanted = one.get("steps") or [
        name for name in told["steps"]
        if (name != "accept" or one["claimant"] != "none") and (name != "notice" or one["notice"]) and name != "back"
    ]  # fmt: skip
    assert steps == wanted
    for name in steps:
        days = told["steps"][name]["days"]
        part = page.split(f'id="step-{name}"')[1].split("</li>")[0]
        assert told["steps"][name]["zh"] in part and (f"{days} 个工作日" in part or days == 0)
    facts = [name for name in told["checks"] if f'id="fact-{name}"' in page]
    assert sorted(facts) == sorted(one["checks"])
    for name in facts:
        line = told["checks"][name]
        part = page.split(f'id="fact-{name}"')[1].split("</li>")[0]
        assert told["sources"][line["source"]]["zh"] in part and line["paper"]["zh"] in part
    assert all(ask["zh"] in page for ask in one.get("asks", []))


def test_the_steps_of_the_guide_are_the_steps_of_the_flow() -> None:
    """What the code does: every state with a limit has its step in the guide of every item that comes through it."""
    from qianxiao.money.claims import flow

    for one in flow.flows().values():
        through = {state for state in flow.CLOCK if one.notice or state not in ("to_notice", "notice")}
        if one.claimant != "office":  # what comes back is asked by recoveries, not by a claim
            assert {flow.CLOCK[state] for state in through} <= set(one.steps)
        assert set(one.checks) <= set(flow.checks()) and {flow.checks()[name]["source"] for name in one.checks} <= set(flow.sources())  # fmt: skip
