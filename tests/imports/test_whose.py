"""Who may bring what in: one's own rows only, the rosters of one's post, money by two people, and nobody else sees it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.imports.conftest import OTHER_SCHOOL, SCHOOL
from tests.imports.rosters import book, counts, entries, given_back, held, person, read, take

SignIn = Callable[[str], Client]
Work = Callable[[], None]
STUDENTS = ["学籍号", "学校代码", "姓名", "身份证号", "学籍类别", "入学年月", "学籍状态"]
PAYMENTS = ["发放编号", "补贴项目", "姓名", "身份证号", "发放地区划", "金额(元)", "支付日期", "支付状态"]


def _student(number: int, school: str) -> list[Any]:
    from tests.imports.rosters import id_no

    return [f"G{id_no(number)}", school, "杨帆", id_no(number), "1", "2019-09", "待审核"]


def _payment(number: int) -> list[Any]:
    from tests.imports.rosters import id_no

    return [
        f"B{number}",
        "雨露计划补助",
        "杨帆",
        id_no(number),
        "621126100201",
        "1500.00",
        "2020-05-01",
        "已到账",
    ]


def test_a_school_brings_its_own_students_and_nobody_elses(
    sign_in: SignIn, work: Work, tmp_path: Path
) -> None:
    school = sign_in("school")
    rows = [_student(0, SCHOOL), _student(1, OTHER_SCHOOL)]
    address = read(school, work, book(tmp_path / "in", rows, headers=STUDENTS), register="students")
    assert counts(address) == {"rows": 2, "new": 1, "wrong": 1}, held(address).faults
    assert "不属于您" in str(given_back(school, address)[1])
    take(school, work, address)
    assert entries("students") == 1
    page = school.get(address).content.decode()
    from tests.imports.rosters import id_no

    assert id_no(0) not in page and id_no(0)[:2] + "*" * 13 in page, (
        "the register's own number holds an ID number"
    )
    assert sign_in("other-school").get(address).status_code == 404
    assert sign_in("county").get(address).status_code == 200, "the school lies in the county"
    assert sign_in("neighbour").get(address).status_code == 404


def test_nobody_else_sees_or_touches_an_import(sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    county = sign_in("county")
    address = read(county, work, book(tmp_path / "in", [person(0)]))
    job = f"/jobs/{_job(address)}"
    for name in ("neighbour", "township", "school", "other-school"):
        client = sign_in(name)
        assert client.get(address).status_code == 404
        assert client.get(job).status_code == 404
        for verb in ("accept", "answer", "drop"):
            assert client.post(f"{address}/{verb}", {"with_new": "on"}).status_code == 404
        assert client.post(f"{job}/stop").status_code == 404
        if name != "township":
            assert "名册.xlsx" not in client.get("/import/").content.decode()
            assert "名册.xlsx" not in client.get("/jobs/").content.decode()
    assert entries() == 0 and held(address).state == "ready"
    assert sign_in("province").get(address).status_code == 200


def _job(address: str) -> int:
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.jobs.models import Job

    with in_scope(whole_scope()) as scope:
        return int(Job.objects.within(scope).get(subject=int(address.rpartition("/")[2])).pk)


def test_the_same_number_in_two_counties_is_two_rows(sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    """What another county holds is never told, not even by a refusal."""
    county, neighbour = sign_in("county"), sign_in("neighbour")
    take(county, work, read(county, work, book(tmp_path / "1", [person(0)])))
    address = read(neighbour, work, book(tmp_path / "2", [person(0, 行政区划代码="621121100201")]))
    assert counts(address) == {"rows": 1, "new": 1}
    take(neighbour, work, address)
    assert entries() == 2


@pytest.mark.parametrize(
    ("who", "register"), [("school", "poor"), ("county", "decisions"), ("relief", "payments")]
)
def test_a_post_brings_only_its_own_rosters(who: str, register: str, sign_in: SignIn, tmp_path: Path) -> None:
    path = book(tmp_path / "in", [person(0)])
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = sign_in(who).post("/import/", {"register": register, "period": "2020-06", "file": file})
    assert answer.status_code == 422 and "不提交这种名册" in answer.content.decode()


def test_money_is_taken_in_by_somebody_who_did_not_bring_it(
    sign_in: SignIn, work: Work, tmp_path: Path
) -> None:
    county, reviewer = sign_in("county"), sign_in("reviewer")
    address = read(county, work, book(tmp_path / "in", [_payment(0)], headers=PAYMENTS), register="payments")
    assert counts(address) == {"rows": 1, "new": 1}, held(address).faults
    refused = county.post(f"{address}/accept", {"with_new": "on"})
    assert refused.status_code == 422 and "复核岗位" in refused.content.decode()
    assert held(address).state == "ready"
    take(reviewer, work, address)
    assert entries("payments") == 1


def test_looks_are_written_down(sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    from qianxiao.office.audit.models import AccessLog

    county = sign_in("county")
    address = read(county, work, book(tmp_path / "in", [person(0), person(1, 姓名="")]))
    before = AccessLog.objects.count()
    county.get(address)
    given_back(county, address)
    kinds = list(AccessLog.objects.order_by("id").values_list("kind", "people")[before:])
    assert kinds == [("read", 1), ("export", 1)]


def test_no_hidden_column_is_taken(sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    """A5: names of our own columns in a file are no columns of the roster."""
    hidden = ["region_id", "org_code", "verdict", "answer", "imported", "prior", "state", "taken", "by"]
    from tests.io.world import HEADERS

    rows = [[*person(0), *["621121"] * len(hidden)]]
    address = read(sign_in("county"), work, book(tmp_path / "in", rows, headers=[*HEADERS, *hidden]))
    assert counts(address) == {"rows": 1, "new": 1}
    one = held(address)
    assert (one.org_code, one.by, one.region) == ("", "county", "621126")
