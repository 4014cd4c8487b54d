"""Large exports (P7): purpose, count, second person, made under the scope of then, masked, sealed, fetched by one person."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.exports.steps import WHY, agree, ask, fetched, held, job, trail, verbs
from tests.web.sample import COUNTY, FAR, FULL_ID, OTHER, PEOPLE, TOWN

SignIn = Callable[[str], Client]
Work = Callable[[], None]


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_it_is_counted_and_asked_for_with_a_purpose(sign_in: SignIn) -> None:
    county = sign_in("county")
    asked = county.post("/people/export", {"form": "csv", "query": "", "next": "/people/"})
    text = asked.content.decode()
    assert asked.status_code == 200 and f"拟导出 {PEOPLE} 行" in text and "超过 100 人" in text
    for told in (
        {"purpose": "", "note": "x"},
        {"purpose": "fun", "note": "x"},
        {"purpose": "visit", "note": " "},
    ):
        refused = county.post("/people/export", {"form": "csv", "query": "", **told})
        assert refused.status_code == 422 and "请选择用途" in refused.content.decode()
    assert trail() == [] or all(who != "county" for who, _what, _n in trail()), "nothing was taken yet"


def test_a_small_list_is_a_file_at_once(sign_in: SignIn) -> None:
    small = sign_in("county").post(
        "/people/export", {"form": "csv", "query": f"region={TOWN}&state=all.served"}
    )
    rows = _rows(b"".join(small.streaming_content))  # type: ignore[attr-defined]
    assert 1 < len(rows) < 100 and small["Content-Type"].startswith("text/csv")


def test_many_small_files_are_a_large_one(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, work: Work
) -> None:
    """Slices below the limit: what one person takes away alone is counted over a day (P7)."""
    from qianxiao.office.exports import asking

    township, part = sign_in("township"), {"form": "csv", "query": "region=621126100001"}
    taken, answer = 0, None
    for _time in range(50):
        answer = township.post("/people/export", part)
        if not answer.streaming:
            break
        taken += len(_rows(b"".join(answer.streaming_content))) - 1  # type: ignore[attr-defined]
    assert answer is not None and 200 < taken <= 300
    assert "一天内独自导出的人数将超过 300 人" in answer.content.decode()
    address = ask(township, query=part["query"])
    work()
    assert held(address).state == "asked", "a slice more waits for a second person"
    monkeypatch.setattr(asking, "people_taken", lambda *_told: 0)
    assert township.post("/people/export", part).streaming, "red: without the count the slices go on"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_asked_agreed_made_and_fetched(form: str, sign_in: SignIn, work: Work, exports: Path) -> None:
    county, second = sign_in("county"), sign_in("reviewer")
    before = len(trail())
    address = ask(county, form)
    work()
    assert held(address).state == "asked" and not list(exports.rglob("*.sealed")), "nothing without a yes"
    assert county.get(f"{address}/file").status_code == 404
    assert "1 项导出等待答复" in second.get("/exports/").content.decode()
    assert "七月入户核查" in second.get(address).content.decode()
    assert agree(second, address) == 302
    assert county.get(address)["Refresh"] == "2"
    work()
    one = held(address)
    assert (one.state, one.rows, one.people, job(address).state) == ("ready", PEOPLE, PEOPLE, "done")
    assert verbs(address) == [("asked", "county"), ("yes", "reviewer"), ("made", "county")]
    sealed = list(exports.rglob("*.sealed"))
    assert (
        len(sealed) == 1
        and "杨秀梅".encode() not in sealed[0].read_bytes()
        and sealed[0].read_bytes()[:2] != b"PK"
    )
    assert not [path for path in (exports / "scratch").rglob("*") if path.is_file()], "no plain piece stays"
    data = fetched(county, address)
    rows = _rows(data) if form == "csv" else _book(data)
    said = "\n".join(",".join(row) for row in rows)
    assert FULL_ID not in said and not re.search(r"\d{15}", said) and "杨秀梅" in said
    assert len(rows) == PEOPLE + (1 if form == "csv" else 2)
    if form == "xlsx":
        assert all(
            word in rows[0][0]
            for word in ("county", "入户核查", f"导出 {one.pk}", f"{timezone.localtime():%Y-%m-%d}")
        )
    made, taken = trail()[before:][-2:]
    assert made == taken == ("county", f"people-export:visit:{PEOPLE}", PEOPLE)
    assert second.get(f"{address}/file").status_code == 404, "the second person gets no file"


def _book(data: bytes) -> list[list[str]]:
    return [
        [str(cell) for cell in row]
        for row in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    ]


def test_who_cannot_be_the_second_person(sign_in: SignIn, work: Work) -> None:
    county = sign_in("county")
    address = ask(county)
    nothing = county.get("/exports/999999999")
    for name in ("reviewer-there", "other"):
        for there in (address, f"{address}/file"):
            answer = sign_in(name).get(there)
            assert answer.status_code == 404, name
        assert agree(sign_in(name), address) == 404, name
    for name in ("county", "township", "auditor"):  # without the right it is not there
        assert agree(sign_in(name), address) == 404, name
    assert sign_in("other").get(address).status_code == nothing.status_code == 404
    work()
    assert held(address).state == "asked" and verbs(address) == [("asked", "county")]
    colleague = sign_in("colleague")
    assert agree(colleague, address) == 302, "a province stands over the county"
    wide = ask(colleague)
    assert agree(colleague, wide) == 422 and agree(sign_in("reviewer"), wide) == 404
    assert agree(sign_in("province"), wide) == 302, "another post of the province"


def test_the_database_refuses_one_person_twice(sign_in: SignIn) -> None:
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.exports.models import Export

    one = held(ask(sign_in("county")))
    wrong = (
        {"answer": "yes", "answered_by": "county", "answered_post": one.post + 1, "state": "making"},
        {"answer": "yes", "answered_by": "other", "answered_post": one.post, "state": "making"},
        {"state": "making"},
        {"state": "ready"},
    )
    for told in wrong:
        with pytest.raises(IntegrityError), in_scope(whole_scope()) as scope:
            Export.objects.within(scope).filter(pk=one.pk).update(**told)
    assert held(f"/exports/{one.pk}").state == "asked"


def test_a_no_needs_a_reason_and_ends_it(sign_in: SignIn, work: Work) -> None:
    county, second = sign_in("county"), sign_in("reviewer")
    address = ask(county)
    assert agree(second, address, "no", "") == 422
    assert agree(second, address, "no", "范围太大") == 302
    assert agree(second, address) == 422, "nobody answers twice"
    work()
    assert held(address).state == "refused" and "范围太大" in county.get(address).content.decode()


def test_below_the_limit_nobody_is_asked(
    sign_in: SignIn, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of more rows than a page that shows few people: made in the background, without a second person."""
    from qianxiao.office.exports import asking

    monkeypatch.setattr(asking, "LARGEST", 50)
    monkeypatch.setattr(asking, "limit", lambda name: {"people_alone": 1000}.get(name, 10**6))
    county = sign_in("county")
    address = ask(county)
    assert held(address).state == "making" and not held(address).second
    work()
    assert held(address).state == "ready" and len(_rows(fetched(county, address))) == PEOPLE + 1


