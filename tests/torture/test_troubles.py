"""Every failure around a close is known by what the system, DuckDB or Java says, and told in both languages."""

import errno
import json
from pathlib import Path

import duckdb
import pytest

from qianxiao.engine.close.troubles import kind_of, record, texts, trouble

OUT = Path("results")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EFBIG, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "not_allowed"),
        (errno.EPERM, "not_allowed"),
        (errno.ENOTDIR, "in_the_way"),
        (errno.EIO, "disk_error"),
        (errno.EMFILE, "too_many_open"),
        (errno.ENOMEM, "no_memory"),
        (errno.ENOENT, "vanished"),
        (errno.ECONNREFUSED, "no_cluster"),
    ],
)
def test_system_errors_go_by_their_number(number: int, kind: str) -> None:
    found = trouble(OSError(number, "words do not matter", "results/x.parquet"), OUT)
    assert found.kind == kind
    assert "{" not in str(found)
    if kind not in ("no_memory", "too_many_open", "no_cluster"):
        assert "results/x.parquet" in found.zh and "results/x.parquet" in found.en


def _failure(sql: str, *settings: str) -> duckdb.Error:
    with duckdb.connect(":memory:") as con:
        for setting in settings:
            con.execute(setting)
        with pytest.raises(duckdb.Error) as caught:
            con.execute(sql).fetchall()
    return caught.value


def test_a_device_that_is_full_is_told_by_duckdb_and_by_python(tmp_path: Path) -> None:
    full = tmp_path / "t.parquet"
    full.symlink_to("/dev/full")
    found = trouble(_failure(f"copy (select range from range(1000000)) to '{full}'"), OUT)
    assert found.kind == "disk_full" and str(full) in found.en
    with pytest.raises(OSError) as caught:
        full.write_bytes(bytes(100_000))
    assert kind_of(caught.value)[0] == "disk_full"


def test_files_cut_off_are_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    duckdb.sql("select range from range(1000)").write_parquet(str(path))
    whole = path.read_bytes()
    for size in (0, 5, len(whole) // 2):
        path.write_bytes(whole[:size])
        found = trouble(_failure(f"select sum(range) from read_parquet('{path}')"), OUT)
        assert found.kind == "damaged" and str(path) in found.zh
    path.unlink()
    assert trouble(_failure(f"from read_parquet('{path}')"), OUT).kind == "vanished"


def test_a_delivered_file_damaged_in_the_middle_is_told_by_its_relative_name() -> None:
    said = 'Invalid Input Error: Failed to read file "registers/2020-05/贫困人口.parquet": ZSTD Decompression failure'
    found = trouble(RuntimeError(said), OUT)
    assert found.kind == "damaged" and "registers/2020-05/贫困人口.parquet" in found.zh


def test_memory_that_runs_out_is_told() -> None:
    settings = ("set memory_limit = '20MB'", "set temp_directory = ''")
    assert trouble(_failure("select list(range) from range(10000000)", *settings), OUT).kind == "no_memory"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("java.io.IOException: No space left on device", "disk_full"),
        ("[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number.", "no_cluster"),
        ("Caused by: java.lang.OutOfMemoryError: Java heap space", "no_memory"),
        ("[CANNOT_READ_FILE_FOOTER] Could not read footer for file: file:/a/b.parquet.", "damaged"),
    ],
)
def test_java_is_known_by_what_it_says(said: str, kind: str) -> None:
    assert trouble(RuntimeError(said), OUT).kind == kind


def test_what_lies_behind_a_librarys_error_counts() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "full", "results/list.xlsx")
        except OSError as system:
            raise RuntimeError("cannot close the workbook") from system
    except RuntimeError as error:
        found = trouble(error, OUT)
    assert found.kind == "disk_full" and "results/list.xlsx" in found.en


def test_an_unknown_error_names_its_kind_and_nobody() -> None:
    found = trouble(ValueError("张三 99010119900101001X"), OUT)
    assert found.kind == "unknown"
    assert "ValueError" in found.en and "张三" not in str(found)
    assert trouble(KeyboardInterrupt(), OUT).kind == "stopped"


def test_a_broken_json_file_is_damage() -> None:
    with pytest.raises(ValueError) as caught:
        json.loads("{")
    assert kind_of(caught.value)[0] == "damaged"


def test_the_record_is_written_or_said_to_be_missing(tmp_path: Path) -> None:
    assert str(tmp_path / "2020-05") in record(ValueError("x"), tmp_path / "2020-05")
    assert "ValueError" in (tmp_path / "2020-05" / "error.log").read_text(encoding="utf-8")
    (tmp_path / "file").touch()
    assert "could not be written" in record(ValueError("x"), tmp_path / "file")


def test_every_sentence_is_there_in_both_languages() -> None:
    for entry in (*texts()["troubles"].values(), *(texts()[name] for name in ("unknown", "stopped"))):
        assert entry["zh"].endswith("。") or "：" in entry["zh"]
        assert entry["en"].endswith(".")
