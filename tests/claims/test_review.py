"""Lists nobody applies for, checks, decisions line by line, two people (19-13-02, -03, -04; M9)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.claims.world import (
    COUNTY,
    DEAD,
    EACH,
    FOUND,
    NO_ACCOUNT,
    PEOPLE,
    SCHOOL,
    TRAINER,
    entitled,
    person,
)
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def claims() -> Any:
    from qianxiao.money.claims.models import Claim

    return all_rows(Claim)


def lines(claim: Any) -> Any:
    from qianxiao.money.claims.models import ClaimLine

    return all_rows(ClaimLine).filter(claim=claim).order_by("number")


def listed(county: Client) -> Any:
    """The list of 47, made by the county without any form."""
    answer = county.post("/claims/auto", {"item": "rain_dew", "county": COUNTY})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return claims().get(pk=int(answer["Location"].rsplit("/", 1)[1]))


def decided(county: Client, claim: Any) -> None:
    """Every line that is to be looked at is refused with the reason of its check."""
    for row in lines(claim).filter(look=True):
        said = {"reason": "查证属实，不符合", "clause": "第十二条"}
        assert county.post(f"/claims/{claim.pk}/lines/{row.number}/refuse", said).status_code == 302


def passed(sign_in: SignIn) -> Any:
    """A claim that both reviews agreed to."""
    county = sign_in("county")
    claim = listed(county)
    decided(county, claim)
    county.post(f"/claims/{claim.pk}/pass")
    sign_in("reviewer").post(f"/claims/{claim.pk}/do/second")
    claim.refresh_from_db()
    return claim


def test_a_list_is_made_without_a_form_and_three_are_to_be_looked_at(county: Client) -> None:
    claim = listed(county)
    rows = list(lines(claim))
    assert (claim.lines_told, claim.total, claim.made_by, claim.kind) == (PEOPLE, PEOPLE * EACH, "", "auto")
    reds = {
        row.entitlement.rec_id: {one["check"] for one in row.checks if one["result"] == "red"}
        for row in rows
        if row.look
    }
    assert reds == {f"S{DEAD:03}": {"alive"}, f"S{NO_ACCOUNT:03}": {"account"}, f"S{FOUND:03}": {"findings"}}  # fmt: skip
    page = county.get(f"/claims/{claim.pk}").content.decode()
    assert "44 人已核实" in page and "3 人要人工看" in page
    again = county.post("/claims/auto", {"item": "rain_dew", "county": COUNTY})
    assert again.status_code == 422 and "没有" in again.content.decode() and claims().count() == 1


def test_each_check_tells_source_day_and_result(county: Client) -> None:
    claim = listed(county)
    row = lines(claim).filter(look=False)[0]
    page = county.get(f"/claims/{claim.pk}/lines/{row.number}").content.decode()
    for said in ("建档立卡信息", "2020-05-31", "2020-06-15", "没有问题", "学籍为全日制"):
        assert said in page, said


def test_the_first_review_waits_until_everybody_was_looked_at(county: Client) -> None:
    claim = listed(county)
    assert county.post(f"/claims/{claim.pk}/pass").status_code == 422
    dead = lines(claim).get(entitlement__rec_id=f"S{DEAD:03}")
    answer = county.post(f"/claims/{claim.pk}/lines/{dead.number}/pass", {"reason": "通过"})
    assert answer.status_code == 422 and "不允许" in answer.content.decode()  # no reason goes over a death
    empty = county.post(f"/claims/{claim.pk}/lines/{dead.number}/refuse", {"reason": ""})
    assert empty.status_code == 422
    decided(county, claim)
    assert county.post(f"/claims/{claim.pk}/pass").status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.lines_told, claim.total, claim.first_by) == ("checked", 44, 44 * EACH, "county")  # fmt: skip
    refused = lines(claim).filter(state="refused")
    assert refused.count() == 3 and all(row.reason and row.clause and not row.live for row in refused)
    assert all(row.entitlement.claimed == 0 for row in refused)  # it is open again


def refused_by_database(statement: str) -> bool:
    """Whether the owner of the tables himself is refused."""
    try:
        with transaction.atomic(), as_owner() as cursor:
            cursor.execute(statement)
    except IntegrityError:
        return True
    return False


def test_m9_no_one_takes_two_parts(sign_in: SignIn) -> None:
    """M9: second role, delegation, the same hand, an own application, past the pages: none is let through."""
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import hand_over
    from qianxiao.office.accounts.models import Post, User
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.roles import Right, Role
    from qianxiao.office.accounts.scope import Scope

    tried = accepted = 0
    county = sign_in("county")
    claim = listed(county)
    decided(county, claim)
    county.post(f"/claims/{claim.pk}/pass")
    # the same hand again, at the same post
    tried += 1
    accepted += county.post(f"/claims/{claim.pk}/do/second").status_code == 302
    # the same person at a second post, as reviewer
    with as_owner():
        user = User.objects.get(username="county")
        post = Post.objects.get(user__username="reviewer")
        second = Post.objects.create(user=user, agency=post.agency, role=Role.REVIEWER, regions=[COUNTY], seat=None, asked_by="x", granted_by="y")  # fmt: skip
    client = sign_in("county")
    session = client.session
    session["post"] = second.pk
    session.save()
    tried += 1
    answer = client.post(f"/claims/{claim.pk}/do/second")
    accepted += answer.status_code == 302
    # the reviewer's post is handed over to whoever did the first review: the file tells that part of it was taken
    tried += 1
    with transaction.atomic():
        hand_over(Actor("system", scope=Scope.over(span("CN"), rights={Right.APPOINT})), post.pk, user)
        Post.objects.filter(user=user, role=Role.REVIEWER).update(granted_by="z")
        accepted += sign_in("county").post(f"/claims/{claim.pk}/do/second").status_code == 302
        transaction.set_rollback(True)
    # past every page; and a state that no two people led to
    for change in ("second_by = 'county'", "made_by = 'county'", "state = 'to_pay', second_by = ''"):
        tried += 1
        accepted += not refused_by_database(f"UPDATE claims_claim SET {change} WHERE id = {claim.pk}")
    claim.refresh_from_db()
    assert (claim.state, claim.second_by, accepted) == ("checked", "", 0)
    assert sign_in("reviewer").post(f"/claims/{claim.pk}/do/second").status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.second_by) == ("to_notice", "reviewer")
    print(f"M9 claims: {tried} routes tried, {accepted} accepted")


def test_m9_control_without_the_rule_one_person_would_do_both(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of M9: with the rules taken away the same steps go through."""
    from qianxiao.money.claims import actions_review

    county = sign_in("county")
    claim = listed(county)
    decided(county, claim)
    county.post(f"/claims/{claim.pk}/pass")
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE claims_claim DROP CONSTRAINT claim_two_people")
    monkeypatch.setattr(actions_review, "take", lambda *_told: None)
    claim.first_by = ""  # what the check in the verb reads is removed as well
    claims().filter(pk=claim.pk).update(first_by="county ")
    from qianxiao.office.accounts.models import Post, User
    from qianxiao.office.accounts.roles import Role

    with as_owner():
        post = Post.objects.get(user__username="reviewer")
        second = Post.objects.create(user=User.objects.get(username="county"), agency=post.agency, role=Role.REVIEWER, regions=[COUNTY], seat=None, asked_by="x", granted_by="y")  # fmt: skip
    client = sign_in("county")
    session = client.session
    session["post"] = second.pk
    session.save()
    assert client.post(f"/claims/{claim.pk}/do/second").status_code == 302
    claim.refresh_from_db()
    print(f"M9 control: without the rules the second review is by {claim.second_by}, who made the first")
    assert claim.second_by == "county"


