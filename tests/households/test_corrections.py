"""Corrections (B10): who, why, which paper, a second person; the register neither loses nor silently wins. Print (B12)."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people.models import Correction, Person, Sealed
from qianxiao.registers.people.queries import secret
from tests.households import registers as told
from tests.households.conftest import close
from tests.households.test_snapshots import load
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
NEW_PHONE = "18800001234"


def who(number: str = "P13") -> Person:
    found: Person = all_rows(Person).get(enrolments__number=number)
    return found


def ask(client: Client, field: str, value: str, number: str = "P13", **more: str) -> int:
    said = {"field": field, "value": value, "reason": "本人到窗口更正", "proof": "户口簿原件", **more}
    return int(client.post(f"/people/{who(number).id}/correct", said).status_code)


def answer(client: Client, verb: str, note: str = "") -> int:
    line = all_rows(Correction).order_by("-id").first()
    assert line is not None
    return int(client.post(f"/people/corrections/{line.pk}/{verb}", {"note": note}).status_code)


def phone() -> str:
    row = all_rows(Sealed).get(person=who(), kind="phone")
    return secret(row, who()).opened(ring())


def test_a_name_waits_for_the_second_person(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    assert ask(county, "name", "杨秀美") == 302
    assert who().name == "杨秀梅"
    waiting = sign_in("reviewer").get("/people/corrections/").content.decode()
    assert "杨秀美" in waiting and "户口簿原件" in waiting
    assert answer(sign_in("reviewer"), "apply") == 302
    assert (who().name, who().pinyin) == ("杨秀美", "yangxiumei")
    page = county.get(f"/people/{who().id}").content.decode()
    assert "杨秀梅" in page and "本人到窗口更正" in page, "what stood there before, and why"
    line = all_rows(Correction).get()
    assert (line.state, line.before, line.after, line.by, line.checked_by) == (
        "applied",
        "杨秀梅",
        "杨秀美",
        "county",
        "reviewer",
    )


def test_a_telephone_stands_at_once_and_lies_sealed(county: Client) -> None:
    assert ask(county, "phone", f"+86 {NEW_PHONE}") == 302
    assert phone() == NEW_PHONE and who().phone_mask == "188****1234"
    line = all_rows(Correction).get()
    assert (line.state, line.after) == ("applied", "188****1234")
    assert NEW_PHONE not in county.get(f"/people/{who().id}/correct").content.decode()


@pytest.mark.parametrize(
    ("by", "verb", "code"),
    [
        ("county", "apply", 422),
        ("auditor", "apply", 404),
        ("other-reviewer", "apply", 404),
        ("relief", "withdraw", 422),
        ("reviewer", "refuse", 422),
        ("reviewer", "destroy", 404),
        ("county", "withdraw", 302),
    ],
)
def test_who_may_decide(by: str, verb: str, code: int, county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    ask(county, "name", "杨秀美")
    assert answer(sign_in(by), verb) == code
    assert who().name == "杨秀梅"


def test_the_database_itself_wants_two_people(county: Client) -> None:
    ask(county, "name", "杨秀美")
    with pytest.raises(IntegrityError, match="correction_two_hands"), transaction.atomic():
        all_rows(Correction).update(state="applied", checked_by="county")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "杨秀梅"),
        ("name", "杨1"),
        ("name", ""),
        ("sex", "9"),
        ("birth", "2002-13-01"),
        ("birth", "2199-01-01"),
        ("birth", "20021010"),
        ("phone", "1.1E+17"),
        ("phone", "123"),
        ("id_no", "990001200210100133"),
    ],
)
def test_what_cannot_be_right_is_refused(county: Client, field: str, value: str) -> None:
    assert ask(county, field, value) == 422
    assert not all_rows(Correction).exists()


def test_without_a_reason_or_a_paper_nothing_is_corrected(county: Client) -> None:
    assert ask(county, "name", "杨秀美", reason=" ") == ask(county, "name", "杨秀美", proof="") == 422


def test_nobody_else_corrects(sign_in) -> None:  # type: ignore[no-untyped-def]
    for name in ("other", "auditor", "village", "reviewer"):
        assert ask(sign_in(name), "name", "杨秀美") == 404


def _july(tmp_path: Path, name: str = "杨秀梅", number: str = told.SAME_MASK[1]) -> None:
    rows = told.june()
    rows["P13"] |= {"姓名": name, "联系电话": number}
    told.write(tmp_path / "july", rows)
    close("2020-07", tmp_path / "july", tmp_path / "out")
    load(tmp_path / "out", 202007)


@pytest.fixture
def corrected(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    """A name and a telephone that stand otherwise than in the register."""
    ask(county, "name", "杨秀美")
    answer(sign_in("reviewer"), "apply")
    ask(county, "phone", NEW_PHONE)


def states() -> dict[str, str]:
    return {one.field: one.state for one in all_rows(Correction)}


@pytest.mark.usefixtures("corrected")
def test_a_register_that_says_the_old_thing_again_changes_nothing(tmp_path: Path) -> None:
    _july(tmp_path)
    assert (who().name, phone(), who().phone_mask) == ("杨秀美", NEW_PHONE, "188****1234")
    assert states() == {"name": "applied", "phone": "applied"}
    from tests.households.test_snapshots import lines

    assert lines(202007, "member") == set(), "the register itself has not changed"


@pytest.mark.usefixtures("corrected")
def test_a_register_that_says_something_new_counts(tmp_path: Path) -> None:
    _july(tmp_path, "杨秀玫", "15911110013")
    assert (who().name, phone()) == ("杨秀玫", "15911110013")
    assert states() == {"name": "overtaken", "phone": "overtaken"}


@pytest.mark.usefixtures("corrected")
def test_a_register_that_was_put_right_agrees(tmp_path: Path) -> None:
    _july(tmp_path, "杨秀美", NEW_PHONE)
    assert (who().name, phone()) == ("杨秀美", NEW_PHONE)
    assert states() == {"name": "confirmed", "phone": "confirmed"}


@pytest.mark.usefixtures("corrected")
def test_red_without_the_step_the_register_wins_silently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.registers.people import intake

    real = intake._sql
    monkeypatch.setattr(intake, "_sql", lambda name: "SELECT 1" if name == "25_corrected" else real(name))
    _july(tmp_path)
    assert who().name == "杨秀梅"


def test_every_step_is_in_the_log(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    ask(county, "name", "杨秀美")
    answer(sign_in("reviewer"), "apply")
    rows = AccessLog.objects.filter(kind="change").order_by("id").values_list("username", "purpose", "fields")
    assert list(rows) == [("county", "correct", "name"), ("reviewer", "correct_apply", "name")]


def test_one_person_on_paper(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    text = county.get(f"/people/{who().id}/print").content.decode()
    assert (
        "一人一档" in text
        and "已注册，免学费未落实" in text
        and "技工院校学生学籍" in text
        and "杨大山 户" in text
    )
    assert told.SAME_MASK[1] not in text and "990001" not in text
    row = AccessLog.objects.latest("id")
    assert (row.kind, row.purpose) == ("export", "sheet")
    assert sign_in("other").get(f"/people/{who().id}/print").status_code == 404
