"""A file that did not change is not parsed again, and nobody can tell from what is left behind."""

import os
import shutil
from pathlib import Path

import pytest

from qianxiao.engine.io import delimited, memory
from qianxiao.engine.io import read as reader
from qianxiao.engine.io.read import FileRead, read_folder
from tests.io.world import HEADERS, checked, poor, write_csv, write_xlsx


class Place:
    """A folder of registers, what is read from it, and which files were parsed on the way."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.source, self.raw, self.texts = (tmp_path / name for name in ("in", "raw", "texts"))
        self.source.mkdir()
        self.parsed: list[str] = []
        self.written: list[str] = []
        sheets, write = reader._sheets, reader.write_register
        monkeypatch.setattr(reader, "_sheets", lambda *a: self.parsed.append(a[1].name) or sheets(*a))
        monkeypatch.setattr(
            reader, "write_register", lambda *a: self.written.append(a[1].register) or write(*a)
        )
        write_csv(
            self.source / "a.csv", [HEADERS, *(poor(number) for number in range(40)), [*poor(41), "多"]]
        )
        write_xlsx(self.source / "b.xlsx", [HEADERS, *(poor(number) for number in range(50, 60))])
        write_csv(self.source / "c.csv", [["证书编号", "奇怪"], ["1", "2"]])

    def read(self, earlier: Path | None = None) -> list[FileRead]:
        self.parsed.clear()
        self.written.clear()
        return read_folder(self.source, self.raw, self.texts, lambda line: None, earlier)

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.raw.glob("*.parquet")}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def test_a_second_reading_parses_and_writes_nothing(place: Place) -> None:
    first, files = place.read(), place.files()
    assert sorted(place.parsed) == ["a.csv", "b.xlsx", "c.csv"] and len(place.written) == len(files)
    assert place.read() == first
    assert (place.parsed, place.written, place.files()) == ([], [], files)


def test_give_back_files_are_the_same_after_a_second_reading(place: Place, tmp_path: Path) -> None:
    given = []
    for _ in range(2):
        with checked(place.source, tmp_path) as found:
            given.append({name: path.read_bytes() for name, path in found.give_back().items()})
        shutil.rmtree(tmp_path / "faults")
    assert given[0] == given[1] and "a_退回.csv" in given[0]
    assert sorted(place.parsed) == ["a.csv", "b.xlsx", "c.csv"]


def test_a_changed_file_is_read_and_only_its_register_written(place: Place, tmp_path: Path) -> None:
    place.read()
    write_csv(place.source / "a.csv", [HEADERS, *(poor(number, 姓名="扎西") for number in range(7))])
    again = place.read()
    assert (place.parsed, place.written) == (["a.csv"], ["poor"])
    files = place.files()
    shutil.rmtree(place.raw)
    assert place.read() == again and place.files() == files


def test_a_register_file_cut_short_is_written_again(place: Place) -> None:
    place.read()
    files = place.files()
    os.truncate(place.raw / "poor.parquet", 100)
    place.read()
    assert place.written == ["poor"] and place.files() == files


def test_texts_that_are_gone_are_made_again(place: Place) -> None:
    first = place.read()
    shutil.rmtree(place.texts)
    assert place.read() == first
    assert (
        sorted(place.parsed) == ["a.csv", "b.xlsx"] and place.written == []
    )  # a.csv is uneven and has a numbered copy


def test_another_reader_reads_anew(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.read()
    monkeypatch.setattr(memory, "reader", lambda: "another")
    place.read()
    assert len(place.parsed) == 3 and "poor" in place.written


def test_what_a_killed_reading_left_half_written_does_not_stay(place: Place, tmp_path: Path) -> None:
    """Torture, trial 8: the next attempt took the register over from last month, and the half file stayed beside it."""
    place.read()
    earlier, half = tmp_path / "earlier", place.raw / "poor.parquet.part"
    shutil.move(place.raw, earlier)
    place.raw.mkdir()
    half.write_bytes(b"PAR1")
    place.read(earlier)
    assert place.written == [] and not half.exists()


def test_the_next_month_takes_over_registers_whose_files_are_the_same(place: Place, tmp_path: Path) -> None:
    write_csv(
        place.source / "培训.csv", [["地区", "月份", "项目", "上报人数"], ["621126", "2020-05", "全部", "3"]]
    )
    place.read()
    april, place.raw, place.texts = place.raw, tmp_path / "raw5", tmp_path / "texts5"
    write_csv(
        place.source / "培训.csv", [["地区", "月份", "项目", "上报人数"], ["621126", "2020-06", "全部", "4"]]
    )
    reads = place.read(april)
    assert place.written == ["reported"] and "培训.csv" in place.parsed
    assert (place.raw / "poor.parquet").samefile(april / "poor.parquet")
    files = place.files()
    shutil.rmtree(place.raw)
    assert place.read() == reads and place.files() == files
    assert {read.rows for read in reads if read.register == "poor"} == {41, 10}


_LATE = {
    "row too long": lambda text: text + "多,".join("x" * 40).encode() + b"\n",
    "blank line": lambda text: text + b"\n" + text.splitlines(keepends=True)[-1],
    "other encoding": lambda text: text.decode().encode("gb18030"),
    "byte of no encoding": lambda text: text[:-40] + b"\xff\xff\xff" + text[-40:],
    "nothing wrong": lambda text: text,
}


_MORE = {"row too long": 1, "blank line": 1}


@pytest.mark.parametrize("late", _LATE)
def test_what_goes_wrong_late_in_a_long_text_is_told_as_in_a_short_one(
    late: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {"姓名": "Lhamo", "性别": "2", "健康状况": "1"}
    rows = [poor(number, **plain) for number in range(3000)]
    headers = ["person_no", "hh_no", "region", "name", "sex", "id_no", "phone", "identified_on", "health"]
    source = tmp_path / "in"
    source.mkdir()
    path = write_csv(source / "a.csv", [headers, *rows, poor(3000)])
    path.write_bytes(_LATE[late](path.read_bytes()))
    write_csv(source / "b.csv", [HEADERS, *(poor(number) for number in range(9000, 9400))])
    monkeypatch.setattr(delimited, "_BLOCK", 4096)
    found = []
    for trusted in (1 << 30, 0):
        monkeypatch.setattr(reader, "TRUSTED", trusted)
        raw = tmp_path / f"raw{trusted}"
        reads = read_folder(source, raw, tmp_path / f"texts{trusted}", lambda line: None)
        told = [(read.name, read.register, read.rows, read.problems) for read in reads]
        found.append((told, (raw / "poor.parquet").read_bytes()))
    assert found[0] == found[1]
    lost = {"byte of no encoding": 400}
    assert sum(rows for _, _, rows, _ in found[0][0]) == lost.get(late, 3401 + _MORE.get(late, 0))
