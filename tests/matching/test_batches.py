"""A month as a whole: figures that are lists, files both ways, receipts of schools, quality; each in its place."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from qianxiao.office.duties.models import Duty
from qianxiao.programme.matching import batch
from qianxiao.programme.matching.models import Batch, Delivery, Fault, Figure, Receipt, Received
from tests.scoped import all_rows, as_owner
from tests.web.sample import COUNTY, SCHOOL

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def _text(client: Client, address: str, **headers: Any) -> str:
    answer = client.get(address, **headers)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_every_row_of_every_register_stands_in_one_class() -> None:
    from django.db.models import Sum

    from tests.web.sample import FAR, PEOPLE

    told = {
        (one.region, one.register, one.link_class): one.rows
        for one in all_rows(Figure).order_by("region", "register")
    }
    assert told == {
        (COUNTY, "students", "exact"): PEOPLE, ("621223", "students", "exact"): FAR,
        # the doubt's first candidate lives in the county
        (COUNTY, "trainees", "doubtful"): 1,
    }  # fmt: skip
    assert all_rows(Figure).aggregate(n=Sum("rows"))["n"] == PEOPLE + FAR + 1


def test_a_figure_opens_to_its_list(county: Client) -> None:
    page = _text(county, "/match/202005")
    found = re.search(
        r'href="(/closes/2020-05/links/\?register=students&amp;class=exact)".*?<td class="r num"[^>]*>(\d+)<',
        page,
        re.S,
    )
    assert found and found[2] == "120"
    address, seen, after = found[1].replace("&amp;", "&"), set(), ""
    for _page in range(4):
        text = _text(county, address + after)
        rows = re.findall(r'href="/closes/2020-05/person/(P\d+)"', text)
        assert not seen & set(rows)
        seen |= set(rows)
        more = re.search(r'after=([^"&]+)"', text.split("</table>")[-1])
        if more is None:
            break
        after = f"&after={more[1]}"
    assert len(seen) == 120, "the figure is the number of its list, page by page"


def test_each_sees_the_rows_of_its_region(sign_in: SignIn) -> None:
    counted = {}
    for name in ("county", "other", "province", "auditor", "ministry"):
        text = _text(sign_in(name), "/match/")
        counted[name] = int(re.search(r'data-label="行数">(\d+)', text)[1])  # type: ignore[index]
    assert counted == {"county": 121, "other": 8, "province": 129, "auditor": 129, "ministry": 129}
    for name in ("school", "township", "village", "finance"):
        assert sign_in(name).get("/match/").status_code == 404, name


def test_the_exchange_log_names_every_file_both_ways(sign_in: SignIn) -> None:
    text = _text(sign_in("province"), "/match/exchange")
    came = re.search(r"<b>贫困人口.xlsx</b>.*?</tr>", text, re.S)
    assert came and re.findall(r'data-label="[^"]*">(\d+)<', came[0]) == ["128", "124", "4", "0" * 12]
    assert "岷州技工学校" in text
    own = _text(sign_in("county"), "/match/exchange")
    assert "贫困人口.xlsx" not in own and "岷州技工学校" in own, "a file about two counties is no county's"


def test_quality_counts_rows_repeats_and_blanks(sign_in: SignIn) -> None:
    assert {(one.register, one.fault): one.rows for one in all_rows(Fault)} == {
        ("poor", "id_check"): 1, ("poor", "missing"): 1, ("poor", "date_bad"): 1, ("poor", "id_blank"): 1,
        ("poor", "duplicate_same"): 1, ("poor", "duplicate_key"): 1,
    }  # fmt: skip
    text = _text(sign_in("province"), "/quality")
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="r num">(\d+)', text))
    assert rows == {"来件": "128", "退回": "4", "重复": "2", "空白证件号码": "1"}
    assert "贫困" not in re.sub(
        r"建档立卡贫困人口", "", _text(sign_in("county"), "/quality").split("<main")[1]
    )


def test_a_school_confirms_and_the_days_are_counted(sign_in: SignIn) -> None:
    school, office = sign_in("school"), sign_in("county")
    one = all_rows(Delivery).get(org_code=SCHOOL)
    assert f"/match/feedback/{one.pk}" in _text(school, "/match/feedback/")
    assert "岷州技工学校" in _text(office, "/match/feedback/?state=sent")
    before = _text(school, f"/match/feedback/{one.pk}")
    assert 'value="confirmed"' in before and 'value="confirmed"' not in _text(
        office, f"/match/feedback/{one.pk}"
    )
    _move(one, days=3)
    done = school.post(f"/match/feedback/{one.pk}/receipt", {"verb": "confirmed", "seen": one.sha256})
    assert done.status_code == 302
    row = all_rows(Receipt).latest("id")
    assert (row.verb, row.by, row.by_name, row.sha256) == ("confirmed", "school", "杨帆", one.sha256)
    assert row.post and row.request_id == done["X-Request-Id"]
    assert "平均 3 天" in _text(office, "/match/feedback/")
    assert "岷州技工学校" not in _text(office, "/match/feedback/?state=sent").split("</nav>")[-1]
    again = school.post(
        f"/match/feedback/{one.pk}/receipt", {"verb": "returned", "seen": one.sha256, "note": "x"}
    )
    assert again.status_code == 422


def _move(one: Delivery, days: int) -> None:
    from datetime import timedelta

    with as_owner() as cursor:
        cursor.execute(
            "UPDATE matching_delivery SET sent_on = %s WHERE id = %s",
            [one.sent_on - timedelta(days=days), one.pk],
        )


def test_returned_needs_a_reason_and_counts_as_rejected(sign_in: SignIn) -> None:
    school = sign_in("school")
    one = all_rows(Delivery).get(org_code=SCHOOL)
    for told in ({"verb": "returned"}, {"verb": "gone", "note": "x"}, {}, {"verb": "confirmed", "seen": "0"}):
        refused = school.post(f"/match/feedback/{one.pk}/receipt", {"seen": one.sha256, **told})
        assert refused.status_code == 422 and 'role="alert"' in refused.content.decode(), told
    told = {"verb": "returned", "seen": one.sha256, "note": " 不是 我校学生 "}
    assert school.post(f"/match/feedback/{one.pk}/receipt", told).status_code == 302
    assert all_rows(Receipt).latest("id").note == "不是 我校学生"
    assert re.search(
        rf'退回 <span class="num">{one.lines}</span>', _text(sign_in("county"), "/match/exchange")
    )


def test_nobody_sees_or_answers_another_schools(sign_in: SignIn) -> None:
    one = all_rows(Delivery).get(org_code=SCHOOL)
    nowhere = one.pk + 10_000
    for name in ("other-school", "other", "training", "ministry"):
        client = sign_in(name)
        for number in (one.pk, nowhere):
            assert client.get(f"/match/feedback/{number}").status_code == 404, name
            told = {"verb": "confirmed", "seen": one.sha256}
            assert client.post(f"/match/feedback/{number}/receipt", told).status_code == 404, name
    assert (
        sign_in("county").post(f"/match/feedback/{one.pk}/receipt", {"verb": "confirmed"}).status_code == 404
    )
    assert "岷州技工学校" not in _text(sign_in("other-school"), "/match/feedback/").split("<main")[1]


def test_a_receipt_is_owed_and_found_fulfilled(sign_in: SignIn) -> None:
    with as_owner():
        batch.ask_receipts(202005, "tester")
        assert batch.ask_receipts(202005, "tester") == 0, "asked twice it is there once"
    one = all_rows(Delivery).get(org_code=SCHOOL)
    duty = all_rows(Duty).get(rule="feedback_receipt", org_code=SCHOOL)
    assert duty.subject == one.sha256 and duty.done_on is None
    assert "签收比对反馈" in _text(sign_in("county"), "/duties/lacking")
    sign_in("school").post(f"/match/feedback/{one.pk}/receipt", {"verb": "confirmed", "seen": one.sha256})
    duty.refresh_from_db()
    assert duty.done_by == "school" and duty.evidence == f"已签收 {one.sha256[:12]}"


def _again(period: int, source: str, digest: str) -> Batch:
    """The same month from another result: the school's workbook differs, the other institution has none."""

    def read(name: str) -> list[tuple[Any, ...]]:
        return [(COUNTY, SCHOOL, "岷州技工学校", 30, 4, 2, 1, digest)] if name == "delivery" else []

    with as_owner():
        made = batch.take_batch(period, source, "tester", read)
        batch.ask_receipts(period, "tester")
    return made


