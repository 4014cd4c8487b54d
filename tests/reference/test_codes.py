"""Code tables: unique codes, no spelling that means two things (facts §3)."""

import pytest

from qianxiao.base.paths import REFERENCE
from qianxiao.base.reference import all_codes_rows, code_table, code_tables


def test_every_file_is_a_listed_table_and_every_table_a_file() -> None:
    files = {path.stem for path in (REFERENCE / "codes").glob("*.csv")} - {"_tables"}
    assert files == set(code_tables())


@pytest.mark.parametrize("table", sorted(code_tables()))
def test_codes_and_labels_are_unique_and_in_two_languages(table: str) -> None:
    lines = (REFERENCE / "codes" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    codes = code_table(table)
    assert len(codes) == len(lines) - 1 > 0
    assert len({one.zh for one in codes.values()}) == len(codes)
    assert len({one.en for one in codes.values()}) == len(codes)
    assert all(one.zh and one.en for one in codes.values())


def test_a_spelling_means_one_code() -> None:
    meant: dict[tuple[str, str], str] = {}
    for table, code, _, _, spelling in all_codes_rows():
        assert meant.setdefault((table, spelling), code) == code, (table, spelling)


def test_a_table_that_does_not_exist_is_refused() -> None:
    for name in ("nothing", "_tables", "../units"):
        with pytest.raises(KeyError):
            code_table(name)
