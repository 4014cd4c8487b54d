"""19-14-01: norms come from a file, a school maps what it teaches, the major's page shows both, gaps are listed."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from qianxiao.services.curricula.actions import COLUMNS, take_norms
from qianxiao.services.curricula.models import CurriculumNorm, Module, NormItem
from tests.scoped import all_rows, as_owner
from tests.studies.cast import OTHER_SCHOOL, active, of, register
from tests.web.sample import SCHOOL

pytestmark = pytest.mark.django_db
MAJOR = "0101-4"
HEAD = ",".join(COLUMNS)
LINES = (
    "YS-1,车工规范,0101-4,测试文件,20190101,,1,外圆车削,100,integrated",
    "YS-1,车工规范,0101-4,测试文件,20190101,,2,机械识图,60,theory",
    "YS-0,旧规范,0101-4,测试文件,20100101,20181231,1,旧内容,10,theory",
)


def norms(folder: Path, *lines: str) -> Any:
    """Take a file in, as the operator does."""
    path = folder / "norms.csv"
    path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    with as_owner():
        return take_norms(path)


@pytest.fixture
def school(sign_in: Any) -> Client:
    client: Client = sign_in("school")
    return client


@pytest.fixture
def listed(sign_in: Any, school: Client, tmp_path: Path) -> str:
    """A norm in force, a student of its major, and the address of the school's page."""
    assert norms(tmp_path, *LINES) == (3, [])
    active(sign_in, register(school, of(1)))
    return f"/curricula/{SCHOOL}/{MAJOR}"


def add(client: Client, page: str, title: str, hours: str, item: str = "", **more: str) -> Any:
    key = str(NormItem.objects.get(norm__code="YS-1", number=int(item)).pk) if item else ""
    return client.post(f"{page}/keep", {"act": "add", "title": title, "hours": hours, "item": key, **more})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_19_14_01_the_page_shows_the_norm_and_the_school_s_mapping(
    listed: str, school: Client, sign_in: Any
) -> None:
    """19-14-01: Major page shows the norm and the school's mapping; gap list."""
    page = text(school.get(listed))
    assert "外圆车削" in page and "旧内容" not in page and "2 项缺口，160 课时" in page
    assert add(school, listed, "普通车床加工", "70", "1").status_code == 302
    assert add(school, listed, "本校特色课", "30").status_code == 302
    page = text(school.get(listed))
    assert "普通车床加工" in page and "2 项缺口，90 课时" in page and "本校自设内容" in page
    assert add(school, listed, "数控车床加工", "30", "1").status_code == 302
    assert add(school, listed, "机械制图", "60", "2").status_code == 302
    assert "没有缺口" in text(school.get(listed))
    for who in ("county", "prefecture"):
        client = sign_in(who)
        assert "普通车床加工" in text(client.get(listed)) and "新增教学内容" not in text(client.get(listed))


def test_19_14_01_gaps_are_listed_by_school_and_major(listed: str, school: Client, sign_in: Any) -> None:
    for client in (school, sign_in("county")):
        [row] = [one for one, _name in client.get("/curricula/").context["rows"] if one.major == MAJOR]
        assert (row.school.org_code, row.norm.code, row.items, row.gaps, row.hours) == (
            SCHOOL,
            "YS-1",
            2,
            2,
            160,
        )
    add(school, listed, "机械制图", "60", "2")
    [row] = [one for one, _name in school.get("/curricula/").context["rows"] if one.major == MAJOR]
    assert (row.gaps, row.hours) == (1, 100)
    assert [one.school.org_code for one, _name in sign_in("other").get("/curricula/").context["rows"]] == []


def test_one_page_ends_where_the_next_begins(
    listed: str, school: Client, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.services.curricula import queries

    active(sign_in, register(school, of(2), major="0115-4"))
    monkeypatch.setattr(queries, "PAGE", 1)
    first = school.get("/curricula/")
    second = school.get("/curricula/", {"after": first.context["after"]})
    assert [one.major for page in (first, second) for one, _name in page.context["rows"]] == [MAJOR, "0115-4"]
    assert second.context["after"] == ""


@pytest.mark.parametrize(
    ("title", "hours", "item"), [("", "20", ""), ("课", "0", ""), ("课", "9999", ""), ("课", "x", "")]
)
def test_what_is_no_module_is_refused(listed: str, school: Client, title: str, hours: str, item: str) -> None:
    answer = add(school, listed, title, hours, item)
    assert answer.status_code == 422 and "请填写教学内容名称和课时" in text(answer)
    assert not all_rows(Module).exists()


def test_twice_the_same_or_of_an_old_norm_is_refused(listed: str, school: Client) -> None:
    assert add(school, listed, "机械制图", "60", "2").status_code == 302
    assert "已有同名的教学内容" in text(add(school, listed, "机械制图", "20"))
    old = str(NormItem.objects.get(norm__code="YS-0").pk)
    answer = school.post(f"{listed}/keep", {"act": "add", "title": "课", "hours": "5", "item": old})
    assert answer.status_code == 422 and "不属于现行标准" in text(answer)
    assert all_rows(Module).count() == 1


def test_only_the_school_itself_writes_and_takes_away(listed: str, school: Client, sign_in: Any) -> None:
    add(school, listed, "机械制图", "60", "2")
    key = str(all_rows(Module).get().pk)
    for who in ("county", "other-school", "other"):
        client = sign_in(who)
        assert add(client, listed, "别人写的", "10").status_code == 404, who
        assert client.post(f"{listed}/keep", {"act": "drop", "module": key}).status_code == 404, who
    assert sign_in("other-school").get(listed).status_code == 404
    assert sign_in("other-school").get(f"/curricula/{OTHER_SCHOOL}/{MAJOR}").status_code == 200
    assert school.post(f"{listed}/keep", {"act": "drop", "module": key}).status_code == 302
    assert school.post(f"{listed}/keep", {"act": "drop", "module": key}).status_code == 404, "it is gone"
    assert not all_rows(Module).exists()


def test_a_file_is_taken_line_by_line_and_again_changes_nothing(tmp_path: Path) -> None:
    bad = (
        "YS-2,规范,9999-9,文件,,,1,内容,10,theory",
        "YS-2,规范,0101-4,文件,,,1,内容,零,theory",
        "YS-2,规范,0101-4,文件,,,1,内容,10,magic",
        "YS-2,规范,0101-4,文件,2019,,1,内容,10,theory",
    )
    kept, faulty = norms(tmp_path, *LINES, *bad)
    assert (kept, [number for number, _why in faulty]) == (3, [5, 6, 7, 8])
    before = list(NormItem.objects.order_by("pk").values_list("pk", "hours"))
    assert norms(tmp_path, *LINES) == (3, [])
    assert list(NormItem.objects.order_by("pk").values_list("pk", "hours")) == before
    assert norms(tmp_path, LINES[0].replace("100", "120"))[0] == 1
    assert NormItem.objects.get(norm__code="YS-1", number=1).hours == 120
    assert not CurriculumNorm.objects.filter(code="YS-2").exists()
