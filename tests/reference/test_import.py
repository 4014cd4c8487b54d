"""The import of regions: what counts as the same place, and what a small package becomes (X-02)."""

from pathlib import Path

import pytest

from qianxiao.ops.reference_import.history import OPEN, Use, find_successors, stem, uses
from qianxiao.ops.reference_import.package_list import current_regions, villages


def _use(code: str, first: int, last: int, name: str) -> Use:
    return Use(code, first, last, name, name)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("泸水县", "泸水"),
        ("泸水市", "泸水"),
        ("清新县", "清新"),
        ("定西地区", "定西"),
        ("黔江土家族苗族自治县", "黔江"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏柯尔克孜"),
        ("隆林各族自治县", "隆林"),
        ("沙县", "沙县"),
    ],
)
def test_the_stem_is_the_name_without_its_kind(name: str, short: str) -> None:
    assert stem(name) == short


def test_a_follower_begins_when_the_old_code_ends() -> None:
    old = _use("620001", 0, 2003, "甲县")
    new = _use("620101", 2003, OPEN, "甲县")
    later = _use("620102", 2010, OPEN, "甲县")
    elsewhere = _use("630101", 2003, OPEN, "甲县")
    assert find_successors([old, new, later, elsewhere]) == {old: (new, "same-name")}


def test_two_places_of_one_name_give_no_follower() -> None:
    old = _use("620001", 0, 2003, "甲县")
    twins = [_use("620101", 2003, OPEN, "甲县"), _use("620201", 2003, OPEN, "甲县")]
    assert find_successors([old, *twins]) == {}


def test_a_stem_is_no_proof_when_another_place_has_the_full_name() -> None:
    county, district = _use("620001", 0, 2003, "赤山县"), _use("620002", 0, 2003, "赤山区")
    after = _use("620101", 2003, OPEN, "赤山县")
    assert find_successors([county, district, after]) == {county: (after, "same-name")}


def test_a_city_does_not_become_a_county() -> None:
    city, county = _use("620001", 0, 2003, "赤山市"), _use("620101", 2003, OPEN, "赤山县")
    assert find_successors([city, county]) == {}
    grown = _use("620181", 2003, OPEN, "赤山市")
    lesser = _use("620021", 0, 2003, "赤山县")
    assert find_successors([lesser, grown]) == {lesser: (grown, "same-stem")}


def test_a_change_of_name_is_no_change_of_code() -> None:
    known = {use.code: use for use in uses() if use.last == OPEN}
    assert known["420600"].first_name != known["420600"].name == "襄阳市"
    codes = [use.code for use in uses()]
    assert codes.count("511400") == 2  # given to two places, years apart


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of one county and one prefecture without counties."""
    lists = {
        "provinces": ["code,name", '99,"试省"'],
        "cities": ["code,name,provinceCode", '9901,"甲市",99', '9919,"无县市",99'],
        "areas": ["code,name,cityCode,provinceCode", '990101,"甲县",9901,99', '991900,"无县市",9919,99'],
        "streets": [
            "code,name,areaCode,provinceCode,cityCode",
            '990101100,"甲镇",990101,99,9901',
            '991900100,"乙镇",991900,99,9919',
        ],
        "villages": [
            "code,name,streetCode,provinceCode,cityCode,areaCode",
            '990101100201,"甲村",990101100,99,9901,990101',
            '991900100201,"乙村",991900100,99,9919,991900',
        ],
    }
    (tmp_path / "dist").mkdir()
    for name, lines in lists.items():
        (tmp_path / "dist" / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_a_place_without_county_level_is_one_line(package: Path) -> None:
    lines = {(one.code, one.level, one.parent) for one in current_regions(package)}
    assert lines == {
        ("990000", 1, ""),
        ("990100", 2, "990000"),
        ("991900", 2, "990000"),
        ("990101", 3, "990100"),
        ("990101100", 4, "990101"),
        ("991900100", 4, "991900"),
    }


def test_villages_are_those_of_the_places_asked_for(package: Path) -> None:
    assert [(one.code, one.level, one.parent) for one in villages(package, ("990101",))] == [
        ("990101100201", 5, "990101100")
    ]
