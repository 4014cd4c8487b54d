"""What owners deliver is read whatever it looks like, or told in two languages with the remedy; nothing is lost."""

import datetime as dt
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from qianxiao.engine.io import child
from qianxiao.engine.io.read import FileRead, read_folder
from tests.io.compound import encrypted_workbook
from tests.io.world import HEADERS, checked, poor, write_csv, write_xlsx

ROWS = [HEADERS, *(poor(number) for number in range(5))]


def read(folder: Path, tmp_path: Path) -> list[FileRead]:
    return read_folder(folder, tmp_path / "raw", tmp_path / "texts", lambda line: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    return path


def raw(tmp_path: Path, columns: str = "*") -> list[tuple[object, ...]]:
    return duckdb.sql(
        f"SELECT {columns} FROM '{tmp_path}/raw/poor.parquet' ORDER BY file_no, src_row"
    ).fetchall()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_in_any_encoding_and_delimiter(
    folder: Path, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    write_csv(folder / "名单.csv", ROWS, encoding, delimiter)
    [found] = read(folder, tmp_path)
    assert (found.register, found.rows, found.failed) == ("poor", 5, False)
    assert raw(tmp_path, "name, id_no, src_row")[1] == ("杨秀梅", "990001198802030212", 3)


def test_workbook_with_merged_titles_notes_and_hidden_sheets(folder: Path, tmp_path: Path) -> None:
    titles = [["岷县建档立卡贫困人口花名册"], [], ["填报单位：岷县", "", "2020 年 5 月"]]
    write_xlsx(
        folder / "a.xlsx", titles + ROWS, others=[("填表说明", [["1. 不得漏填"], ["2. 姓名", "身份证"]])]
    )
    reads = read(folder, tmp_path)
    assert [(item.sheet, item.register, item.rows) for item in reads] == [
        ("名单", "poor", 5),
        ("填表说明", None, 0),
    ]
    assert [problem.code for problem in reads[1].problems] == ["sheet_ignored"]
    assert raw(tmp_path, "src, sheet, src_row, person_no")[0] == ("a.xlsx", "名单", 5, "P0000")


def test_headers_by_alias_width_space_and_bracket(folder: Path, tmp_path: Path) -> None:
    renamed = [
        "人员编号",
        "户编号",
        "区划 代码",
        "姓　名",
        "性别",
        "公民身份号码（必填）",
        "电话",
        "人员识别时间",
        "健康状况",
    ]
    renamed[5] = "＊身份证号码"
    write_xlsx(folder / "a.xlsx", [renamed, *ROWS[1:]])
    [found] = read(folder, tmp_path)
    assert found.register == "poor" and not found.failed
    assert raw(tmp_path, "id_no, phone, region")[0] == ("990001200305170126", "13800000000", "621126100201")


def test_cells_become_the_text_a_person_saw(folder: Path, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(folder / "a.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADERS)
        page.write_row(1, 0, poor(1)[:5])
        page.write_number(1, 5, 110105194912310021)
        page.write_number(1, 6, 13800000000)
        page.write_datetime(1, 7, dt.datetime(2014, 5, 1), book.add_format({"num_format": "yyyy/m/d"}))  # noqa: DTZ001
        page.write_formula(1, 8, '="健"&"康"', value="健康")
        page.write_row(2, 0, poor(2)[:3])
        page.write_formula(2, 3, "=VLOOKUP(A1,B:C,2,0)", value="#N/A")
        page.write_formula(2, 4, "=B1", value="")
    read(folder, tmp_path)
    first, second = raw(tmp_path, "id_no, phone, identified_on, health, name, sex")
    assert first == ("1.1010519491231E+17", "13800000000", "2014-05-01", "健康", "杨秀梅", "女")
    assert second[4:] == ("#N/A", "#N/A")


def test_merged_cells_down_a_column_hold_for_every_row(folder: Path, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(folder / "a.xlsx")) as book:
        page = book.add_worksheet()
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
        page.merge_range(1, 1, 3, 1, "H9999")
    read(folder, tmp_path)
    assert [row[0] for row in raw(tmp_path, "hh_no")] == ["H9999"] * 3 + ["H0001", "H0001"]


def test_blank_lines_and_quoted_line_breaks_keep_row_numbers(folder: Path, tmp_path: Path) -> None:
    lines = [",".join(map(str, row)) for row in ROWS]
    lines[2] = lines[2].replace("杨秀梅", '"杨秀\n梅"')
    (folder / "a.csv").write_text(
        "名单\n\n" + "\n".join(lines[:3]) + "\n\n" + "\n".join(lines[3:]), encoding="utf-8"
    )
    [found] = read(folder, tmp_path)
    assert found.rows == 5
    assert [row[0] for row in raw(tmp_path, "src_row")] == [4, 5, 7, 8, 9]


def test_parquet_by_chinese_or_column_names(folder: Path, tmp_path: Path) -> None:
    duckdb.sql(
        "COPY (SELECT 'P1' AS 人编号, 'H1' AS 户编号, '621126' AS 行政区划代码, '扎西' AS 姓名, DATE '2014-05-01' AS 识别时间)"
        f" TO '{folder}/a.parquet'"
    )
    duckdb.sql(
        f"COPY (SELECT 'P2' AS person_no, 'H1' AS hh_no, '621126' AS region, '卓玛' AS name) TO '{folder}/b.parquet'"
    )
    assert [(item.register, item.rows) for item in read(folder, tmp_path)] == [("poor", 1), ("poor", 1)]
    assert raw(tmp_path, "name, identified_on") == [("扎西", "2014-05-01"), ("卓玛", None)]


def test_every_register_exists_even_when_nothing_came(folder: Path, tmp_path: Path) -> None:
    assert read(folder, tmp_path) == []
    assert len(list((tmp_path / "raw").glob("*.parquet"))) == 13
    assert raw(tmp_path) == []


def bad_inputs(folder: Path) -> dict[str, str]:
    """One file for each way of going wrong → code of the message."""
    write_xlsx(folder / "wrong_sheet.xlsx", [["商品", "单价", "数量"], ["苹果", 3, 4]])
    write_xlsx(
        folder / "renamed.xlsx", [[h if h != "行政区划代码" else "所属地区" for h in HEADERS], *ROWS[1:]]
    )
    (folder / "empty.xlsx").write_bytes(b"")
    write_xlsx(folder / "blank.xlsx", [])
    write_xlsx(folder / "only_header.xlsx", ROWS[:1])
    (folder / "empty.csv").write_bytes(b"")
    (folder / "locked.xlsx").write_bytes(encrypted_workbook())
    (folder / "torn.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 500)
    (folder / "binary.csv").write_bytes(bytes([0x81, 0xFF, 0xFF, 0x20]) * 50)
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4")
    write_xlsx(folder / "both.xlsx", [["记录编号", "姓名", "身份证号"], ["1", "扎西", "x"]])
    return {
        "wrong_sheet.xlsx": "no_sheet", "renamed.xlsx": "column_missing", "empty.xlsx": "empty", "blank.xlsx": "empty",
        "only_header.xlsx": "empty", "empty.csv": "empty", "locked.xlsx": "password", "torn.xlsx": "unreadable",
        "binary.csv": "encoding", "scan.pdf": "unknown_kind", "both.xlsx": "ambiguous",
    }  # fmt: skip


def test_bad_files_are_told_in_two_languages_and_the_good_one_is_read(folder: Path, tmp_path: Path) -> None:
    expected = bad_inputs(folder)
    write_csv(folder / "good.csv", ROWS, "gbk")
    shutil.copyfile(folder / "good.csv", folder / "good_copy.csv")
    write_xlsx(folder / "good_again.xlsx", ROWS)
    with checked(folder, tmp_path) as found:
        told = {item.file: item for entry in found.reads for item in entry.problems if item.level == "error"}
        assert {name: told[name].code for name in expected} == expected
        assert told["good_copy.csv"].code == "same_file" and told["good_again.xlsx"].code == "same_file"
        for item in told.values():
            assert item.file in item.zh and item.file in item.en
            assert "请" in item.zh and item.en.count(".") >= 2
        assert found.count("clean_poor") == 5
        files = found.give_back()
        kept = {name.removeprefix("未读/") for name in files if name.startswith("未读/")}
        assert kept == {name for name, code in expected.items() if code != "empty"}
        assert all((folder / name).read_bytes() == files[f"未读/{name}"].read_bytes() for name in kept)


def test_a_renamed_column_is_named_with_its_row_and_the_nearest_header(folder: Path, tmp_path: Path) -> None:
    renamed = ["区划地址代码" if header == "行政区划代码" else header for header in HEADERS]
    write_xlsx(folder / "a.xlsx", [["花名册"], renamed, *ROWS[1:]])
    [found] = read(folder, tmp_path)
    [problem] = [item for item in found.problems if item.level == "error"]
    assert (problem.code, problem.sheet, problem.row, problem.column) == (
        "column_missing",
        "名单",
        2,
        "行政区划代码",
    )
    assert "区划地址代码" in problem.zh and "第 2 行" in problem.zh and "row 2" in problem.en


def test_a_zip_bomb_is_refused_before_it_is_opened(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {**child.settings(), "unpacked_mb": 1}
    monkeypatch.setattr(child, "settings", lambda: limits)
    with zipfile.ZipFile(folder / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (3 << 20))
    [found] = read(folder, tmp_path)
    assert [item.code for item in found.problems] == ["too_large"]


def test_a_reader_that_needs_too_much_memory_is_stopped(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_xlsx(folder / "a.xlsx", ROWS)
    limits = {**child.settings(), "child_memory_mb": 16}
    monkeypatch.setattr(child, "settings", lambda: limits)
    [found] = read(folder, tmp_path)
    assert found.failed and found.register is None


def test_the_same_folder_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_csv(folder / "a.csv", [HEADERS, *(poor(number) for number in range(3000))])
    write_xlsx(folder / "b.xlsx", [HEADERS, *(poor(number) for number in range(3000, 4000))])
    read(folder, tmp_path)
    first = (tmp_path / "raw" / "poor.parquet").read_bytes()
    shutil.rmtree(tmp_path / "raw")
    read(folder, tmp_path)
    assert (tmp_path / "raw" / "poor.parquet").read_bytes() == first
