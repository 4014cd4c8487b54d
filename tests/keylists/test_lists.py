"""19-04-01 to 19-04-05: applied, scored from data, decided, published by a second person; differences from year to year."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.keylists.conftest import SignIn
from tests.scoped import all_rows
from tests.studies.cast import active, of, register

pytestmark = pytest.mark.django_db
MAJOR, OTHER_MAJOR = "0115-4", "0101-4"


def _apply(client: Client, *majors: str, poor: str = "10") -> Any:
    told: dict[str, Any] = {"major": list(majors), "note": ""}
    for one in majors:
        told |= {f"seats-{one}": "40", f"poor-{one}": poor}
    return client.post("/key/apply", told)


def _number(answer: Any) -> str:
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def _decided(
    sign_in: SignIn, key: str, *majors: str, prefecture: str = "prefecture", decision: str = "key"
) -> Any:
    assert sign_in(prefecture).post(f"{key}/verb", {"reason": "条件具备"}).status_code == 302
    return sign_in("province").post(
        f"{key}/verb", {"decision": decision, "major": list(majors), "reason": "符合遴选条件"}
    )


def _publish(sign_in: SignIn, year: int) -> None:
    to = f"/key/publish?year={year}"
    assert sign_in("province").post(to, {"act": "propose"}).status_code == 302
    own = sign_in("province").post(to, {"act": "publish"})
    assert own.status_code == 422 and "另一人" in own.content.decode(), "whoever proposes does not publish"
    assert sign_in("colleague").post(to, {"act": "publish"}).status_code == 302


def test_from_the_application_to_the_public_page_by_two_people(sign_in: SignIn) -> None:
    """19-04-01, 19-04-05: nothing is public before the second person; then everybody sees it, and the duty is done."""
    key = _number(_apply(sign_in("school"), MAJOR, OTHER_MAJOR))
    early = sign_in("province").post(f"{key}/verb", {"decision": "key", "major": [MAJOR], "reason": "符合"})
    assert early.status_code == 422, "the prefecture first"
    assert _decided(sign_in, key, MAJOR).status_code == 302
    assert Client().get("/portal/keys/").context["rows"] == []
    _publish(sign_in, 2020)
    page = Client(headers={"accept-language": "zh-CN"}).get("/portal/keys/?place=62&major=0115-4")
    assert [row.major for row, _school, _name, _stage in page.context["rows"]] == [MAJOR]
    assert "岷州技工学校" in page.content.decode()
    late = sign_in("ministry").get("/key/late")
    assert late.context["missing"] == 31 and len(late.context["rows"]) == 32
    assert "2020-04-20" in late.content.decode()


def test_a_major_of_a_school_that_is_no_key_school_is_refused(sign_in: SignIn) -> None:
    """19-04-02: with the reason; and only true technical schools apply."""
    key = _number(_apply(sign_in("school"), MAJOR))
    answer = _decided(sign_in, key, MAJOR, decision="no")
    assert answer.status_code == 422 and "非重点院校" in answer.content.decode()
    centre = _apply(sign_in("centre"), MAJOR)
    assert centre.status_code == 422 and "技工院校" in centre.content.decode()
    for bad in ((), (MAJOR, "9999-9")):
        assert _apply(sign_in("school"), *bad).status_code == 422
    assert _apply(sign_in("school"), MAJOR, poor="41").status_code == 422


def _school_sheet(client: Client, key: str) -> dict[str, Any]:
    return {line["criterion"]: line for _label, line in client.get(key).context["sheet"]}


def test_the_employment_rate_is_counted_from_graduates(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """19-04-03: employed over graduates of the year before, from what is said of each graduate; nobody can type it."""
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.services.studies.models import Student
    from qianxiao.services.studies.models_work import Outcome
    from qianxiao.services.studies.queries_work import employment_rate

    registrar = sign_in("school")
    pages = [register(registrar, of(n)) for n in (1, 2, 3)]
    for page in pages:
        active(sign_in, page)
    ids = [page.rsplit("/", 1)[1] for page in pages]
    all_rows(Student).filter(pk__in=ids).update(
        status="7", status_date=20190630
    )  # they graduated the year before
    for page, works in zip(pages, (True, True, False), strict=True):
        row = all_rows(Student).get(pk=page.rsplit("/", 1)[1])
        Outcome.objects.within(whole_scope()).create(
            student=row,
            day=20190801,
            employed=works,
            employer="厂" if works else "",
            form="1" if works else "",
            by="x",
        )
    key = _number(_apply(registrar, MAJOR))
    line = _school_sheet(sign_in("province"), key)["employment"]
    org = all_rows(Student).get(pk=ids[0]).org_code
    assert (line["count"], line["of"]) == employment_rate(org, None, 2019) == (2, 3)
    typed = registrar.post(
        "/key/apply", {"major": [MAJOR], f"seats-{MAJOR}": "40", f"poor-{MAJOR}": "1", "employment": "100"}
    )
    assert typed.status_code == 302
    assert _school_sheet(sign_in("province"), key)["employment"]["count"] == 2


def test_other_weights_change_the_order_and_leave_a_row(sign_in: SignIn) -> None:
    """19-04-04: the ranking follows the weights; each change is kept with who and when; decided sheets stay."""
    from qianxiao.programme.keylists.models import Weight
    from qianxiao.registers.schools.models import Institution

    registrar = sign_in("school")
    Institution.objects.filter(org_code="126226000000000073").update(practice_area=900)
    pages = [register(registrar, of(n)) for n in (1, 2)]
    for page in pages:
        active(sign_in, page)
    from qianxiao.services.studies.models import Student

    all_rows(Student).filter(pk=pages[0].rsplit("/", 1)[1]).update(status="7", status_date=20190630)
    there = register(sign_in("other-school"), of(5), home="621223")
    active(sign_in, there, head="other-head", office="other")
    _number(_apply(registrar, MAJOR))
    _number(_apply(sign_in("other-school"), MAJOR))
    province = sign_in("province")

    def order(**weights: str) -> list[str]:
        told = {f"w-{name}": value for name, value in weights.items()}
        assert province.post("/key/weights/school", told).status_code == 302
        return [one.application.name for one, _said, _tone in province.get("/key/").context["rows"]]

    assert order(conditions="100", quality="0", employment="0")[0] == "宕昌技工学校"
    assert order(conditions="0", quality="100", employment="0")[0] == "岷州技工学校"
    assert Weight.objects.count() == 6 and set(Weight.objects.values_list("by", flat=True)) == {"province"}
    bad = province.post(
        "/key/weights/school", {"w-conditions": "50", "w-quality": "20", "w-employment": "20"}
    )
    assert bad.status_code == 422 and "100" in bad.content.decode()


def test_next_years_list_says_what_was_added_kept_and_taken_off(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """19-04-01: versions by year with their differences, and the reason for whoever is taken off."""
    from tests.studies.conftest import set_day

    for client, prefecture in (("school", "prefecture"), ("other-school", "longnan")):
        key = _number(_apply(sign_in(client), MAJOR))
        assert _decided(sign_in, key, MAJOR, prefecture=prefecture).status_code == 302
    _publish(sign_in, 2020)
    set_day(monkeypatch, 20210420)
    key = _number(_apply(sign_in("school"), MAJOR, OTHER_MAJOR))
    assert _decided(sign_in, key, MAJOR, OTHER_MAJOR).status_code == 302
    _publish(sign_in, 2021)
    rows = sign_in("province").get("/key/publish?year=2021").context["rows"]
    told = {(one.name, one.major): (one.verdict, one.reason) for one, _major, _said in rows}
    assert told["岷州技工学校", MAJOR][0] == "kept" and told["岷州技工学校", OTHER_MAJOR][0] == "added"
    assert told["宕昌技工学校", ""] == ("removed", "本年未申报")
    public = Client().get("/portal/keys/?year=2020").context["rows"]
    assert len(public) == 2, "the year before stays as it was published"


def test_the_late_are_named_on_the_first_of_may(sign_in: SignIn) -> None:
    """19-04-05: reminders and the list of who is late come from the duty, and end with the publication."""
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.office.duties.actions import open_duties
    from qianxiao.office.duties.declared import rule_of
    from qianxiao.office.duties.models import Duty

    rule = rule_of("key_lists")
    assert rule is not None and rule.due_on(2020) == date(2020, 4, 30) and rule.remind == (30, 15, 5)
    open_duties(Actor("operator", scope=whole_scope()), (2020,), [rule])
    duty = all_rows(Duty).filter(rule="key_lists", period=2020, region="620000")
    assert duty.exists() and not duty.filter(done_on__isnull=False).exists()
    key = _number(_apply(sign_in("school"), MAJOR))
    _decided(sign_in, key, MAJOR)
    _publish(sign_in, 2020)
    assert not duty.filter(done_on=None).exists()
