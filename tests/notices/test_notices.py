"""A list from putting up to taking down: what it shows, how long, objections, proof (X-07)."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client

from qianxiao.base.workdays import after
from tests.notices.cast import COUNTY, NAMES, lines, number, who
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
DAYS = (20200930, 20201009, 20201010, 20201012, 20201013)  # the five working days after 29 September 2020


def _up(asked: Any, *whose: int, kind: str = "subsidy") -> Any:
    from qianxiao.money.notices.actions import open_notice

    return open_notice(asked("county"), kind, "living_allowance", COUNTY, lines(*whose))


def _pass(*days: int) -> int:
    from qianxiao.money.notices.actions import read_all

    return sum(read_all(day) for day in days)


def _states(*whose: int) -> list[str]:
    from qianxiao.money.notices.queries import states
    from qianxiao.office.accounts.scope import whole_scope

    told = states(whole_scope(), [line.claim for line in lines(*whose)])
    return [told[line.claim] for line in lines(*whose)]


def _object(client: Client, notice: Any, line: int, **more: str) -> Any:
    said = {
        "number": str(line),
        "kind": "absent",
        "text": "那段时间她在外地打工。",
        "name": "",
        "phone": "",
        **more,
    }
    return client.post(f"/portal/notices/{notice.pk}/object", said)


def test_everybody_reads_masked_lines_and_nothing_else(asked: Any, client: Client) -> None:
    one = _up(asked, 0, 4, 5, 6)
    page = client.get(f"/portal/notices/{one.pk}").content.decode()
    for text in ("杨**", "欧阳**", "艾*·***", "99*************00X"):
        assert text in page, text
    for i in (0, 4, 5, 6):
        assert NAMES[i] not in page and number(i) not in page and number(i)[6:14] not in page
    assert ">1,500<" in page and one.digest in page
    assert str(one.pk) in client.get("/portal/notices/").content.decode()


def test_the_smallest_mask_that_tells_two_people_apart(asked: Any) -> None:
    """Where masked name and township differ nobody's number is shown; where they do not, both are (grants)."""
    one = _up(asked, 0, 6, 7, kind="grant")
    from qianxiao.money.notices.queries import shown

    found = shown(one.pk)
    assert found is not None
    assert [(name, bool(mask)) for _n, name, mask, _place, _fen in found[1]] == [
        ("杨**", False),
        ("赵**", True),
        ("赵**", True),
    ]


def test_aid_to_households_is_not_for_the_whole_web(asked: Any, client: Client) -> None:
    one = _up(asked, 0, 1, kind="household")
    assert client.get(f"/portal/notices/{one.pk}").status_code == 404
    assert _object(client, one, 1).status_code == 404


def test_an_objection_made_in_the_village_is_written_down_by_the_office(asked: Any, sign_in: Any) -> None:
    """Lists of households are read out: what is said there stops the line as well."""
    one = _up(asked, 0, 1, kind="household")
    said = {"number": "2", "kind": "absent", "text": "村民会上有人说她已经退学。", "name": "", "phone": ""}
    assert sign_in("reviewer").post(f"/notices/{one.pk}/object", said).status_code == 404
    assert sign_in("county").post(f"/notices/{one.pk}/object", {**said, "text": ""}).status_code == 422
    assert sign_in("county").post(f"/notices/{one.pk}/object", said).status_code == 302
    _pass(*DAYS)
    assert _states(0, 1) == ["clear", "objected"]


def test_it_ends_by_itself_after_five_working_days_across_the_long_holiday(
    asked: Any, client: Client
) -> None:
    one = _up(asked, 0, 1)
    assert one.due_on == 20201013 == after(20200929, 5)
    assert _pass(20200929, *DAYS[:4]) == 0 and _states(0, 1) == ["showing", "showing"]
    assert _pass(20201008, 20201011) == 0  # a holiday and a Sunday do not count
    assert _pass(DAYS[4], DAYS[4]) == 1 and _states(0, 1) == ["clear", "clear"]
    assert client.get(f"/portal/notices/{one.pk}").status_code == 404


def test_a_day_the_system_was_away_makes_it_a_day_longer(asked: Any) -> None:
    _up(asked, 0)
    assert _pass(*DAYS[:2], *DAYS[3:]) == 0
    assert _pass(20201014) == 1


def test_an_objection_stops_that_line_and_no_other(asked: Any, client: Client, sign_in: Any) -> None:
    one = _up(asked, 0, 1, 2)
    answer = _object(client, one, 2, name="邻居", phone="13900001111")
    assert (
        answer.status_code == 302
        and "我们收到了"
        in client.get(answer["Location"], headers={"accept-language": "zh-CN"}).content.decode()
    )
    _pass(*DAYS)
    assert _states(0, 1, 2) == ["clear", "objected", "clear"]
    from qianxiao.money.notices.models import Objection

    found = all_rows(Objection).get()
    assert found.phone_mask == "139****1111" and b"13900001111" not in bytes(found.sealed)
    officer, colleague, reviewer = sign_in("county"), sign_in("county2"), sign_in("reviewer")
    where = f"/notices/objections/{found.pk}"
    assert "13900001111" in officer.post(f"{where}/call").content.decode()
    assert (
        officer.post(f"{where}/answer", {"answer": "rejected", "reason": "查过考勤，本人在场"}).status_code
        == 302
    )
    assert (
        colleague.post(f"{where}/settle", {"agrees": "yes"}).status_code == 404
    )  # a county officer settles none
    assert _states(1) == ["objected"]
    assert reviewer.post(f"{where}/settle", {"agrees": "yes"}).status_code == 302
    assert _states(1) == ["clear"]


