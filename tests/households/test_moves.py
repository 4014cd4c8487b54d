"""A household moves from its home county to the county it works in: everything of it, in one step, and back (A9)."""

from pathlib import Path

import pytest
from django.test import Client

from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.households import actions
from qianxiao.registers.households.models import Household, Move
from qianxiao.registers.people.models import Enrolment, Person, Sealed
from tests.households import registers as told
from tests.households.conftest import close
from tests.households.test_snapshots import load
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db


def home(hh_no: str = "H1") -> Household:
    found: Household = all_rows(Household).get(hh_no=hh_no)
    return found


def offered(county: Client, to: str = "宕昌县", hh_no: str = "H1") -> Move:
    there = f"/households/{home(hh_no).id}/move"
    assert county.post(there, {"county": to, "reason": "全家在宕昌务工"}).status_code == 302
    found: Move = all_rows(Move).get(state="asked")
    return found


def answer(client: Client, move: Move, verb: str, note: str = "") -> int:
    return int(client.post(f"/households/moves/{move.pk}/{verb}", {"note": note}).status_code)


def everything(hh_no: str = "H1") -> list[str]:
    """Addresses of a household and all its people."""
    people = Person.objects.within  # every person of the household, whoever asks
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.registers.households.models import MemberVersion

    ids = all_rows(MemberVersion).filter(household=home(hh_no), to_period=999999).values("person")
    found = people(whole_scope()).filter(id__in=ids)
    return [f"/households/{home(hh_no).id}", *(f"/people/{one.id}" for one in found)]


def seen(client: Client, addresses: list[str]) -> set[int]:
    return {client.get(address).status_code for address in addresses}


def test_an_accepted_household_is_the_other_county_s_with_everything(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    other, addresses = sign_in("other"), everything()
    assert len(addresses) == 6 and (seen(county, addresses), seen(other, addresses)) == ({200}, {404})
    move = offered(county)
    assert seen(other, addresses) == {404}, "an offer opens nothing"
    waiting = other.get("/households/moves/").content.decode()
    assert "杨大山" in waiting and "990001" not in waiting
    assert answer(other, move, "accept") == 302
    assert (seen(county, addresses), seen(other, addresses)) == ({404}, {200})
    people = all_rows(Person).filter(region=told.OTHER, handed=True)
    assert people.count() == 5 and all_rows(Sealed).filter(person__in=people).count() >= 10
    assert all_rows(Enrolment).filter(person__in=people).count() == 5
    shown = other.get(addresses[0]).content.decode()
    assert "全家在宕昌务工" in shown and "九年级" in shown, "its history came along"
    person = next(one for one in addresses if str(all_rows(Person).get(enrolments__number="P13").id) in one)
    before = other.get(person).content.decode()
    assert before.count("全家在宕昌务工") == 1, "what stood in the vault before, and why it changed"


def test_a_look_from_the_old_county_answers_like_nothing(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    move = offered(county)
    assert answer(sign_in("other"), move, "accept") == 302
    assert "杨大山" not in county.get("/households/").content.decode()
    assert county.get(f"/households/{home().id}").status_code == 404


@pytest.mark.parametrize(
    ("who", "verb", "code"),
    [
        ("other", "withdraw", 404),
        ("county", "accept", 404),
        ("county", "refuse", 404),
        ("other", "steal", 404),
        ("other", "refuse", 422),
        ("reviewer", "accept", 404),
        ("auditor", "accept", 404),
        ("county", "withdraw", 302),
    ],
)
def test_only_the_side_that_may(who: str, verb: str, code: int, county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    move = offered(county)
    assert answer(sign_in(who), move, verb) == code
    assert home().region == told.VILLAGE and not home().handed
    assert all_rows(Move).get(id=move.pk).state == ("withdrawn" if code == 302 else "asked")


def test_a_refusal_says_why_and_the_county_may_ask_again(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    move = offered(county)
    assert answer(sign_in("other"), move, "refuse", "已不在本县务工") == 302
    assert "已不在本县务工" in county.get(f"/households/{home().id}").content.decode()
    assert offered(county).pk != move.pk
    again = county.post(f"/households/{home().id}/move", {"county": "陇西县", "reason": "再次"})
    assert again.status_code == 422, "one question at a time"


@pytest.mark.parametrize("to", ["岷县", "621126", "622622", "甘肃省", "没有的县", ""])
def test_only_another_county_of_today(county: Client, to: str) -> None:
    response = county.post(f"/households/{home().id}/move", {"county": to, "reason": "务工"})
    assert response.status_code == 422 and not all_rows(Move).exists()


def test_answered_twice_is_answered_once(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    move = offered(county)
    assert answer(sign_in("other"), move, "accept") == 302
    assert answer(sign_in("other"), move, "accept") == 422


def test_the_register_does_not_take_it_back_and_the_county_may(
    county: Client, sign_in, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    assert answer(sign_in("other"), offered(county), "accept") == 302
    child = told.person("P15", "H1", told.VILLAGE, "杨新生", 20200620, 与户主关系="之子")
    told.write(tmp_path / "july", told.june() | {"P15": child})
    close("2020-07", tmp_path / "july", tmp_path / "out")
    load(tmp_path / "out", 202007)
    assert (home().region, home().home, home().size) == (told.OTHER, told.VILLAGE, 6)
    addresses = everything()
    assert len(addresses) == 7 and seen(sign_in("other"), addresses) == {200}, "the child as well"
    assert seen(county, addresses) == {404}
    back = offered(sign_in("other"), "岷县")
    assert answer(county, back, "accept") == 302
    assert (home().region, home().handed) == (told.VILLAGE, False)
    assert (seen(county, addresses), seen(sign_in("other"), addresses)) == ({200}, {404})


def test_every_step_is_in_the_log(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    answer(sign_in("other"), offered(county), "accept")
    rows = AccessLog.objects.filter(kind="change").order_by("id").values_list("username", "purpose", "people")
    assert list(rows) == [("county", "move_asked", 5), ("other", "move_accept", 5)]


def test_red_a_move_that_forgets_the_people(county: Client, sign_in, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(actions, "keep_at", lambda *_told, **_more: None)
    addresses = everything()
    answer(sign_in("other"), offered(county), "accept")
    assert seen(county, addresses) != {404}, "the old county still sees them: the test must notice"
