"""Call-backs: two in a hundred clean lines, drawn by a kept seed; who decided does not call; rules are measured by what people closed."""

import hashlib
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.integrity.planted import DAY
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def drawn() -> dict[str, int]:
    from qianxiao.money.integrity.actions_calls import draw

    with as_owner():
        return draw(DAY, "tester")


def mine(county: str) -> list:  # type: ignore[type-arg]
    """The calls a county has not made."""
    from qianxiao.money.integrity.models import CallBack

    return list(all_rows(CallBack).filter(region=county, answer="").order_by("id"))


def home(sign_in: SignIn, who: str = "county") -> str:
    from qianxiao.office.accounts.models import Post

    return str(Post.objects.get(user__username=who).home)


def test_nobody_chooses_whoever_knows_the_seed_draws_the_same() -> None:
    from qianxiao.money.claims.models import ClaimLine
    from qianxiao.money.integrity.models import CallBack, Draw, Stop
    from qianxiao.money.integrity.rules import before

    told = drawn()
    assert told and drawn() == {}  # twice a day draws once
    stopped = set(all_rows(Stop).values_list("claim", flat=True))
    known = set(all_rows(CallBack).exclude(draw__day=DAY).values_list("claim", flat=True))
    for one in all_rows(Draw).filter(day=DAY):
        pool = [
            line for line in all_rows(ClaimLine).filter(region=one.region, paid="settled", settled_on__gt=before(DAY, 400), settled_on__lte=DAY).values_list("reference", flat=True) if line not in stopped | known
        ]  # fmt: skip
        # a county that was drawn before draws from what arrived since
        later = all_rows(Draw).filter(region=one.region, day__lt=DAY).order_by("-day").first()
        if later is None:
            assert one.lines == len(pool) and one.drawn == -(-len(pool) * one.percent // 100)
            pool.sort(key=lambda line: hashlib.sha256(f"{one.seed}|{line}".encode()).hexdigest())
            calls = all_rows(CallBack).filter(draw=one)
            assert set(calls.values_list("claim", flat=True)) == set(pool[: one.drawn])


def test_the_county_calls_and_the_answer_stays(sign_in: SignIn) -> None:
    from qianxiao.money.integrity.models import CallBack

    drawn()
    county = sign_in("county")
    one = mine(home(sign_in))[0]
    address = f"/findings/calls/{one.pk}"
    page = county.get("/findings/calls").content.decode()
    assert one.name in page and one.claim in page
    assert one.draw.seed in county.get(address).content.decode()
    assert sign_in("other").get(address).status_code == 404
    assert sign_in("trainer").get("/findings/calls").status_code == 404
    assert sign_in("auditor").post(f"{address}/said", {"answer": "confirmed"}).status_code == 404
    assert county.post(f"{address}/said", {"answer": "less", "received": ""}).status_code == 422
    assert county.post(f"{address}/said", {"answer": "unreached", "note": "无人接听"}).status_code == 302
    assert county.post(f"{address}/said", {"answer": "less", "received": "10.50"}).status_code == 302
    one.refresh_from_db()
    assert (one.answer, one.received, one.by) == ("less", 1050, "county")
    assert county.post(f"{address}/said", {"answer": "confirmed"}).status_code == 422
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(CallBack).filter(pk=one.pk).update(answer="confirmed")


def test_whoever_decided_does_not_call(sign_in: SignIn) -> None:
    drawn()
    one = mine(home(sign_in))[0]
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE integrity_callback DISABLE TRIGGER USER")
        cursor.execute("UPDATE integrity_callback SET decided_by = '{county}' WHERE id = %s", [one.pk])
        cursor.execute("ALTER TABLE integrity_callback ENABLE TRIGGER USER")
    address = f"/findings/calls/{one.pk}"
    refused = sign_in("county").post(f"{address}/said", {"answer": "confirmed"})
    assert refused.status_code == 422 and "应由他人回访" in refused.content.decode()
    assert sign_in("reviewer").post(f"{address}/said", {"answer": "confirmed"}).status_code == 302


def test_an_answer_becomes_a_finding_of_the_next_night(sign_in: SignIn) -> None:
    """Pattern 31: the payee says less came."""
    from qianxiao.money.integrity.actions import look
    from qianxiao.money.integrity.models import CallBack, Finding
    from qianxiao.office.accounts.scope import whole_scope

    drawn()
    one = mine(home(sign_in))[0]
    sign_in("county").post(f"/findings/calls/{one.pk}/said", {"answer": "less", "received": "1"})
    night = max(DAY, all_rows(CallBack).get(pk=one.pk).day)
    assert look(whole_scope(), night, 31) == {31: 1}
    told = all_rows(Finding).get(pattern=31, subject=one.claim)
    assert told.evidence["claims"] == [one.claim] and told.evidence["got"] == 100


def test_a_rule_is_measured_by_what_two_people_closed(sign_in: SignIn) -> None:
    from qianxiao.money.integrity.models import Finding

    county, reviewer = sign_in("county"), sign_in("reviewer")
    own = list(all_rows(Finding).filter(region=home(sign_in)).order_by("pattern", "id"))
    counted = {
        pattern: [one for one in own if one.pattern == pattern] for pattern in {one.pattern for one in own}
    }
    several = max(counted.values(), key=len)[:2]
    for one, answer in zip(several, ("confirmed", "cleared"), strict=False):
        county.post(f"/findings/{one.pk}/answer", {"answer": answer, "reason": "已核实"})
        reviewer.post(f"/findings/{one.pk}/close", {"agrees": "yes", "reason": "同意"})
    share = "50%" if len(several) == 2 else "100%"
    page = county.get("/findings/rules").content.decode()
    assert page.count("<tr>") == 39 and share in page and several[0].rules[:8] in page