def test_the_scope_is_the_one_of_then(sign_in: SignIn, work: Work) -> None:
    """A post over two counties loses one between the yes and the worker, and gets it back when the file is there."""
    from qianxiao.office.accounts.models import Post

    county = sign_in("county")
    post = Post.objects.filter(user__username="county")
    try:
        post.update(regions=[COUNTY, OTHER])
        address = ask(county)
        assert held(address).told == PEOPLE + FAR
        assert agree(sign_in("reviewer"), address) == 422, "only over one of the two"
        assert agree(sign_in("colleague"), address) == 302
        post.update(regions=[COUNTY])
        work()
        assert (held(address).state, held(address).rows) == ("ready", PEOPLE)
        assert len(_rows(fetched(county, address))) == PEOPLE + 1
        post.update(regions=[COUNTY, OTHER])
        assert county.get(f"{address}/file").status_code == 404, "the post sees other people now"
    finally:
        post.update(regions=[COUNTY])


def test_a_post_that_lost_its_place_gets_nothing(sign_in: SignIn, work: Work, exports: Path) -> None:
    from qianxiao.office.accounts.models import Post

    county = sign_in("county")
    address = ask(county)
    agree(sign_in("reviewer"), address)
    post = Post.objects.filter(user__username="county")
    post.update(regions=[TOWN])
    try:
        work()
    finally:
        post.update(regions=[COUNTY])
    assert (held(address).state, job(address).error) == ("failed", "post")
    assert not list(exports.rglob("*.sealed"))


