"""19-11-01: services on the page of a household, households with none this year, a village visit written down once."""

from typing import Any

import pytest
from django.test import Client

from qianxiao.registers.households.models import Household, MemberVersion
from qianxiao.services.outreach.models import Service
from tests.households import registers as told
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
VISIT = {"kinds": ["policy", "guidance"], "day": "2020-07-03", "result": "讲解政策并登记培训意愿"}


def home(hh_no: str) -> Any:
    return all_rows(Household).get(hh_no=hh_no)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def write(client: Client, *households: str, **more: Any) -> Any:
    return client.post("/outreach/write", {"id": [str(home(no).pk) for no in households], **VISIT, **more})


def test_19_11_01_household_page_shows_services_received(sign_in: Any, county: Client) -> None:
    """19-11-01: Household page shows services received; the person's life-long file as well."""
    one = home("H1")
    village, asked = sign_in("village"), {"id": [str(one.pk)]}
    form = village.post("/outreach/write", asked)
    assert form.status_code == 200 and "杨秀梅" in text(form), "a single household may name one of its people"
    girl = all_rows(MemberVersion).filter(household=one, name="杨秀梅").latest("from_period").person_id
    answer = write(village, "H1", person=str(girl))
    assert answer.status_code == 302 and answer.headers["Location"] == f"/households/{one.pk}"
    page = text(county.get(f"/households/{one.pk}"))
    panel = page[page.index('id="services"') :]
    panel = panel[: panel.index("</section>")]
    for said in ("2020-07-03", "政策咨询", "就业指导", "杨秀梅", VISIT["result"]):
        assert said in panel, said
    file = text(county.get(f"/people/{girl}"))
    assert "政策咨询" in file[file.index('id="life"') :]
    log = county.get("/outreach/")
    assert {row["cells"][2]["html"] for row in log.context["list"]["rows"]} == {"政策咨询", "就业指导"}
    assert VISIT["result"] not in text(sign_in("other").get("/outreach/")), "not the other county's"


def test_19_11_01_county_list_of_households_with_none(sign_in: Any, county: Client) -> None:
    """19-11-01: county list of households with none; one visit to a village takes many off it at once."""
    before = county.get("/outreach/none")
    whole = before.context["whole"]
    assert (whole.households, whole.served, whole.none) == (3, 0, 3)
    assert [row["title"] for row in before.context["list"]["rows"]] == ["杨大山", "陈新户", "马玉芳"]
    assert sum(line.households for line in before.context["lines"]) == 3
    numbers = [one.hh_no for one in all_rows(Household).filter(region=told.VILLAGE, present=True)]
    done = write(sign_in("village"), *numbers)
    assert len(done.context["done"]) == 2 and not done.context["refused"]
    assert all_rows(Service).values("visit").distinct().count() == 1 and all_rows(Service).count() == 4
    after = county.get("/outreach/none")
    assert [row["title"] for row in after.context["list"]["rows"]] == ["马玉芳"]
    assert (after.context["whole"].served, after.context["whole"].none) == (2, 1)
    assert county.get(f"/outreach/none?region={told.OTHER}").status_code == 404


def test_last_year_does_not_count_and_a_line_taken_back_neither(sign_in: Any, county: Client) -> None:
    one = home("H1")
    row = {
        "region": one.region,
        "household": one,
        "kind": "policy",
        "result": "上年",
        "officer": "某",
        "by": "x",
    }
    all_rows(Service).model.objects.within(_whole()).create(**row, day=20191231)
    assert county.get("/outreach/none").context["whole"].served == 0
    write(sign_in("village"), "H1", kinds=["policy"])
    line = all_rows(Service).get(day=20200703)
    assert county.get("/outreach/none").context["whole"].served == 1
    drop = f"/outreach/{line.pk}/withdraw"
    assert sign_in("village").post(drop, {"reason": ""}).status_code == 422
    assert sign_in("other").post(drop, {"reason": "误"}).status_code == 404
    assert sign_in("village").post(drop, {"reason": "走错户"}).status_code == 302
    assert sign_in("village").post(drop, {"reason": "走错户"}).status_code == 422, "once"
    assert county.get("/outreach/none").context["whole"].served == 0
    page = text(county.get(f"/households/{one.pk}"))
    assert "走错户" in page and "已撤回" in page, "it stays to be read"
    event = Service.pgh_event_model.objects.get(pgh_obj=line.pk)  # type: ignore[attr-defined]
    assert event.withdrawn == "" and event.pgh_context["user"] == "village"
    assert write(sign_in("village"), "H1", kinds=["policy"]).status_code == 302, "it may be written anew"


def _whole() -> Any:
    from qianxiao.office.accounts.scope import whole_scope

    return whole_scope()


def test_what_cannot_be_is_refused_with_its_reason(sign_in: Any, county: Client) -> None:
    """A day of the future or too long ago, no kind, no result, somebody of another household, a household that left."""
    village = sign_in("village")
    stranger = all_rows(MemberVersion).filter(household=home("H2")).first().person_id
    for bad in (
        {"day": "2020-07-07"},
        {"day": "2019-12-31"},
        {"kinds": []},
        {"kinds": ["nothing"]},
        {"result": " "},
        {"person": str(stranger)},
    ):
        assert write(village, "H1", **bad).status_code == 422, bad
    assert all_rows(Service).count() == 0
    assert write(village, "H1", "H3").context["refused"] == [("李有才 H3", "已不在库。")]
    again = write(village, "H1", "H3")
    assert "当日已登记" in dict(again.context["refused"])[f"杨大山 {home('H1').hh_no}"]
    assert write(village, "H2").status_code == 404, "another village's household is not there"
    assert sign_in("school").post("/outreach/write", {"id": [str(home("H1").pk)]}).status_code == 404
    assert county.post("/outreach/write", {}).status_code == 422, "nothing ticked"
