"""Rows given back come back corrected and change only what they should; long numbers survive (X-08)."""

import csv
import re
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from qianxiao.engine.io.giveback import write_faults
from qianxiao.engine.io.givesort import _NOTES, _SLICES
from qianxiao.engine.io.givewrite import COMMENTS, HINT_SHEET
from qianxiao.engine.io.layouts import ADDED
from tests.io.world import HEADERS, Checked, checked, poor, write_csv, write_xlsx

BAD = [
    poor(0),
    poor(1, 证件号码="1.1E+17"),
    poor(2, 姓名=""),
    poor(3, 证件号码="990001198802030213"),
    poor(4, 人编号=""),
    poor(5),
]
EXTRA = [[*HEADERS, "备注"], *([*row, f"备注{number}"] for number, row in enumerate(BAD))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    return path


def sheet_rows(path: Path, sheet: str) -> list[list[str]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def correct(rows: list[list[str]], fixes: dict[str, dict[str, str]]) -> list[list[str]]:
    """Fill cells of a give-back sheet, by the origin of the row."""
    header = rows[0]
    for row in rows[1:]:
        for column, text in fixes.get(row[-1], {}).items():
            row[header.index(column)] = text
    return rows


def kept_rows(found: Checked) -> list[tuple[object, ...]]:
    return found.clean("poor", "person_no, name, id18, id_class, region, phone, health")


FIXES = {
    "a.xlsx|名单|4": {"证件号码": "990001198802030212"},
    "a.xlsx|名单|5": {"姓名": "王小花"},
    "a.xlsx|名单|7": {"人编号": "P0004"},
}


def test_a_workbook_comes_back_in_its_own_layout_with_reasons(folder: Path, tmp_path: Path) -> None:
    write_xlsx(folder / "a.xlsx", [["花名册"], *EXTRA])
    with checked(folder, tmp_path) as found:
        files = found.give_back()
        assert set(files) == {"a_退回.xlsx", "问题清单.csv"}
        rows = sheet_rows(files["a_退回.xlsx"], "名单")
        assert rows[0] == [*HEADERS, "备注", *ADDED]
        assert [row[-1] for row in rows[1:]] == list(FIXES)
        assert [row[-2] for row in rows[1:]] == ["证件号码", "姓名", "人编号"]
        assert "第 4 行“证件号码”" in rows[1][-4] and "Row 4" in rows[1][-3]
        assert rows[1][:10] == ["P0001", "H0000", "621126100201", "杨秀梅", "女", "1.1E+17", *rows[1][6:10]]
        assert rows[1][9] == "备注1"
        hints = sheet_rows(files["a_退回.xlsx"], HINT_SHEET)
        assert hints[1][:3] == ["名单|6", "证件号码", "990001198802030213"] and "校验码" in hints[1][3]


def test_bad_cells_are_marked_with_a_comment(folder: Path, tmp_path: Path) -> None:
    write_xlsx(folder / "a.xlsx", EXTRA)
    with checked(folder, tmp_path) as found, zipfile.ZipFile(found.give_back()["a_退回.xlsx"]) as archive:
        comments = archive.read("xl/comments1.xml").decode("utf-8")
    assert 'ref="F2"' in comments and 'ref="D3"' in comments and 'ref="A4"' in comments
    assert "科学计数" in comments and "scientific form" in comments


def test_many_rows_stand_once_each_and_only_the_first_bad_cells_have_a_comment(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qianxiao.engine.io.givesort._NOTES", _NOTES.replace(f"LIMIT {COMMENTS}", "LIMIT 15"))
    write_xlsx(folder / "a.xlsx", [HEADERS, *(poor(number, 姓名="") for number in range(40))])
    with checked(folder, tmp_path) as found:
        target = tmp_path / "faults" / "a_退回.xlsx"
        assert write_faults(found.engine, found.reads, folder, target.parent, most_rows=31)[-1] == target
    names = ["名单", "名单(2)"]
    assert CalamineWorkbook.from_path(str(target)).sheet_names == names
    told = [row for name in names for row in sheet_rows(target, name)[1:]]
    assert [row[-1] for row in told] == [f"a.xlsx|名单|{number}" for number in range(2, 42)]
    with zipfile.ZipFile(target) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
        comments = archive.read("xl/comments1.xml").decode("utf-8")
    assert re.findall(r'<row r="(\d+)"', text) == [str(number) for number in range(1, 32)]
    assert re.findall(r'<comment ref="(\w+)"', comments) == [f"D{number}" for number in range(2, 17)]
    bad, plain = (re.findall(rf'<c r="{column}\d+" s="(\d+)"', text)[1:] for column in "DE")
    assert len(bad) == 30 and len(set(bad)) == 1 and set(bad) != set(plain)
    assert not list(tmp_path.glob("faults.*")) and not list(target.parent.glob("*.part"))


def test_the_corrected_workbook_goes_through_and_changes_only_its_rows(folder: Path, tmp_path: Path) -> None:
    write_xlsx(folder / "a.xlsx", [["花名册"], *EXTRA])
    with checked(folder, tmp_path / "1") as found:
        before = kept_rows(found)
        returned = found.give_back()["a_退回.xlsx"]
    rows = correct(sheet_rows(returned, "名单"), FIXES)
    write_xlsx(folder / "a_退回.xlsx", rows, others=[(HINT_SHEET, sheet_rows(returned, HINT_SHEET))])
    with checked(folder, tmp_path / "2") as found:
        after = kept_rows(found)
        assert set(before) < set(after)
        assert sorted(row[0] for row in set(after) - set(before)) == ["P0001", "P0002", "P0004"]
        assert ("P0001", "杨秀梅", "990001198802030212", "valid", "621126100201", "13800000000", "1") in after
        assert found.faults("error") == []
        assert [row[3] for row in found.faults("corrected")] == ["corrected"] * 3
        assert found.count("raw_poor") == len(after) + 3
        assert "名单" not in CalamineWorkbook.from_path(str(found.give_back()["a_退回.xlsx"])).sheet_names


def test_a_row_that_is_still_wrong_is_told_once_from_its_newest_file(folder: Path, tmp_path: Path) -> None:
    write_xlsx(folder / "a.xlsx", [["花名册"], *EXTRA])
    with checked(folder, tmp_path / "1") as found:
        returned = found.give_back()["a_退回.xlsx"]
    half = {key: FIXES[key] for key in ("a.xlsx|名单|4",)}
    write_xlsx(folder / "a_退回.xlsx", correct(sheet_rows(returned, "名单"), half))
    with checked(folder, tmp_path / "2") as found:
        open_rows = found.engine.rows(
            "select src, src_row, col from faults where level = 'error' order by 1, 2"
        )
        assert open_rows == [("a_退回.xlsx", 3, "name"), ("a_退回.xlsx", 4, "person_no")]
        second = found.give_back()["a_退回_退回.xlsx"]
        assert sheet_rows(second, "名单")[0] == [*HEADERS, "备注", *ADDED]


def test_delivering_a_corrected_file_twice_changes_nothing(folder: Path, tmp_path: Path) -> None:
    write_xlsx(folder / "a.xlsx", [["花名册"], *EXTRA])
    with checked(folder, tmp_path / "1") as found:
        returned = found.give_back()["a_退回.xlsx"]
    write_xlsx(folder / "a_退回.xlsx", correct(sheet_rows(returned, "名单"), FIXES))
    with checked(folder, tmp_path / "2") as found:
        once = kept_rows(found)
    shutil.copyfile(folder / "a_退回.xlsx", folder / "copy.xlsx")
    write_csv(folder / "part.csv", correct(sheet_rows(returned, "名单"), FIXES)[:3])
    with checked(folder, tmp_path / "3") as found:
        assert kept_rows(found) == once
        assert found.codes() == ["same_file"] and found.faults("error") == []


def test_a_repeated_key_is_settled_by_the_corrected_row(folder: Path, tmp_path: Path) -> None:
    write_xlsx(folder / "a.xlsx", [HEADERS, poor(5), poor(5, 姓名="王小花")])
    with checked(folder, tmp_path / "1") as found:
        returned = found.give_back()["a_退回.xlsx"]
    write_xlsx(
        folder / "a_退回.xlsx", correct(sheet_rows(returned, "名单"), {"a.xlsx|名单|3": {"人编号": "P0006"}})
    )
    with checked(folder, tmp_path / "2") as found:
        assert found.clean("poor", "person_no, name") == [("P0005", "杨秀梅"), ("P0006", "王小花")]
        assert found.faults("error") == []


@pytest.mark.parametrize(("encoding", "delimiter"), [("gb18030", ","), ("utf-8-sig", ";"), ("utf-16", "\t")])
def test_text_comes_back_in_its_encoding_and_goes_through(
    folder: Path, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    write_csv(folder / "a.csv", EXTRA, encoding, delimiter)
    with checked(folder, tmp_path / "1") as found:
        before = kept_rows(found)
        files = found.give_back()
    with files["a_退回.csv"].open(encoding=encoding, newline="") as stream:
        rows = list(csv.reader(stream, delimiter=delimiter))
    assert rows[0] == [*HEADERS, "备注", *ADDED]
    fixes = {f"a.csv||{int(key[-1]) - 1}": fix for key, fix in FIXES.items()}
    write_csv(folder / "a_退回.csv", correct(rows, fixes), encoding, delimiter)
    shutil.copyfile(files["a_退回_提示.csv"], folder / "a_退回_提示.csv")
    with checked(folder, tmp_path / "2") as found:
        assert {row[0] for row in set(kept_rows(found)) - set(before)} == {"P0001", "P0002", "P0004"}
        assert set(before) < set(kept_rows(found))
        assert found.codes() == [] and found.faults("error") == []


def test_an_18_digit_number_survives_give_back_edit_and_reading(folder: Path, tmp_path: Path) -> None:
    write_xlsx(folder / "a.xlsx", [HEADERS, poor(1, 姓名="")])
    with checked(folder, tmp_path / "1") as found:
        rows = sheet_rows(found.give_back()["a_退回.xlsx"], "名单")
    assert rows[1][5] == "990001198802030212"
    rows[1][3] = "扎西"
    with xlsxwriter.Workbook(str(folder / "b.xlsx")) as book:
        page = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    with checked(folder, tmp_path / "2") as found:
        assert found.clean("poor", "name, id18, id_class") == [("扎西", "990001198802030212", "valid")]


def test_the_same_faults_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_xlsx(folder / "a.xlsx", EXTRA)
    write_csv(folder / "b.csv", [HEADERS, poor(30, 姓名="")])
    written = []
    for turn in ("1", "2"):
        with checked(folder, tmp_path / turn) as found:
            written.append({name: path.read_bytes() for name, path in found.give_back().items()})
    assert written[0] == written[1] and len(written[0]) == 3


def test_a_roster_in_slices_is_the_same_roster(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [poor(number, 姓名="", 证件号码="1.1E+17") for number in range(9)]
    write_xlsx(folder / "a.xlsx", [*EXTRA, *([*row, ""] for row in wrong)])
    written = []
    for turn, slices in (("whole", _SLICES), ("three", _SLICES.replace("// 100000", "// 3"))):
        monkeypatch.setattr("qianxiao.engine.io.givesort._SLICES", slices)
        with checked(folder, tmp_path / turn) as found:
            written.append({name: path.read_bytes() for name, path in found.give_back().items()})
    assert _SLICES.count("// 100000") == 1
    assert written[0] == written[1]
    back = sheet_rows(tmp_path / "three" / "faults" / "a_退回.xlsx", "名单")
    assert [row[-1] for row in back[1:]] == [f"a.xlsx|名单|{n}" for n in (3, 4, 6, *range(8, 17))]


def test_a_roster_wrong_in_every_cell_comes_back_whole_in_little_memory(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The columns stand one to the left of their headings; what may be held is a fraction of what is said."""
    count, out = 25_000, tmp_path / "faults"
    write_csv(folder / "a.csv", [HEADERS, *([*(row := poor(n))[1:], row[0]] for n in range(count))])
    with checked(folder, tmp_path) as found:
        monkeypatch.setattr("qianxiao.engine.io.givesort._SLICES", _SLICES.replace("// 100000", "// 1000000"))
        with pytest.raises(duckdb.OutOfMemoryException):  # control: all reasons at once do not fit
            write_faults(found.engine, found.reads, folder, out, memory="80MB")
        monkeypatch.setattr("qianxiao.engine.io.givesort._SLICES", _SLICES.replace("// 100000", "// 10000"))
        back = write_faults(found.engine, found.reads, folder, out, memory="80MB")[1]
    with back.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    assert [row[-1] for row in rows] == [f"a.csv||{number}" for number in range(2, count + 2)]
    assert all("行政区划代码" in row[-2] for row in rows)


@pytest.mark.cluster
def test_both_engines_read_a_dirty_register_alike(folder: Path, tmp_path: Path) -> None:
    rows = [
        *BAD, poor(0), poor(5, 姓名="别人"), poor(20, 证件号码="９９０００１１９８８０２０３０２１２", 健康状况="残疾、慢性病"),
        poor(21, 证件号码="99000119880203021244B1", 行政区划代码="622429100201"), poor(22, 证件号码="110105491231002"),
        poor(23, 证件号码="990001198802300212", 识别时间="43952"), poor(24, 识别时间="2020年5月1日", 性别="男性"),
        poor(25, 识别时间="2020/5/1 08:30:00", 联系电话="+86 138-0000-0000"), poor(26, 行政区划代码="999999"),
        poor(27, 姓名="买买提·艾力　", 性别="#N/A", 证件号码="无"), poor(28, 证件号码="x", 识别时间="2019-02-29"),
    ]  # fmt: skip
    write_csv(folder / "a.csv", [HEADERS, *rows], "gbk")
    pay = [
        "发放编号",
        "补贴项目",
        "姓名",
        "身份证号",
        "发放地区划",
        "金额(元)",
        "支付日期",
        "支付状态",
        "学期",
    ]
    amounts = ["1,500.00", "１５００元", "1500.005", "-20.5", "0.01"]
    line = ["雨露计划补助", "扎西", "990001198802030212", "6211"]
    write_csv(
        folder / "b.csv",
        [pay, *([f"B{n}", *line, text, "20200501", "已到账", "2020S"] for n, text in enumerate(amounts))],
    )
    results = {}
    for engine in ("duckdb", "spark"):
        with checked(folder, tmp_path / engine, engine, ("payments", "poor")) as found:
            results[engine] = [
                found.engine.rows("select * from clean_poor order by rec_id"),
                found.engine.rows("select * from clean_payments order by rec_id"),
                found.engine.rows("select * from faults order by register, src, src_row, col, fault"),
                found.engine.columns("clean_poor"),
            ]
    assert results["duckdb"] == results["spark"]
    assert len(results["duckdb"][0]) == 11 and len(results["duckdb"][1]) == 4