def test_an_upheld_objection_refuses_the_line_for_good(asked: Any, client: Client, sign_in: Any) -> None:
    one = _up(asked, 0, 1)
    _object(client, one, 1)
    _object(client, one, 1, kind="amount", text="金额多了一天。")
    from qianxiao.money.notices.models import Objection

    first, second = all_rows(Objection).order_by("at")
    officer, reviewer = sign_in("county"), sign_in("reviewer")
    for each, said in ((first, "upheld"), (second, "rejected")):
        officer.post(f"/notices/objections/{each.pk}/answer", {"answer": said, "reason": "到村里核实过"})
        reviewer.post(f"/notices/objections/{each.pk}/settle", {"agrees": "yes"})
    _pass(*DAYS)
    assert _states(0, 1) == ["refused", "clear"]


def test_whoever_answered_does_not_settle_and_a_returned_one_is_open_again(
    asked: Any, client: Client, sign_in: Any
) -> None:
    from qianxiao.money.notices import objections
    from qianxiao.money.notices.models import Objection
    from qianxiao.office.accounts.roles import RIGHTS, Right

    one = _up(asked, 0)
    _object(client, one, 1)
    found = all_rows(Objection).get()
    objections.answer(asked("county"), found.pk, "upheld", "核实过")
    request = asked("county")
    held = RIGHTS[request.post.role]
    assert Right.NOTICE_SETTLE not in held
    with pytest.raises(Http404):
        objections.settle(request, found.pk, True)
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(Objection).filter(pk=found.pk).update(state="settled", settled_by="county")
    objections.settle(asked("reviewer"), found.pk, False)
    found.refresh_from_db(from_queryset=all_rows(Objection))
    assert (found.state, found.answer, found.answered_by) == ("open", "", "")


@pytest.mark.parametrize(
    ("change", "said"),
    [({"number": "9"}, "没有这一行"), ({"kind": ""}, "必填"), ({"text": "错"}, "请用一句话"), ({"phone": "12"}, "不是电话号码")],
)  # fmt: skip
def test_an_objection_that_cannot_be_taken_says_why(
    asked: Any, client: Client, change: dict[str, str], said: str
) -> None:
    one = _up(asked, 0)
    client.cookies["django_language"] = "zh-hans"
    answer = _object(client, one, int(change.pop("number", "1")), **change)
    assert answer.status_code == 422 and said in answer.content.decode()


def test_a_wrong_list_comes_down_at_once_and_may_go_up_again(
    asked: Any, client: Client, sign_in: Any
) -> None:
    one = _up(asked, 0, 1)
    with pytest.raises(ValidationError):
        _up(asked, 1, 2)  # a line that is up is not put up twice
    officer = sign_in("county")
    assert officer.post(f"/notices/{one.pk}/withdraw", {"reason": ""}).status_code == 422
    assert officer.post(f"/notices/{one.pk}/withdraw", {"reason": "金额弄错了"}).status_code == 302
    assert client.get(f"/portal/notices/{one.pk}").status_code == 404
    assert _pass(*DAYS) == 0
    _up(asked, 0, 1, 2)
    assert _states(0, 1, 2) == ["showing"] * 3


def test_the_neighbour_sees_none_of_it_and_the_office_sees_the_proof(asked: Any, sign_in: Any) -> None:
    one = _up(asked, 0, 1)
    _pass(*DAYS[:2])
    page = sign_in("county").get(f"/notices/{one.pk}").content.decode()
    assert one.digest in page and len(re.findall("读回一致", page)) == 2
    assert sign_in("other").get(f"/notices/{one.pk}").status_code == 404


def test_what_was_put_up_never_changes_not_even_for_the_owner(asked: Any) -> None:
    from qianxiao.money.notices.models import Notice, NoticeDay, NoticeLine

    one = _up(asked, 0)
    _pass(DAYS[0])
    for sql in (
        f"UPDATE notices_noticeline SET amount = 1 WHERE notice_id = {one.pk}",
        f"UPDATE notices_notice SET digest = '' WHERE id = {one.pk}",
        f"DELETE FROM notices_noticeline WHERE notice_id = {one.pk}",
        "TRUNCATE notices_notice CASCADE",
        "UPDATE notices_noticeday SET digest = ''",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), as_owner() as cursor:
            cursor.execute(sql)
    assert (all_rows(Notice).count(), all_rows(NoticeLine).count(), all_rows(NoticeDay).count()) == (1, 1, 1)


def test_a_list_that_somebody_changed_all_the_same_does_not_end(asked: Any, sign_in: Any) -> None:
    """The trigger taken away, as only an owner can: the digest finds it, the list stays up and says so."""
    one = _up(asked, 0)
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE notices_noticeline DISABLE TRIGGER notices_noticeline_frozen")
        cursor.execute(f"UPDATE notices_noticeline SET amount = 1 WHERE notice_id = {one.pk}")
    assert _pass(*DAYS) == 0 and _states(0) == ["showing"]
    assert "与公示时不一致" in sign_in("county").get(f"/notices/{one.pk}").content.decode()


def test_the_clock_decides_which_day_it_is(asked: Any) -> None:
    """The worker's own task takes the day from the clock."""
    from qianxiao.money.notices.tasks import read_notices
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties.actions import set_clock

    _up(asked, 3)
    for day in DAYS:
        set_clock(Actor("operator"), date(day // 10000, day // 100 % 100, day % 100))
        read_notices(timestamp=0)
    assert _states(3) == ["clear"]


def test_who_put_it_up_is_in_the_trail_with_the_people(asked: Any) -> None:
    from qianxiao.office.audit.models import AccessLog

    one = _up(asked, 0, 1)
    row = AccessLog.objects.get(subject=f"notice {one.pk}", purpose="notice_opened")
    assert row.username == "county" and set(row.whose) == {str(who(0)), str(who(1))}
