"""What became of people after training: told in bulk, refused too early, changed with a reason; rates and start-ups."""

from datetime import date
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from qianxiao.base.uscc import check_char
from qianxiao.office.accounts.scope import whole_scope
from qianxiao.services.training.models import Outcome, Trainee, TrainingClass
from qianxiao.services.training.timetable import months_before
from tests.scoped import all_rows
from tests.training.world import ELSEWHERE, OWN, person_id
from tests.web.sample import COUNTY, OTHER

pytestmark = pytest.mark.django_db
_numbers = count(1)
FIRST17 = "92621126MA7000001"
LICENCE = FIRST17 + check_char(FIRST17)
TELL = "/classes/outcomes/tell"
WORKS = {"form": "1", "employer": "岷县某扶贫车间", "starts": "2020-03-20"}


def ended(ends: int, people: int = 3, code: str = OWN, first: int = 0, **more: Any) -> TrainingClass:
    """A class that is over, with people of the county; the clock stands on 2020-07-06."""
    n, region = next(_numbers), COUNTY if code == OWN else OTHER
    told = {"train_type": "03", "employer": "", "occupation": "4-10-01-05", **more}
    one: TrainingClass = TrainingClass.objects.within(whole_scope()).create(
        id=800000 + n, region=region, org_code=code, class_no=f"O{n:04}", org_name="某校", mode="1", level="5", starts=ends - 5, ends=ends, seats=10, made_by="x", state="ready", **told,
    )  # fmt: skip
    for at in range(first, first + people):
        Trainee.objects.within(whole_scope()).create(
            region=region, org_code=code, trainee_no=f"O{n}-{at}", training_class=one, name=f"愿意{at:02}",
            person_id=person_id(at, region), joined=ends - 5, result="1",
        )  # fmt: skip
    return one


def keys(one: TrainingClass) -> list[str]:
    return [
        str(pk)
        for pk in all_rows(Trainee).filter(training_class=one).order_by("id").values_list("pk", flat=True)
    ]


def tell(client: Client, ids: list[str], months: str = "3", **told: str) -> Any:
    return client.post(TELL, {"id": ids, "months": months, **(told or WORKS)})