def test_the_second_review_gives_back_and_another_county_finds_nothing(sign_in: SignIn) -> None:
    county = sign_in("county")
    claim = listed(county)
    decided(county, claim)
    county.post(f"/claims/{claim.pk}/pass")
    reviewer = sign_in("reviewer")
    assert reviewer.post(f"/claims/{claim.pk}/do/back", {"reason": ""}).status_code == 422
    assert reviewer.post(f"/claims/{claim.pk}/do/back", {"reason": "名单有误"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.first_by) == ("submitted", "")
    other = sign_in("other")
    for address in (f"/claims/{claim.pk}", f"/claims/{claim.pk}/lines/1", f"/claims/{claim.pk}/pass"):
        assert other.get(address).status_code == 404


def test_a_source_that_is_away_holds_money_and_only_then_its_paper_is_asked_for(sign_in: SignIn) -> None:
    """19-13-04, 6.9: not checked is never passed; the paper of that check, and of no other, is demanded."""
    from qianxiao.money.claims.actions import set_source

    set_source("death", True, None, "接口中断", "operator")
    county = sign_in("county")
    claim = listed(county)
    assert lines(claim).filter(look=True).count() == PEOPLE
    row = lines(claim)[0]
    page = county.get(f"/claims/{claim.pk}/lines/{row.number}").content.decode()
    assert "未核查" in page and "村（居）委会证明" in page and "学校出具的在读证明" not in page
    at = f"/claims/{claim.pk}/lines/{row.number}"
    assert county.post(f"{at}/pass", {"reason": "先通过"}).status_code == 422
    assert county.post(f"{at}/paper", {"check": "poor", "seen": "证明一"}).status_code == 422
    assert county.post(f"{at}/paper", {"check": "alive", "seen": "村委会证明第3号"}).status_code == 302
    assert not lines(claim).get(number=row.number).look
    set_source("death", False, None, "", "operator")
    county.post(f"/claims/{claim.pk}/do/recheck")
    assert lines(claim).filter(look=True).count() == 3
    set_source("students", False, 20200101, "", "operator")  # older than it may be
    county.post(f"/claims/{claim.pk}/do/recheck")
    stale = lines(claim).filter(state="open")[1]
    assert {one["check"]: one["result"] for one in stale.checks}["student"] == "grey"
    # once it answers again the worker checks what waited, without anybody asking
    from qianxiao.money.claims.actions_money import follow_all

    assert follow_all("worker")["checked"] == 0
    set_source("students", False, None, "", "operator")
    assert follow_all("worker")["checked"] == 1 and follow_all("worker")["checked"] == 0
    assert lines(claim).filter(look=True).count() == 3


def test_a_class_that_is_ready_brings_the_subsidy_to_the_institution_and_the_allowance_to_the_people(
    sign_in: SignIn,
) -> None:
    """T08: 8 of 10 days are paid to the person, the subsidy to the institution; a class that is not ready brings nothing."""
    from uuid import uuid4

    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.services.training.models import Trainee, TrainingClass

    scope, own = whole_scope(), {"region": COUNTY, "org_code": TRAINER}
    held = TrainingClass.objects.within(scope).create(
        **own, class_no="KX-0001", org_name="某培训学校", mode="1", train_type="03", occupation="4-10-01-05", level="5", starts=20200406,
        ends=20200417, seats=10, state="certified", made_by="x",
    )  # fmt: skip
    for at in range(2):
        one = person(at)
        Trainee.objects.within(scope).create(**own, trainee_no=f"T{at}", training_class=held, person=one, name=one.name, joined=20200406)  # fmt: skip
        told = {"register": "trainees", "instalment": "", "org_code": TRAINER}
        entitled(scope, one, f"P{at:05}", f"T{at}", **told, item="training_subsidy", payee_kind="4", fund="3", amount=100000)  # fmt: skip
        entitled(scope, one, f"P{at:05}", f"T{at}", **told, item="living_allowance", payee_kind="1", fund="4", amount=8 * 5000)  # fmt: skip
    trainer = sign_in("the-trainer")
    said = {"item": "living_allowance", "about": "KX-0001", "key": str(uuid4())}
    assert "KX-0001" not in trainer.get("/claims/new").content.decode()
    assert trainer.post("/claims/new", said).status_code == 404
    TrainingClass.objects.within(scope).filter(pk=held.pk).update(state="ready")
    page = trainer.get("/claims/new").content.decode()
    assert "KX-0001" in page and "800" in page and "2,000" in page
    for item, total in (("living_allowance", 80000), ("training_subsidy", 200000)):
        assert trainer.post("/claims/new", {**said, "item": item, "key": str(uuid4())}).status_code == 302
        one = claims().get(item=item)
        assert (one.total, one.lines_told, one.about) == (total, 2, "KX-0001")
    assert sign_in("the-school").post("/claims/new", said).status_code == 404
    from qianxiao.money.claims.actions_money import _payable

    subsidy, allowance = (lines(claims().get(item=item)).select_related("entitlement")[0] for item in ("training_subsidy", "living_allowance"))  # fmt: skip
    told = [_payable(row.claim, row) for row in (subsidy, allowance)]
    assert [(one.org_code, one.person is None) for one in told] == [(TRAINER, True), ("", False)]


def test_what_is_kept_back_goes_on_in_a_claim_of_its_own(county: Client) -> None:
    claim = listed(county)
    for row in lines(claim).filter(look=True):
        county.post(f"/claims/{claim.pk}/lines/{row.number}/hold", {"reason": "等核查"})
    county.post(f"/claims/{claim.pk}/pass")
    rest = claims().exclude(pk=claim.pk).get()
    assert (rest.state, rest.lines_told, lines(rest).count()) == ("submitted", 3, 3)
    assert {row.reference.rsplit("/", 1)[0] for row in lines(rest)} == {claim.claim_no}  # names for ever
    claim.refresh_from_db()
    assert claim.lines_told == 44


def test_two_benefits_that_never_go_together_are_seen(sign_in: SignIn) -> None:
    """The default matrix: a tuition waiver and a living allowance of one person at one time."""
    from uuid import uuid4

    from qianxiao.office.accounts.scope import whole_scope

    one = person(0)
    entitled(whole_scope(), one, "P00000", "G0", item="national_grant", payee_kind="1", fund="1")
    entitled(whole_scope(), one, "P00000", "S900", item="free_tuition", payee_kind="3", fund="1")
    school = sign_in("the-school")
    for item in ("national_grant", "free_tuition"):  # these two go together
        school.post("/claims/new", {"item": item, "about": "2020S", "key": str(uuid4())})
    assert claims().count() == 2
    assert not any(one["check"] == "other" and one["result"] == "red" for claim in claims() for row in lines(claim) for one in row.checks)  # fmt: skip
    allowance = entitled(
        whole_scope(),
        one,
        "P00000",
        "T1",
        item="living_allowance",
        register="trainees",
        instalment="",
        payee_kind="1",
    )
    from qianxiao.money.claims.making import Wanted, make
    from qianxiao.money.claims.steps import Who

    made = make(Who(whole_scope(), "x"), Wanted("living_allowance", "auto", COUNTY, (allowance.pk,)))
    assert made is not None
    told = {one["check"]: one for one in lines(made)[0].checks}
    assert told["other"]["result"] == "red" and told["other"]["detail"] in ("free_tuition", "national_grant")


def test_a_school_confirms_a_term_once(sign_in: SignIn) -> None:
    """S09: the list of those due a term's grant, prefilled; the key again, or the form again, gives the same claim."""
    from uuid import uuid4

    from qianxiao.office.accounts.scope import whole_scope

    for at in range(3):
        entitled(whole_scope(), person(at), f"P{at:05}", f"G{at}", item="national_grant", payee_kind="1", fund="1")  # fmt: skip
    school, key = sign_in("the-school"), str(uuid4())
    page = school.get("/claims/new").content.decode()
    assert "国家助学金" in page and "4,500" in page
    said = {"item": "national_grant", "about": "2020S", "key": key}
    first = school.post("/claims/new", said)
    assert first.status_code == 302 and school.post("/claims/new", said)["Location"] == first["Location"]
    other = school.post("/claims/new", {**said, "about": "2019A"})
    assert other.status_code == 422 and claims().count() == 1
    claim = claims().get()
    assert (claim.org_code, claim.made_by, claim.lines_told) == (SCHOOL, "the-school", 3)
    assert school.get(f"/claims/{claim.pk}").status_code == 200
    assert school.post(f"/claims/{claim.pk}/pass").status_code == 404  # an applicant never reviews


def test_an_application_is_given_back_once_with_everything(sign_in: SignIn) -> None:
    from uuid import uuid4

    from qianxiao.office.accounts.scope import whole_scope

    entitled(whole_scope(), person(0), "P00000", "G0", item="national_grant", payee_kind="1", fund="1")
    school, county = sign_in("the-school"), sign_in("county")
    school.post("/claims/new", {"item": "national_grant", "about": "2020S", "key": str(uuid4())})
    at = f"/claims/{claims().get().pk}"
    assert county.post(f"{at}/do/return", {"lacks": " "}).status_code == 422
    assert county.post(f"{at}/do/return", {"lacks": "银行卡照片\n本学期注册情况"}).status_code == 302
    assert "银行卡照片" in school.get(at).content.decode()
    assert school.post(f"{at}/do/supplement", {"point": ["已补"]}).status_code == 422
    assert school.post(f"{at}/do/supplement", {"point": ["已补", "已注册"]}).status_code == 302
    assert county.post(f"{at}/do/return", {"lacks": "再补一次"}).status_code == 422
    assert claims().get().state == "submitted"


def test_ageing_counts_what_stands_too_long(county: Client) -> None:
    claim = listed(county)
    claims().filter(pk=claim.pk).update(entered_on=20200601)
    page = county.get("/claims/ageing?days=5").content.decode()
    assert "岷县" in page and "70,500" in page
    assert "70,500" not in county.get("/claims/ageing?days=30").content.decode()
