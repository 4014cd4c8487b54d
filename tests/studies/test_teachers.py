"""19-14-05, 19-14-06, 19-15-04, 19-15-05: days owed and done, classes, aid work for pay, certificates of service."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.scoped import all_rows

pytestmark = pytest.mark.django_db


def teacher(client: Client, name: str, **more: str) -> str:
    """A new teacher of the own school; the address of the page."""
    from qianxiao.registers.schools.models import Teacher
    from tests.web.sample import SCHOOL

    told = {"name": name, "occupation": "", "certificate": "", **more}
    assert client.post(f"/schools/{SCHOOL}/keep/teacher", told).status_code == 302
    return f"/teachers/{all_rows(Teacher).get(name=name).pk}"


def tell(client: Client, page: str, kind: str, days: str = "", **more: str) -> Any:
    usual = {
        "kind": kind,
        "what": "省厅 2020 年班",
        "starts": "2020-01-06",
        "ends": "2020-03-06",
        "days": days,
        "hours": "",
        "mode": "",
        "place": "",
    }
    return client.post(f"{page}/tell", {**usual, **more})


def test_19_14_05_teachers_below_the_requirement_are_listed(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    full, less, hired = (
        teacher(school, "全老师"),
        teacher(school, "缺老师"),
        teacher(school, "外老师", hired="on"),
    )
    for page, training, practice in ((full, "10", "30"), (less, "10", "29")):
        assert tell(school, page, "training", training).status_code == 302
        assert tell(school, page, "practice", practice).status_code == 302
    for client in (school, sign_in("county")):
        text = client.get("/teachers/?below=yes").content.decode()
        assert less in text and full not in text and hired not in text
    text = school.get("/teachers/").content.decode()
    assert "29 / 30" in text and "30 / 30" in text and "外聘，不要求" in text
    assert less not in sign_in("other").get("/teachers/").content.decode()


def test_19_14_06_a_class_for_teachers_flips_the_flag(school: Client) -> None:
    page = teacher(school, "班老师")
    before = school.get("/teachers/").content.decode()
    assert tell(school, page, "integrated", "12").status_code == 302
    after = school.get("/teachers/").content.decode()
    row = re.compile(r"班老师.*?</tr>", re.S)
    assert ">是<" not in row.search(before)[0].replace("\n", "")  # type: ignore[index]
    assert "是" in row.search(after)[0]  # type: ignore[index]
    assert "一体化师资班" in school.get(page).content.decode()


def give(client: Client, school: str, places: str, **more: str) -> Any:
    return client.post(
        "/teachers/places/give",
        {"school": school, "kind": "integrated", "year": "2020", "places": places, **more},
    )


def test_19_14_06_places_are_given_to_schools_of_poor_areas_and_kept(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    """19-14-06: quotas to poor-area schools; a place that is not there is refused, the newest word of the province holds."""
    from tests.web.sample import SCHOOL

    province = sign_in("province")
    first, second = teacher(school, "一老师"), teacher(school, "二老师")
    assert give(province, SCHOOL, "1").status_code == 302
    assert tell(school, first, "integrated", "12").status_code == 302
    assert tell(school, first, "integrated", "3", what="续班").status_code == 302, (
        "the same teacher needs no second place"
    )
    answer = tell(school, second, "integrated", "12")
    assert answer.status_code == 422 and "本校该班名额已用完" in answer.content.decode()
    assert tell(school, second, "founders", "12").status_code == 302, "no places are given for that class"
    assert give(province, SCHOOL, "2").status_code == 302
    assert tell(school, second, "integrated", "12").status_code == 302
    for client in (province, school, sign_in("county")):
        [(one, _kind, places, went)] = client.get("/teachers/places").context["rows"]
        assert (one.org_code, places, went) == (SCHOOL, 2, 2)
    assert sign_in("other").get("/teachers/places").context["rows"] == []


@pytest.mark.parametrize(
    "more", [{"kind": "training"}, {"year": "2030"}, {"places": "-1"}, {"places": "x"}, {"places": "9999"}]
)
def test_places_that_cannot_be_are_refused(sign_in, more: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.services.studies.models_teachers import ClassPlaces
    from tests.web.sample import SCHOOL

    assert give(sign_in("province"), SCHOOL, more.pop("places", "1"), **more).status_code == 422
    assert not all_rows(ClassPlaces).exists()


def test_places_are_for_poor_areas_and_given_by_the_province_alone(sign_in) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.registers.schools.models import Institution
    from tests.web.sample import SCHOOL

    rich = Institution.objects.create(org_code="RICH", name="省城技工学校", org_type="2", region="620102")
    answer = give(sign_in("province"), rich.org_code, "1")
    assert answer.status_code == 422 and "名额只分配给贫困地区院校" in answer.content.decode()
    assert "没有这个代码的院校" in give(sign_in("province"), "NOBODY", "1").content.decode()
    for role in ("county", "school", "prefecture"):
        assert give(sign_in(role), SCHOOL, "1").status_code == 404, role


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("service", {"days": "10", "mode": "", "place": "621223"}),
        ("service", {"days": "10", "mode": "on_site", "place": "无此县"}),
        ("service", {"days": "", "mode": "on_site", "place": "621223"}),
        ("training", {"days": "90"}),
        ("training", {"starts": "2020-03-07"}),
        ("training", {"ends": "2020-04-03"}),
        ("aid", {"hours": ""}),
        ("nothing", {}),
        ("training", {"what": " "}),
    ],
)
def test_bad_records_are_refused(school: Client, kind: str, more: dict[str, str]) -> None:
    page = teacher(school, "错老师")
    assert tell(school, page, kind, **more).status_code == 422
    from qianxiao.services.studies.models_teachers import TeacherRecord

    assert not all_rows(TeacherRecord).exists()


def test_19_15_04_the_aid_work_goes_to_pay(school: Client) -> None:
    page = teacher(school, "扶老师")
    assert tell(school, page, "aid", hours="16", what="送教到村").status_code == 302
    assert (
        tell(
            school, page, "aid", hours="8", what="入户动员", starts="2019-11-01", ends="2019-11-30"
        ).status_code
        == 302
    )
    answer = school.post("/teachers/work-export", {"form": "csv", "query": "from=2020-01&until=2020-12"})
    text = (
        b"".join(answer.streaming_content).decode("utf-8-sig")
        if answer.streaming
        else answer.content.decode("utf-8-sig")
    )  # type: ignore[attr-defined]
    assert "扶老师" in text and "送教到村" in text and "16" in text and "入户动员" not in text


def test_19_15_05_a_certificate_that_anybody_verifies(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    """19-07-04: days of all support teaching print on the certificate; its number is good in public."""
    page = teacher(school, "支老师")
    assert school.post(f"{page}/prove").status_code == 422
    served = {"mode": "on_site", "place": "621223"}
    assert tell(school, page, "service", "40", **served).status_code == 302
    assert tell(school, page, "service", "5", **served).status_code == 422, "two times overlap"
    assert (
        tell(
            school,
            page,
            "service",
            "20",
            mode="two_place",
            place="宕昌县",
            starts="2019-09-01",
            ends="2019-10-01",
        ).status_code
        == 302
    )
    answer = school.post(f"{page}/prove")
    assert answer.status_code == 302
    shown = school.get(answer["Location"]).content.decode()
    assert "支教 60 天" in shown
    number = answer["Location"].rsplit("/", 1)[1]
    from qianxiao.services.studies.queries_teachers import service_proof

    assert service_proof(number).days == 60  # type: ignore[union-attr]
    public = Client(headers={"accept-language": "zh-CN"})
    for said, there in (
        (number, True),
        (f"{number[:6]} {number[6:].lower()}", True),
        (number[:-1] + "2", number[-1] == "2"),
    ):
        text = verify(public, said)
        assert ("支教服务证明" in text and "60" in text) is there
        assert "支老师" not in text, "the name is masked"
    assert sign_in("other").get(answer["Location"]).status_code == 404
    assert sign_in("other-school").post(f"{page}/prove").status_code == 404


def verify(client: Client, number: str) -> str:
    """What the public page says of a number."""
    from django.urls import reverse

    return str(client.get(reverse("portal-verify"), {"number": number}).content.decode())
