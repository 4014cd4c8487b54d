"""Progress: asked of units below, answered with the cells' own figures, late ones told, minutes and actions become work (19-17-01)."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from qianxiao.office.duties.models import Duty
from qianxiao.returns.indicators.models import Cell
from qianxiao.returns.supervision.models import Progress, ProgressAction, ProgressAnswer, ProgressMinute, Step
from tests.books.world import PERIOD
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
On = Callable[[str], date]
ASKED = {
    "period": str(PERIOD),
    "codes": ["trained", "paid_rain_dew"],
    "span": "total",
    "due": "2020-06-20",
    "note": "核对上半年进度",
}


def _ask(sign_in: SignIn, on: On, who: str = "province") -> Progress:
    on("2020-06-15")
    assert sign_in(who).post("/supervision/progress/ask", ASKED).status_code == 302
    found: Progress = all_rows(Progress).latest("id")
    return found


def _cell(region: str, code: str) -> int | None:
    row = all_rows(Cell).filter(period=PERIOD, region=region, indicator=code, span="t").first()
    return row and (
        row.amount if code == "paid_rain_dew_amount" else row.times if code == "trained" else row.people
    )


def test_a_unit_answers_with_the_figures_of_its_cells_and_words_of_its_own(sign_in: SignIn, on: On) -> None:
    one = _ask(sign_in, on)
    mine = all_rows(ProgressAnswer).get(progress=one, region="621100")
    assert (
        one.units == all_rows(ProgressAnswer).filter(progress=one).count() > 10
    )  # every prefecture, also those that told nothing
    duty = all_rows(Duty).get(rule="progress_answer", region="621100")
    assert (duty.due_on, duty.page, duty.page_no, duty.done_on) == (
        date(2020, 6, 20),
        "progress-answer",
        mine.pk,
        None,
    )

    prefecture = sign_in("p621100")
    page = prefecture.get(f"/supervision/answers/{mine.pk}").content.decode()
    told = _cell("621100", "trained")
    assert told and f'">{told:,}</td>' in page
    assert not re.search(r'<input(?! type="hidden")[^>]*name="(?!q)', page.partition("<main")[2]), (
        "nobody types a figure"
    )
    assert prefecture.post(f"/supervision/answers/{mine.pk}/give", {"comment": " "}).status_code == 422
    # what is typed beside the words goes nowhere
    said = {"comment": "六月份开班后可赶上进度", "figures": "99999", "trained": "99999"}
    assert prefecture.post(f"/supervision/answers/{mine.pk}/give", said).status_code == 302
    mine = all_rows(ProgressAnswer).get(pk=mine.pk)
    assert dict(mine.figures)["trained"] == told and mine.answered_on == date(2020, 6, 15)
    assert all_rows(Duty).get(pk=duty.pk).done_on == date(2020, 6, 15)
    assert prefecture.post(f"/supervision/answers/{mine.pk}/give", said).status_code == 422, "once"
    assert sign_in("p621200").post(f"/supervision/answers/{mine.pk}/give", said).status_code == 404
    assert sign_in("province").post(f"/supervision/answers/{mine.pk}/give", said).status_code == 422
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(ProgressAnswer).filter(pk=mine.pk).update(comment="改写")
    assert list(all_rows(Step).filter(of="answer", number=mine.pk).values_list("by", "verb")) == [
        ("p621100", "answered")
    ]


def test_whoever_asked_sees_figures_comments_and_the_late_ones(sign_in: SignIn, on: On) -> None:
    one = _ask(sign_in, on)
    mine = all_rows(ProgressAnswer).get(progress=one, region="621100")
    sign_in("p621100").post(f"/supervision/answers/{mine.pk}/give", {"comment": "六月份开班后可赶上进度"})
    page = sign_in("province").get(f"/supervision/progress/{one.pk}").content.decode()
    assert "六月份开班后可赶上进度" in page and "逾期" not in page.partition("<main")[2]
    on("2020-06-21")
    page = sign_in("province").get(f"/supervision/progress/{one.pk}").content.decode().partition("<main")[2]
    late = re.search(r'role="alert">(.*?)</p>', page)
    assert late and "陇南市" in late[1] and "定西市" not in late[1]
    # also who has not answered stands there with the system's figure
    assert re.search(rf"陇南市</a></td>(?:(?!</tr>).)*>{_cell('621200', 'trained'):,}<", page)
    assert sign_in("p621100").get(f"/supervision/progress/{one.pk}").status_code == 404
    listed = sign_in("province").get("/supervision/progress/").content.decode()
    assert f"1 / {one.units}" in listed and f'class="late">{one.units - 1}<' in listed


def test_minutes_and_actions_become_work_of_one_named_unit(sign_in: SignIn, on: On) -> None:
    one, province = _ask(sign_in, on), sign_in("province")
    at = f"/supervision/progress/{one.pk}"
    assert (
        province.post(f"{at}/minutes", {"held": "2020-06-16", "text": "听取各市进度"}).status_code == 422
    ), "not held yet"
    assert (
        province.post(f"{at}/minutes", {"held": "2020-06-15", "text": "听取各市进度，议定两项"}).status_code
        == 302
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(ProgressMinute).update(text="改写")
    todo = {"unit": "621200", "what": "七月底前补开两个班", "due": "2020-07-31"}
    assert province.post(f"{at}/agree", {**todo, "unit": "620000"}).status_code == 422
    assert province.post(f"{at}/agree", {**todo, "due": "2020-06-01"}).status_code == 422
    assert province.post(f"{at}/agree", todo).status_code == 302
    action = all_rows(ProgressAction).get()
    duty = all_rows(Duty).get(rule="progress_action")
    assert (duty.region, duty.due_on, duty.page_no) == ("621200", date(2020, 7, 31), action.pk)
    assert sign_in("p621100").get(f"/supervision/actions/{action.pk}").status_code == 404
    assert province.post(f"/supervision/actions/{action.pk}/done", {"evidence": "已办"}).status_code == 422
    done = sign_in("p621200").post(
        f"/supervision/actions/{action.pk}/done", {"evidence": "两个班已开，班号见台账"}
    )
    assert done.status_code == 302 and all_rows(Duty).get(pk=duty.pk).done_on == date(2020, 6, 15)
    page = province.get(at).content.decode()
    assert "两个班已开" in page and "听取各市进度，议定两项" in page


def test_what_cannot_be_asked_is_refused(sign_in: SignIn, on: On) -> None:
    on("2020-06-15")
    province = sign_in("province")
    for wrong in (
        {"codes": []},
        {"due": "2020-06-14"},
        {"period": "201901"},
        {"codes": ["nothing"]},
        {"span": "week"},
    ):
        assert province.post("/supervision/progress/ask", {**ASKED, **wrong}).status_code == 422, wrong
    assert all_rows(Progress).count() == 0
    assert sign_in("c621126").post("/supervision/progress/ask", ASKED).status_code == 404
    # the ministry asks the 32 units
    assert sign_in("ministry").post("/supervision/progress/ask", ASKED).status_code == 302
    assert all_rows(ProgressAnswer).count() == 32