def test_another_workbook_is_sent_anew(sign_in: SignIn) -> None:
    with as_owner():
        batch.ask_receipts(202005, "tester")
    school, one = sign_in("school"), all_rows(Delivery).get(org_code=SCHOOL)
    told = {"verb": "confirmed", "seen": one.sha256}
    assert school.post(f"/match/feedback/{one.pk}/receipt", told).status_code == 302
    _again(202005, "second", one.sha256)
    one.refresh_from_db()
    assert one.state == "confirmed", "the same workbook stays confirmed"
    _again(202005, "third", "f" * 64)
    one.refresh_from_db()
    assert (one.state, one.sha256, one.answered_on) == ("sent", "f" * 64, None)
    assert [row.verb for row in all_rows(Receipt).filter(delivery=one).order_by("id")] == [
        "sent",
        "confirmed",
        "sent",
    ]
    stale = school.post(f"/match/feedback/{one.pk}/receipt", told)
    assert stale.status_code == 422, "what was seen is not what is confirmed"
    gone = all_rows(Delivery).exclude(org_code=SCHOOL).get(period=202005)
    assert gone.state == "gone"
    open_ = all_rows(Duty).filter(rule="feedback_receipt", org_code=SCHOOL, done_on=None)
    assert [duty.subject for duty in open_] == ["f" * 64]
    assert not all_rows(Received).exists() and Batch.objects.get(period=202005).source == "third"


def test_the_same_result_again_changes_nothing() -> None:
    held = Batch.objects.get(period=202005)
    before = all_rows(Figure).count()
    assert _again(202005, held.source, "f" * 64).at == held.at
    assert all_rows(Figure).count() == before and not all_rows(Delivery).filter(sha256="f" * 64).exists()


def test_receipts_are_never_changed() -> None:
    for sql in ("UPDATE matching_receipt SET note = 'x'", "DELETE FROM matching_receipt"):
        with as_owner() as cursor, pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
            cursor.execute(sql)


@pytest.mark.parametrize(
    "address", ["/match/", "/match/202005", "/match/feedback/", "/match/exchange", "/quality"]
)
def test_queries_are_bounded_and_english_is_complete(
    sign_in: SignIn, address: str, django_assert_max_num_queries: Any
) -> None:
    client = sign_in("province")
    client.get("/account")
    with django_assert_max_num_queries(22):
        text = _text(client, address, headers={"accept-language": "en"})
    said = re.sub(
        r"<[^>]+>|岷州技工学校|贫困人口|简体中文|石岚|916200\d+", " ", text.split('<main id="main"')[1]
    )
    assert re.findall(r"[一-鿿]+", said.replace("甘肃省人力资源和社会保障厅", "")) == []