def page(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_month_before_ends_with_its_month() -> None:
    assert months_before(date(2020, 5, 31), 3) == 20200229
    assert months_before(date(2020, 1, 15), 12) == 20190115
    assert months_before(date(2020, 3, 1), 3) == 20191201


def test_t07_whoever_is_not_told_of_comes_first_by_the_end_of_the_class(
    trainer: Client, county: Client
) -> None:
    late, fresh, young = ended(20200305), ended(20200401, 1, first=3), ended(20200601, 1, first=4)
    rows = trainer.get("/classes/outcomes").context["list"]["rows"]
    assert [row["id"] for row in rows] == [*keys(late), *keys(fresh)], "the class of June is not due"
    assert "已逾期" in page(trainer.get("/classes/outcomes"))
    assert tell(trainer, keys(late)[:1]).status_code == 200
    assert [row["id"] for row in trainer.get("/classes/outcomes").context["list"]["rows"]] == [
        *keys(late)[1:], *keys(fresh),
    ]  # fmt: skip
    assert [row["id"] for row in trainer.get("/classes/outcomes?tab=told").context["list"]["rows"]] == keys(
        late
    )[:1]
    assert (
        county.get("/classes/outcomes").status_code == 200
        and not county.get("/classes/outcomes").context["verbs"]
    )
    assert young.class_no not in page(trainer.get("/classes/outcomes?tab=all"))
    assert trainer.get("/classes/outcomes?months=4").status_code == 404


def test_many_are_told_of_in_one_form(trainer: Client) -> None:
    one = ended(20200310, 5)
    form = trainer.post(TELL, {"id": keys(one), "query": ""})
    assert form.status_code == 200 and "licence" not in form.context["form"].fields
    answer = tell(trainer, keys(one))
    assert len(answer.context["done"]) == 5 and not answer.context["refused"]
    told = all_rows(Outcome).filter(trainee__training_class=one, months=3)
    assert {(row.form, row.employer, row.starts, row.by) for row in told} == {
        ("1", "岷县某扶贫车间", 20200320, "trainer")
    }


def test_what_cannot_be_is_refused_with_its_reason(trainer: Client, rival: Client, county: Client) -> None:
    """An outcome before its month, of somebody who left, of another institution; words that do not fit."""
    early, over, gone = ended(20200601, 1), ended(20200310, 1, first=1), ended(20200310, 1, first=2)
    all_rows(Trainee).filter(training_class=gone).update(left_on=20200308)
    answer = tell(trainer, keys(early) + keys(gone) + keys(over))
    why = dict(answer.context["refused"])
    assert len(answer.context["done"]) == 1
    assert early.class_no in why["愿意00"] and "不足 3 个月" in why["愿意00"]
    assert "中途退出" in why["愿意02"]
    assert tell(rival, keys(over)).status_code == 404, "nobody of another institution is there"
    assert tell(county, keys(over)).status_code == 404
    assert tell(trainer, keys(over), "12").context["refused"], "this type does not ask after a year"
    assert tell(trainer, keys(over), "7").status_code == 404
    for bad in (
        {"form": "1", "employer": "", "starts": "2020-03-20"},
        {"form": "1", "employer": "某车间"},
        {"form": "1", "employer": "某车间", "starts": "2020-12-01"},
        {"form": "none", "employer": "某车间"},
        {"form": "4", "starts": "2020-03-20", "licence": "123"},
        {"form": "99", "starts": "2020-03-20"},
    ):
        assert tell(trainer, keys(over), "3", **bad).status_code == 422, bad
    assert all_rows(Outcome).filter(trainee__training_class__in=[early, gone]).count() == 0


def test_an_outcome_changes_only_with_a_reason_and_keeps_what_stood_there(trainer: Client) -> None:
    one = ended(20200310, 1)
    tell(trainer, keys(one))
    told = {"form": "none"}
    assert "须说明变更原因" in dict(tell(trainer, keys(one), "3", **told).context["refused"])["愿意00"]
    assert tell(trainer, keys(one), "3", **told, reason="电话核实已离职").context["done"]
    row = all_rows(Outcome).get(trainee__training_class=one)
    assert (row.form, row.employer, row.starts) == ("", "", None)
    event = Outcome.pgh_event_model.objects.get(pgh_obj=row.pk)  # type: ignore[attr-defined]
    assert event.employer == "岷县某扶贫车间" and event.pgh_context["why"] == "电话核实已离职"


def test_19_10_03_post_start_rate_per_class_with_the_people_behind_it(
    trainer: Client, county: Client
) -> None:
    """19-10-03: Post-start rate per class: with the class's enterprise, within the days of the parameter."""
    one = ended(20200310, 4, train_type="04", employer="岷县某服装厂")
    a, b, c, _d = keys(one)
    factory = {"form": "1", "employer": "岷县某服装厂"}
    tell(trainer, [a], "3", **factory, starts="2020-04-09")  # the thirtieth day
    tell(trainer, [b], "3", **factory, starts="2020-04-10")
    tell(trainer, [c], "3", **WORKS)
    shown = county.get(f"/classes/{one.pk}/outcomes")
    assert shown.context["direct"] == "25% (1/4)"
    assert [row.pk for row, straight, _cells in shown.context["people"] if straight] == [int(a)]
    assert shown.context["rates"][0] == (3, "100% (3/3)")
    row = next(
        r for r in county.get("/classes/outcomes/rates").context["list"]["rows"] if r["id"] == str(one.pk)
    )
    said = [str(cell["html"]) for cell in row["cells"]]
    assert "25% (1/4)" in said[-1] and "100% (3/3)" in said[4] and "1 人未登记" in said[4]
    tell(trainer, [a], "3", form="none", reason="核实未上岗")
    assert county.get(f"/classes/{one.pk}/outcomes").context["direct"] == "0% (0/4)"


def test_19_10_06_startup_trainees_with_a_registered_business(trainer: Client, county: Client) -> None:
    """19-10-06: Start-up trainees with a registered business after 6/12 months; pair of trainings; incubator named."""
    one, skills = ended(20190630, 3, train_type="07"), ended(20190720, 1, train_type="08")
    a, b, c = keys(one)
    shop = {"form": "4", "starts": "2019-10-01", "licence": LICENCE, "incubator": "岷县创业孵化园"}
    assert tell(trainer, [a, b], "12", **shop).status_code == 422, "a licence is one person's"
    assert tell(trainer, [a], "12", **shop).context["done"]
    assert tell(trainer, [b], "12", form="1", employer="某厂", starts="2019-10-01").context["done"]
    wrong = LICENCE[:17] + ("0" if LICENCE[17] != "0" else "1")
    assert tell(trainer, [c], "6", **{**shop, "licence": wrong}).context["done"], "held, not refused"
    shown = county.get("/classes/startups?months=12")
    assert (shown.context["due"], shown.context["known"], shown.context["registered"]) == (3, 2, 1)
    row = shown.context["list"]["rows"]
    assert [one_["id"] for one_ in row] == [a]
    text = page(shown)
    assert LICENCE in text and "岷县创业孵化园" in text and skills.class_no in text
    half = county.get("/classes/startups")
    assert half.context["registered"] == 1 and "校验码不符" in page(half)
    assert tell(trainer, [b], "6", **shop).context["done"]
    assert "已登记在他人名下" in page(county.get("/classes/startups")) and one.class_no in page(
        county.get("/classes/startups")
    )


def test_a_county_sees_its_own_and_no_more(rival: Client, county: Client, trainer: Client) -> None:
    far = ended(20200310, 2, ELSEWHERE)
    assert tell(rival, keys(far)).context["done"]
    for address in ("/classes/outcomes?tab=all", "/classes/outcomes/rates"):
        assert far.class_no not in page(county.get(address)) and far.class_no not in page(
            trainer.get(address)
        )
        assert far.class_no in page(rival.get(address))
    assert county.get(f"/classes/{far.pk}/outcomes").status_code == 404


def test_20_02_06_trainees_see_the_suspension_and_the_institution_calls_the_others(
    trainer: Client, county: Client, rival: Client
) -> None:
    """20-02-06: whoever has a learner's number reads it on the portal; the others stand on the roster with masked telephones."""
    from qianxiao.office.accounts.scope import in_scope
    from qianxiao.registers.people.models import Person
    from qianxiao.services.courses.models import Learner

    one = ended(20200801, 2)
    all_rows(TrainingClass).filter(pk=one.pk).update(state="approved")
    all_rows(Person).filter(pk=person_id(0)).update(phone_mask="139****0001")
    with in_scope(whole_scope()) as scope:
        Learner.objects.within(scope).create(
            person_id=person_id(0), home=COUNTY, number="1234567890", code=make_password("20200706"), given_by="x",
            given_at=timezone.now(),
        )  # fmt: skip
    assert "139****0001" not in page(trainer.get(f"/classes/{one.pk}/roster"))
    stop = {"region": COUNTY, "starts": "2020-07-01", "ends": "2020-08-31", "reason": "疫情防控停课"}
    assert county.post("/classes/stops", stop).status_code == 302
    phone = Client(headers={"accept-language": "zh-CN"})
    assert phone.post("/portal/sign-in", {"number": "1234567890", "code": "20200706"}).status_code == 302
    mine = page(phone.get("/portal/mine"))
    assert one.class_no in mine and "疫情防控停课" in mine and "已停课" in mine
    roster = page(trainer.get(f"/classes/{one.pk}/roster"))
    assert "139****0001" in roster and "请逐一电话通知" in roster
    assert "139****0001" not in page(county.get(f"/classes/{one.pk}/roster")), "the office does not call"
    assert rival.get(f"/classes/{one.pk}/roster").status_code == 404
