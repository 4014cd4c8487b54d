"""What a finding does to money: it stops it wherever it stands, two people let it go or ask it back; a rule refuses at entry."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.claims.test_review import lines, listed, passed
from tests.claims.test_to_account import money
from tests.claims.world import COUNTY, EACH, TRAINER, entitled, person
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
DAY = 20200615


def found(people: list[Any], act: str = "H", subject: str = "S1", **evidence: Any) -> Any:
    """A finding as a look leaves it, about some people."""
    from qianxiao.money.integrity.models import Finding
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with as_owner(), in_scope(whole_scope()) as scope:
        return Finding.objects.within(scope).create(
            pattern=9, variant="student", act=act, subject=subject, region=COUNTY, org_code="", people=people,
            evidence={"class": "X", "day": DAY, "reg_no": "R1", **evidence}, source_day=DAY, found_on=DAY, rules="0",
        )  # fmt: skip


def stopped() -> dict[str, int]:
    from qianxiao.money.integrity.acting import stop

    with as_owner():
        return stop()


def two_close(sign_in: SignIn, one: Any, answer: str) -> None:
    """The county answers, its reviewer closes."""
    said = {"answer": answer, "reason": "已电话核实"}
    assert sign_in("county").post(f"/findings/{one.pk}/answer", said).status_code == 302
    agreed = {"agrees": "yes", "reason": "同意"}
    assert sign_in("reviewer").post(f"/findings/{one.pk}/close", agreed).status_code == 302


def ready_class(n: str, who: Any) -> None:
    """A finished class of one person whose subsidy is due."""
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.services.training.models import Trainee, TrainingClass

    scope, own = whole_scope(), {"region": COUNTY, "org_code": TRAINER}
    held = TrainingClass.objects.within(scope).create(
        **own, class_no=f"PX{n}", org_name="某培训学校", mode="1", train_type="03", occupation="4-10-01-05", level="5", starts=20200106,
        ends=20200117, seats=10, state="ready", made_by="x",
    )  # fmt: skip
    Trainee.objects.within(scope).create(**own, trainee_no=f"PT{n}", training_class=held, person=who, name=who.name, joined=20200106)  # fmt: skip
    told = {
        "register": "trainees",
        "instalment": "",
        "org_code": TRAINER,
        "item": "training_subsidy",
        "payee_kind": "4",
        "fund": "3",
    }
    entitled(scope, who, f"R{n}", f"PT{n}", **told, amount=100000)


def payments(claim: Any) -> Any:
    from qianxiao.money.payments.models import Payment

    return all_rows(Payment).filter(claim__startswith=f"{claim.claim_no}/").order_by("id")


def reserved(sign_in: SignIn) -> Any:
    """A claim whose money is committed."""
    from qianxiao.money.claims.actions_money import follow_all

    claim = passed(sign_in)
    with as_owner() as cursor:
        cursor.execute("UPDATE claims_claim SET state = 'to_pay' WHERE id = %s", [claim.pk])
    money(60 * EACH)
    assert follow_all("worker")["reserved"] == 1
    return claim


@pytest.mark.parametrize("answer", ["cleared", "confirmed"])
def test_committed_money_waits_until_two_people_have_closed_it(answer: str, sign_in: SignIn) -> None:
    from qianxiao.money.integrity.models import FindingStep

    claim = reserved(sign_in)
    one = payments(claim)[0]
    lead = found([one.person_id])
    assert stopped() == {"held": 1, "sent": 0}
    one.refresh_from_db()
    assert one.held == "finding" and payments(claim).exclude(held="").count() == 1
    assert stopped() == {"held": 0, "sent": 0}  # a second night stops nothing twice
    two_close(sign_in, lead, answer)
    one.refresh_from_db()
    assert one.held == ("" if answer == "cleared" else "finding")
    steps = all_rows(FindingStep).filter(finding=lead).order_by("id")
    assert [row.verb for row in steps][:3] == ["held", "looked", "closed"]
    assert "1 行申领暂停拨付" in sign_in("auditor").get(f"/findings/{lead.pk}").content.decode()


def test_a_second_finding_keeps_what_the_first_one_lets_go(sign_in: SignIn) -> None:
    claim = reserved(sign_in)
    one = payments(claim)[0]
    first, second = found([one.person_id]), found([one.person_id], subject="S2")
    stopped()
    two_close(sign_in, first, "cleared")
    one.refresh_from_db()
    assert one.held == "finding"
    two_close(sign_in, second, "cleared")
    one.refresh_from_db()
    assert one.held == ""


def test_a_lead_for_auditors_stops_nothing(sign_in: SignIn) -> None:
    claim = reserved(sign_in)
    found([row.person_id for row in payments(claim)], act="L")
    assert stopped() == {"held": 0, "sent": 0} and not payments(claim).exclude(held="").exists()


def test_what_arrived_is_asked_back_when_it_is_confirmed(sign_in: SignIn) -> None:
    """Only by a finding about that very line; finance decides as ever."""
    from qianxiao.money.payments.models import Recovery

    claim = reserved(sign_in)
    one = payments(claim)[0]
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE payments_payment DISABLE TRIGGER USER")
        cursor.execute("UPDATE payments_payment SET state = 'settled', settled_on = %s WHERE id = %s", [DAY, one.pk])  # fmt: skip
        cursor.execute("ALTER TABLE payments_payment ENABLE TRIGGER USER")
    lead = found([one.person_id], claims=[one.claim])
    assert stopped() == {"held": 0, "sent": 1}
    two_close(sign_in, lead, "confirmed")
    asked = all_rows(Recovery).get(payment=one)
    assert (asked.state, asked.amount, asked.asked_by) == ("asked", one.amount, "reviewer")


def test_a_claim_under_review_is_checked_anew_when_a_finding_comes_and_goes(sign_in: SignIn) -> None:
    from qianxiao.money.claims.actions_money import follow_all

    claim = listed(sign_in("county"))
    clean = lines(claim).filter(look=False)[0]
    lead = found([clean.person_id])
    assert stopped()["held"] == 1 and follow_all("worker")["checked"] == 1
    clean.refresh_from_db()
    assert clean.look and follow_all("worker")["checked"] == 0
    two_close(sign_in, lead, "cleared")
    assert follow_all("worker")["checked"] == 1
    clean.refresh_from_db()
    assert not clean.look


def test_a_rule_refuses_at_entry_in_one_query_and_nobody_can_pass_it(sign_in: SignIn) -> None:
    """Pattern 2: the same occupation and level a second time; the sentence and the clause are on the line."""
    from qianxiao.money.claims.models import ClaimLine

    who = person(3)
    for n in ("1", "2"):
        ready_class(n, who)
    client = sign_in("the-trainer")
    for n in ("1", "2"):
        answer = client.post("/claims/new", {"item": "training_subsidy", "about": f"PX{n}", "key": f"0000000{n}-0000-4000-8000-000000000000"})  # fmt: skip
        assert answer.status_code == 302, answer.content.decode()[:500]
    first, second = (
        all_rows(ClaimLine).filter(person=who, entitlement__item="training_subsidy").order_by("id")
    )
    ruled = {row.pk: next(one for one in row.checks if one["check"] == "patterns") for row in (first, second)}
    assert ruled[first.pk]["result"] == "green" and ruled[second.pk]["result"] == "red"
    page = sign_in("county").get(f"/claims/{second.claim_id}/lines/{second.number}").content.decode()
    assert "只能享受一次" in page and "S19-12" in page
    refused = sign_in("county").post(
        f"/claims/{second.claim_id}/lines/{second.number}/pass", {"reason": "算了"}
    )
    assert refused.status_code == 422
    second.refresh_from_db()
    assert second.state == "open"
