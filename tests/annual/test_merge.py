"""The nation's form: 32 lines, sums that open to their units, who is late on 16 December, the merged print; it reopens (19-00-01, 19-17-06, 19-17-07)."""

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import in_scope, scope_for, whole_scope
from qianxiao.returns.annual import queries, reopen
from qianxiao.returns.annual.models import Form, Step
from qianxiao.returns.indicators import definitions
from qianxiao.returns.indicators.models import Cell
from tests.annual.test_form import post
from tests.annual.world import LATER, PERIOD, load, write_month
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
SetDay = Callable[[date], None]
NATION = scope_for(Role.MINISTRY, [("", "~")])
ALL = "/reports/annual/2020/CN"


def _here(unit: str) -> str:
    return f"/reports/annual/2020/{unit}"


def _send(sign_in: SignIn, units: list[str]) -> None:
    for unit in units:
        filler = sign_in(f"f{unit}")
        assert post(filler, "make", _here(unit)) == 302, unit
        assert post(filler, "do", _here(unit), verb="checked") == 302, unit
        assert post(sign_in(f"s{unit}"), "do", _here(unit), verb="signed") == 302, unit
        assert post(filler, "do", _here(unit), verb="submitted", reason="迟报说明") == 302, unit


def test_thirty_two_forms_from_generation_to_the_merged_print(
    sign_in: SignIn, clock: SetDay, tmp_path: Path
) -> None:
    units = definitions.unit_codes()
    clock(date(2020, 12, 14))
    assert len(units) == 32
    _send(sign_in, units[:-2])
    ministry = sign_in("ministry")
    # 河北 comes back with a reason and is sent again with an adjustment; two units have sent nothing
    back = units[2]
    assert post(ministry, "answer", _here(back), verb="returned", reason="重点院校数未填") == 302
    page = ministry.get(ALL).content.decode()
    assert "32 个单位中 29 个已报送" in page and "1 个已退回" in page and "逾期未报" not in page
    filler = sign_in(f"f{back}")
    assert post(filler, "adjust/C2a/year", _here(back), delta="-1", reason="跨省重复一人") == 302
    assert post(filler, "do", _here(back), verb="checked") == 302
    assert post(sign_in(f"s{back}"), "do", _here(back), verb="signed") == 302

    clock(date(2020, 12, 16))
    assert post(filler, "do", _here(back), verb="submitted") == 422, "late only with a reason"
    assert post(filler, "do", _here(back), verb="submitted", reason="退回后更正") == 302
    told = queries.units(NATION, 2020, "CN", date(2020, 12, 16))
    assert [one.region for one in told] == units
    assert [one.region for one in told if one.late and not one.sent] == units[-2:]
    assert {one.region: one.late for one in told if one.late} == {back: 1, units[-2]: 1, units[-1]: 1}
    late = ministry.get(ALL).content.decode()
    assert "2 个逾期未报" in late and "退回后更正" in late
    assert late.count('class="num late"') == 2
    _sums(ministry, late)
    _prints(ministry, tmp_path)


def _sums(ministry: Client, late: str) -> None:
    """Two counties of ten new students in each of 30 units; the adjustment stands apart."""
    merged = queries.merge(NATION, 2020, {"columns": [{"code": "total"}], "items": []})
    assert merged.units == 30
    assert ">600</a>" in late and "600 / 70,000" in late.replace('<span class="num">', "")
    assert "跨省重复一人" in late and "计算数" in late
    cell = ministry.get(f"{ALL}/cell/C2a/year").content.decode()
    assert "299" in cell and cell.count('class="obj"') == 30 and cell.count("未报送") == 2


def _prints(ministry: Client, tmp_path: Path) -> None:
    """The merged form as a workbook and as a print."""
    book = CalamineWorkbook.from_filelike(BytesIO(ministry.get(f"{ALL}/file/xlsx").content))
    assert book.sheet_names == ["进展情况表", "手工调整", "说明", "报送情况"]
    rows = {row[0]: row for row in book.get_sheet_by_name("进展情况表").to_python()}
    assert (rows["B3"][4], rows["C2a"][3]) == ("600", "299")
    assert len(book.get_sheet_by_name("报送情况").to_python()) == 3 + 32
    pdf = tmp_path / "merged.pdf"
    pdf.write_bytes(ministry.get(f"{ALL}/file/pdf").content)
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout.replace(" ", "")
    assert (
        "技能脱贫千校行动进展情况表" in text
        and "全国（30/32个单位）" in text
        and "未计入" in text
        and "跨省重复一人" in text
    )


def test_the_print_of_a_unit_names_who_filled_reviewed_and_answers_for_it(
    sign_in: SignIn, clock: SetDay, tmp_path: Path
) -> None:
    clock(date(2020, 12, 10))
    _send(sign_in, ["620000"])
    pdf = tmp_path / "form.pdf"
    pdf.write_bytes(sign_in("auditor").get(f"{_here('620000')}/file/pdf").content)
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout.replace(" ", "")
    for told in ("甘肃", "年度：2020", "2020年11月", "填表62", "负责62", "2020-12-10", "版式重建"):
        assert told in text, told
    book = CalamineWorkbook.from_filelike(
        BytesIO(sign_in("s620000").get(f"{_here('620000')}/file/xlsx").content)
    )
    assert re.search(
        "填表人：填表62.*审核人：填表62.*负责人：负责62",
        str(book.get_sheet_by_name("进展情况表").to_python()[1]),
    )
    assert sign_in("f510000").get(f"{_here('620000')}/file/pdf").status_code == 404


