"""The files of the demo: the owners' headers, formats and encodings, workbooks with a title above the header."""

from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from qianxiao.demo import deliver
from qianxiao.demo.cli import generate
from qianxiao.demo.settings import load

FILES = load("files")["registers"]


def headers(register: str) -> list[str]:
    return [str(column["zh"]) for column in deliver.layout(register)]


def test_a_village_is_all_workbooks_with_the_owners_headers(village_world: Path) -> None:
    folder = village_world / "registers" / "2020-06"
    found = sorted(folder.iterdir())
    assert {path.suffix for path in found} == {".xlsx"}
    names = {part["stem"]: (register, part["title"]) for register, part in FILES.items()}
    assert len(found) >= len(names) - 1  # no decisions are taken in some villages
    for path in found:
        register, title = names[path.stem]
        table = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        top = 1 if title else 0
        if title:
            assert table[0][0] == title
        assert table[top] == headers(register)
        assert len(table) > top + 1


def test_a_county_mixes_formats_and_encodings(tmp_path: Path) -> None:
    generate("county", 5, tmp_path / "w", [202006], people=1500)
    folder = tmp_path / "w" / "registers" / "2020-06"
    poor = (folder / "建档立卡贫困人口.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        poor.decode("utf-8")
    assert poor.decode("gbk").splitlines()[0].split(",") == headers("poor")
    assert (folder / "补贴发放.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (folder / "就业信息.parquet").read_bytes()[:4] == b"PAR1"
    assert (folder / "技工院校学生学籍.xlsx").exists()


def test_labels_not_codes_and_money_with_two_decimals(small_world: Path) -> None:
    folder = small_world / "registers" / "2020-06"
    with duckdb.connect() as con:
        sexes = con.execute(
            f"SELECT DISTINCT 性别 FROM '{folder}/建档立卡贫困人口.parquet' ORDER BY 1"
        ).fetchall()
        odd = con.execute(
            f"""SELECT count(*) FROM '{folder}/补贴发放.parquet' WHERE NOT regexp_full_match("金额(元)", '[0-9]+[.][0-9]{{2}}')"""
        ).fetchall()
        styles = con.execute(
            f"SELECT count(DISTINCT regexp_replace(识别时间, '[0-9]', '', 'g')) FROM '{folder}/建档立卡贫困人口.parquet'"
        ).fetchall()
    assert sexes == [("女",), ("男",)]
    assert odd == [(0,)]
    assert int(styles[0][0]) >= 4


def test_workbooks_give_way_to_csv_when_too_long() -> None:
    limit = int(load("files")["xlsx_rows"])
    assert deliver.file_kind("trainees", "county", "mixed", limit) == "xlsx"
    assert deliver.file_kind("trainees", "county", "mixed", limit + 1) == "csv"
    assert deliver.file_kind("poor", "province", "mixed", 5_000_000) == "parquet"


def test_a_nation_is_delivered_by_province_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    generate("nation", 1, tmp_path / "n", [202006], people=9000, region="54", wanted="csv")
    month = tmp_path / "n" / "registers" / "2020-06"
    first = month / "54" / "建档立卡贫困人口.csv"
    first.write_bytes(b"touched")  # a province that is complete is not built again
    counts = generate("nation", 1, tmp_path / "n", [202006], people=9000, region="54,62", wanted="csv")
    assert first.read_bytes() == b"touched"
    assert sorted(path.name for path in month.iterdir()) == ["54", "62"]
    with duckdb.connect() as con:
        people = con.execute(
            f"SELECT count(*), count(DISTINCT id18), count(DISTINCT person_no) FROM '{tmp_path}/n/truth/people_*.parquet'"
        ).fetchall()[0]
    assert people[0] == people[1] == people[2] >= counts["poor"] * 0.95
    generate("nation", 2, tmp_path / "n", [202006], people=9000, region="54", wanted="csv")
    assert first.read_bytes() != b"touched"  # another seed is another nation


def test_people_trained_in_another_province_stand_in_its_files_and_in_their_own_register(
    tmp_path: Path,
) -> None:
    generate("nation", 5, tmp_path, [202006], people=500_000, region="54,62", wanted="parquet")
    month = tmp_path / "registers" / "2020-06"
    stem, ending = FILES["trainees"]["stem"], load("files")["elsewhere"]
    with duckdb.connect() as con:
        con.execute(f"CREATE VIEW handed AS FROM '{month}/*/{stem}{ending}.parquet'")
        con.execute(f"CREATE VIEW truth AS FROM '{tmp_path}/truth/links_*_elsewhere.parquet'")
        con.execute(f"CREATE VIEW people AS FROM '{month}/*/{FILES['poor']['stem']}.parquet'")
        con.execute(f"CREATE VIEW schools AS FROM '{month}/*/{FILES['schools']['stem']}.parquet'")
        unknown = con.execute(
            "SELECT count(*) FROM handed h ANTI JOIN truth t ON t.register = 'trainees' AND t.rec_id = h.学员编号"
        ).fetchall()
        strangers = con.execute(
            "SELECT count(*) FROM truth t ANTI JOIN people p ON p.人编号 = t.person_no WHERE t.person_no IS NOT NULL"
        ).fetchall()
        nowhere = con.execute(
            "SELECT count(*) FROM handed h ANTI JOIN schools s ON s.统一社会信用代码 = h.机构代码"
        ).fetchall()
        rows = con.execute("SELECT count(*) FROM handed").fetchall()
        twice = con.execute(
            f"SELECT count(*) FROM handed SEMI JOIN '{month}/*/{stem}.parquet' USING (学员编号)"
        ).fetchall()
    assert rows > [(0,)]
    assert unknown == strangers == nowhere == twice == [(0,)]
