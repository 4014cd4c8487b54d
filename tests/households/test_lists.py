"""Lists made from the register: school leavers with the village's word, members able to work (19-01-01, 19-01-02)."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from qianxiao.registers.households import derived
from qianxiao.registers.households.models import Confirmation, MemberVersion
from qianxiao.registers.people.models import Person
from qianxiao.returns.close.models import DutyState
from tests.households import registers as told
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
LEAVERS = "/households/lists/leavers"
NAMES = {"杨大山", "石秀兰", "杨秀梅", "杨小军", "马玉芳", "马小龙", "李有才", "张搬迁", "赵远方", "陈新户"}


def listed(client: Client, address: str) -> set[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    text = response.content.decode()
    return {name for name in NAMES if f">{name}</a>" in text}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", {"杨秀梅", "杨小军", "马小龙"}),
        ("?on=2020-05", {"杨秀梅", "马小龙"}),
        ("?cohort=fresh", {"杨小军"}),
        ("?cohort=earlier", {"杨秀梅", "马小龙"}),
        (f"?region={told.NEXT}", set()),
        (f"?region={told.NEXT}&on=2020-05", {"马小龙"}),
    ],
)
def test_leavers_of_a_month(county: Client, asked: str, names: set[str]) -> None:
    assert listed(county, LEAVERS + asked) == names


def test_the_reason_stands_beside_each(county: Client) -> None:
    text = county.get(LEAVERS).content.decode()
    assert (
        "15 周岁、初中、非在校生、弱劳动力或半劳动力" in text and "应届" in text and "/clauses/S19-1" in text
    )


def test_a_lost_ability_to_work_ends_the_list_and_not_the_past(county: Client) -> None:
    workers = "/households/lists/workers"
    assert "马玉芳" in listed(county, f"{workers}?on=2020-05")
    assert "马玉芳" not in listed(county, workers)
    assert "马小龙" in listed(county, workers)


def test_the_list_agrees_with_what_the_close_decided() -> None:
    """The close decides by the same codes and ages: whoever is refused or not of age there is on no list here."""
    from qianxiao.office.accounts.roles import Right
    from qianxiao.office.accounts.scope import Scope

    scope = Scope.over(("", "~"), rights=[Right.PEOPLE])
    for kind, duty in (("leavers", "study"), ("workers", "train")):
        on = {
            number
            for county in (told.COUNTY, told.OTHER)
            for number in derived.members(scope, kind, county, 202006).values_list("number", flat=True)
        }
        out = all_rows(DutyState).filter(period=202006, duty=duty, state__in=["refused", "not_of_age"])
        student = (
            {"P13"} if kind == "workers" else set()
        )  # a student by the schools' register, which this list cannot see
        assert on & set(out.values_list("person_no", flat=True)) == student
        assert on


def test_the_village_says_what_it_knows(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    girl = all_rows(Person).get(enrolments__number="P13").id
    village = sign_in("village")
    assert village.post(f"{LEAVERS}/{girl}", {"right": "no", "note": ""}).status_code == 422
    assert village.post(f"{LEAVERS}/{girl}", {"right": "no", "note": "已在县城就读"}).status_code == 302
    text = county.get(LEAVERS).content.decode()
    assert "不属实" in text and "已在县城就读" in text and "驻村" in text
    assert county.post(f"{LEAVERS}/{girl}", {"right": "yes"}).status_code == 302
    assert "已在县城就读" not in county.get(LEAVERS).content.decode(), "the newest word counts"
    assert all_rows(Confirmation).count() == 2


@pytest.mark.parametrize(
    ("who", "code"), [("other", 404), ("auditor", 404), ("reviewer", 404), ("county", 302)]
)
def test_who_may_say_it(who: str, code: int, sign_in) -> None:  # type: ignore[no-untyped-def]
    girl = all_rows(Person).get(enrolments__number="P13").id
    assert sign_in(who).post(f"{LEAVERS}/{girl}", {"right": "yes"}).status_code == code


def test_nobody_is_confirmed_who_is_not_on_the_list(county: Client) -> None:
    father = all_rows(Person).get(enrolments__number="P11").id
    assert county.post(f"{LEAVERS}/{father}", {"right": "yes"}).status_code == 404


def test_a_word_said_stays(county: Client) -> None:
    girl = all_rows(Person).get(enrolments__number="P13").id
    county.post(f"{LEAVERS}/{girl}", {"right": "yes"})
    with as_owner() as cursor, pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        cursor.execute('UPDATE households_confirmation SET "right" = false')


def test_red_a_rule_that_forgets_the_dead(county: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without what drops somebody, the lost ability to work would not end the list."""
    broken = derived._told() | {"workers": derived._told()["workers"] | {"keep": {}, "drop": {}}}
    monkeypatch.setattr(derived, "_told", lambda: broken)
    assert "马玉芳" in listed(county, "/households/lists/workers")
    assert all_rows(MemberVersion).exists()


@pytest.mark.parametrize("address", [LEAVERS, "/households/lists/workers"])
def test_queries_are_bounded(county: Client, address: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    county.get(address)
    with django_assert_max_num_queries(24):
        county.get(address)