def test_areas_of_the_nation_count_a_county_once(sign_in: SignIn, clock: SetDay) -> None:
    clock(date(2020, 12, 10))
    _send(sign_in, ["510000", "620000", "650000", "660000"])
    body = all_rows(Form).get(region="620000").layout.body
    merged = queries.merge(NATION, 2020, body)
    # 木里 and 莎车; 莎车 and 岷县; in both sets 莎车
    assert (merged.values["total_3q3z"]["B3"], merged.values["total_52"]["B3"]) == (20, 20)
    assert merged.values["total"]["B3"] == 80, "石河子 is 兵团's alone"
    page = sign_in("ministry").get(ALL).content.decode()
    from qianxiao.returns.indicators.queries import tags_apart

    apart, union, both = tags_apart(NATION, PERIOD, "CN", "new_students", "t", ("3q3z", "52"))
    assert union == sum(apart.values()) - both and f"去重后 {union} 人" in page


def test_a_sent_form_counts_to_the_same_and_a_tampered_cell_is_found(sign_in: SignIn, clock: SetDay) -> None:
    clock(date(2020, 12, 10))
    _send(sign_in, ["620000", "110000"])
    proof = reopen.prove(2020, months=False)
    assert (proof.forms, proof.signatures, proof.problems, proof.months) == (2, 2, [], [PERIOD])
    assert "重算一致" in sign_in("ministry").get(f"{_here('620000')}/reopen").content.decode()
    # red controls: a figure, then an adjustment nobody signed, then the cell of the month itself
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE annual_figure DISABLE TRIGGER annual_still")
        cursor.execute(
            "UPDATE annual_figure SET computed = 21 WHERE region = '620000' AND code = 'B3' AND \"column\" = 'total'"
        )
        cursor.execute(
            "UPDATE annual_figure SET delta = 5, reason = 'x' WHERE region = '110000' AND code = 'C2a' AND \"column\" = 'year'"
        )
        cursor.execute("ALTER TABLE annual_figure ENABLE TRIGGER annual_still")
    found = [zh for zh, _en in reopen.prove(2020, months=False).problems]
    assert "2020 620000：B3 total：表内 21，重算 20" in found and "2020 620000：签章后figures有变" in found
    assert "2020 110000：签章后figures有变" in found and len(found) == 3
    assert "表内 21" in sign_in("ministry").get(f"{_here('620000')}/reopen").content.decode()


def test_a_tampered_cell_of_the_month_is_found(sign_in: SignIn, clock: SetDay) -> None:
    clock(date(2020, 12, 10))
    _send(sign_in, ["620000"])
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE indicators_cell DISABLE TRIGGER USER")
        assert (
            all_rows(Cell).filter(region="620000", indicator="new_students", span="t").update(people=25) == 1
        )
        cursor.execute("ALTER TABLE indicators_cell ENABLE TRIGGER USER")
    assert [zh for zh, _en in reopen.prove(2020, months=False).problems] == [
        "2020 620000：B3 total：表内 20，重算 25"
    ]


def test_what_changed_since_names_the_people_and_the_edits(
    sign_in: SignIn, clock: SetDay, out: Path, tmp_path: Path
) -> None:
    clock(date(2020, 12, 10))
    _send(sign_in, ["620000"])
    write_month(tmp_path, ["620000"], LATER)
    with as_owner():
        load(tmp_path, LATER, False)
        _correction()
    province, county = sign_in("f620000"), sign_in("c621126")
    page = province.get(f"{_here('620000')}/reopen").content.decode()
    assert "重算一致" in page and "people/B3/year" in page and "people/C2a/year" in page, (
        "the form stays, the change is told"
    )
    way = f"{_here('620000')}/people/B3/year"
    assert "?county=621126" in province.get(way).content.decode()
    listed = province.get(f"{way}?county=621126").content.decode()
    assert listed.count("当时计入，现在未计入") == 1 and "某00" in listed and "核对学籍后更正" in listed
    came = province.get(f"{_here('620000')}/people/C2a/year?county=621126").content.decode()
    assert came.count("现在计入，当时未计入") == 1 and "某19" in came and "此后报送的登记册" in came
    assert sign_in("ministry").get(f"{way}?county=621126").status_code == 404, (
        "names stay with those who serve them"
    )
    assert province.get(f"{way}?county=510104").status_code == 404 and county.get(way).status_code == 404
    assert reopen.prove(2020, months=False).problems == []


def _correction() -> None:
    from uuid import uuid4

    from qianxiao.registers.people.models import Correction, Person

    with in_scope(whole_scope()) as scope:
        person = Person.objects.within(scope).create(
            id=uuid4(), name="某00", region="621126100001", id_mask="99****001"
        )
        Correction.objects.within(scope).create(
            id=7, person=person, field="name", before="某00", after="某零", reason="核对学籍后更正", proof="学籍卡", by="c621126", at=datetime.now(UTC)
        )  # fmt: skip


def test_the_command_says_what_it_looked_at(
    sign_in: SignIn, clock: SetDay, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.cli import main

    clock(date(2020, 12, 10))
    _send(sign_in, ["620000"])
    monkeypatch.setattr("qianxiao.config.boot.boot", lambda **_told: None)
    assert main(["annual", "prove", "--year", "2020", "--forms-only"]) == 0
    said = capsys.readouterr().out
    assert "forms: 1;" in said and "differences: 0;" in said
    assert main(["annual", "prove", "--year", "2019", "--forms-only"]) == 1
    assert Step.objects.within(whole_scope()).filter(verb="signed").count() == 1 and Post.objects.exists()