def test_a_post_that_ended_gets_nothing(sign_in: SignIn, work: Work, exports: Path) -> None:
    from qianxiao.office.accounts.models import Post

    county, second = sign_in("county"), sign_in("reviewer")
    ready, going = ask(county), ask(county)
    agree(second, ready)
    work()
    agree(second, going)
    assert county.get(f"{ready}/file").status_code == 200
    Post.objects.filter(user__username="county").update(granted_by="")
    try:
        work()
        assert county.get(f"{ready}/file").status_code == 404
        assert (held(going).state, job(going).error) == ("failed", "post")
    finally:
        Post.objects.filter(user__username="county").update(granted_by="operator")
    assert len(list(exports.rglob("*.sealed"))) == 1


def test_a_list_that_grew_is_asked_for_anew(sign_in: SignIn, work: Work, exports: Path) -> None:
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.exports.models import Export

    county, second = sign_in("county"), sign_in("reviewer")
    address = ask(county)
    with in_scope(whole_scope()) as scope:
        Export.objects.within(scope).update(told=PEOPLE // 2)
    agree(second, address)
    work()
    assert (held(address).state, job(address).error) == ("failed", "grown")
    assert not list(exports.rglob("*.sealed")) and "请重新申请" in county.get(address).content.decode()


def test_its_time_ends(sign_in: SignIn, work: Work, exports: Path) -> None:
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.exports.actions import lapse
    from qianxiao.office.exports.models import Export

    county, second = sign_in("county"), sign_in("reviewer")
    made, unanswered = ask(county), ask(county)
    agree(second, made)
    work()
    assert lapse() == 0
    with in_scope(whole_scope()) as scope:
        Export.objects.within(scope).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert county.get(f"{made}/file").status_code == 404 and "已过期" in county.get(made).content.decode()
    assert agree(second, unanswered) == 422
    assert lapse() == 2 and not list(exports.rglob("*.sealed"))
    assert {held(made).state, held(unanswered).state} == {"gone"}


def test_taken_back(sign_in: SignIn, work: Work, exports: Path) -> None:
    county, second = sign_in("county"), sign_in("reviewer")
    address, ready = ask(county), ask(county)
    assert second.post(f"{address}/drop").status_code == 404
    assert county.post(f"{address}/drop").status_code == 302 and held(address).state == "dropped"
    assert agree(second, address) == 422
    agree(second, ready)
    work()
    assert county.post(f"{ready}/drop").status_code == 302
    assert not list(exports.rglob("*.sealed")) and county.get(f"{ready}/file").status_code == 404


def test_the_form_keeps_what_was_typed(sign_in: SignIn) -> None:
    told = {"form": "xlsx", "query": "order=-name", "purpose": "visit", "note": ""}
    text = sign_in("county").post("/people/export", told).content.decode()
    assert (
        'value="xlsx"' in text and 'value="order=-name"' in text and '<option value="visit" selected>' in text
    )


def test_red_whose_file_it_is_is_found(sign_in: SignIn, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a file for everybody who sees the export would be seen by the test above."""
    from qianxiao.office.exports import pages

    county, second = sign_in("county"), sign_in("reviewer")
    address = ask(county)
    agree(second, address)
    work()
    monkeypatch.setattr(pages.queries, "own_export", pages.queries.get_export)
    assert second.get(f"{address}/file").status_code == 200
    assert WHY["note"] in second.get(address).content.decode()
