"""Regions through time and tagged areas: X-02, 20-01-01, 19-07-02, 19-00-01."""

from collections import Counter

import pytest

from qianxiao.base.paths import REFERENCE
from qianxiao.base.reference import (
    REGION_TYPES,
    area_tag_rows,
    area_tags,
    counties,
    current_code,
    region_names,
    regions_path,
    successor_map,
    tag_counties,
    units,
    village_paths,
)
from qianxiao.base.tables import read_table

MAY_2020 = 20200531

# Present county, the codes it had before. A second witness beside the shipped files.
RENUMBERED = {
    "451228": ["452730"],
    "451229": ["452731"],
    "451225": ["452723"],
    "450226": ["452228"],
    "450225": ["452229"],
    "451031": ["452631"],
    "451026": ["452627"],
    "451028": ["452629"],
    "520526": ["522427"],
    "520527": ["522428"],
    "520525": ["522426"],
    "520627": ["522228"],
    "520425": ["522530"],
    "530326": ["532233"],
    "530627": ["532128"],
    "530828": ["532729"],
    "530724": ["533224"],
    "533301": ["533321"],
    "621121": ["622424"],
    "621126": ["622429", "622622"],
    "621223": ["622623"],
    "621225": ["622627", "622527"],
    "621226": ["622628", "622526"],
    "621027": ["622827"],
    "640422": ["642223"],
}


def test_units_are_32_with_the_corps_outside_the_region_tree() -> None:
    listed = units()
    assert [unit.ordinal for unit in listed] == list(range(1, 33))
    assert len({unit.code for unit in listed}) == len({unit.zh for unit in listed}) == 32
    corps = [unit for unit in listed if not unit.region]
    assert [(unit.code, unit.zh) for unit in corps] == [("66", "新疆生产建设兵团")]
    assert all(counties()[unit.region].name == unit.zh for unit in listed if unit.region)
    provinces = {county.code for county in counties().values() if county.level == 1}
    assert provinces == {unit.region for unit in listed if unit.region}


def test_region_file_has_one_line_per_code_and_complete_parents() -> None:
    rows = [row for path in (regions_path(), *village_paths()) for row in read_table(path)]
    codes = {row["code"] for row in rows}
    assert len(codes) == len(rows)
    assert all(list(row) == list(REGION_TYPES) for row in rows[:1])
    assert {row["code"] for row in rows if row["parent"] and row["parent"] not in codes} == set()
    assert {row["code"] for row in rows if row["successor"] and row["successor"] not in codes} == set()
    assert {row["code"] for row in rows if int(row["valid_from"]) > int(row["valid_to"])} == set()
    lengths = {(int(row["level"]), len(row["code"])) for row in rows}
    assert lengths == {(1, 6), (2, 6), (3, 6), (4, 9), (5, 12)}
    assert Counter(row["level"] for row in rows)["4"] > 41_000


@pytest.mark.parametrize(("today", "before"), RENUMBERED.items())
def test_renumbered_counties_resolve(today: str, before: list[str]) -> None:
    assert [current_code(old, MAY_2020) for old in before] == [today] * len(before)
    assert {counties()[old].name[:2] for old in before} == {counties()[today].name[:2]}


def test_all_25_renumbered_counties_are_among_the_52() -> None:
    assert len(RENUMBERED) == 25
    assert set(RENUMBERED) <= tag_counties("52", MAY_2020)


def test_a_2010_code_resolves_to_todays_county() -> None:
    assert current_code("522427", 20101231) == "522427"  # 威宁 before 2011
    assert current_code("522427", MAY_2020) == "520526"
    assert current_code("110103") == "110101"  # 崇文, merged in 2010
    assert current_code("522427101201", MAY_2020) == "520526101201"


def test_a_code_resolves_to_the_code_of_that_day_not_of_today() -> None:
    assert current_code("622622", 19900101) == "622429"
    assert current_code("513425", MAY_2020) == "513425"  # 会理 became a city in 2021
    assert current_code("513425", 20220101) == "513402"
    assert current_code("410322", MAY_2020) == "410322"  # 孟津
    assert current_code("999999") is None
    assert current_code("62112") is None


@pytest.mark.parametrize("day", [20190630, MAY_2020, 20210630])
def test_followers_are_in_force_and_never_replace_a_code_in_force(day: int) -> None:
    for old, new in successor_map(day).items():
        assert counties()[old].valid_to < day <= counties()[new].valid_to


def test_a_code_given_away_again_is_no_follower() -> None:
    """511400 was 涪陵市 until 1997 and is 眉山市 since 2000; 511421 was 垫江县 in between, then 仁寿县."""
    assert counties()["512300"].successor == ""
    assert counties()["512322"].successor == "500231"
    ended = [county for county in counties().values() if county.successor]
    assert len(ended) > 2_500
    assert all(counties()[one.successor].valid_to >= one.valid_to for one in ended)
    late = [one for one in ended if counties()[one.successor].valid_from > one.valid_to + 10_000]
    assert {one.name for one in late} == {"垫江县", "丰都县", "武隆县"}


def test_counties_without_county_level_keep_their_townships() -> None:
    towns = {row["parent"] for row in read_table(regions_path()) if row["level"] == "4"}
    assert {"441900", "442000", "460400"} <= towns
    assert {counties()[code].level for code in ("441900", "442000", "460400")} == {2}


def test_the_52_counties_by_province() -> None:
    by_province = Counter(code[:2] for code in tag_counties("52", MAY_2020))
    assert by_province == {"45": 8, "51": 7, "52": 9, "53": 9, "62": 8, "64": 1, "65": 10}
    assert tag_counties("52", 20201123) != frozenset()
    assert tag_counties("52", 20201124) == frozenset()


def test_every_tagged_area_is_a_region() -> None:
    assert {tag.name for tag in area_tags() if counties()[tag.code].name != tag.name} == set()


def test_three_regions_three_prefectures_count_no_county_twice() -> None:
    whole = tag_counties("3q3z", MAY_2020)
    parts = [tag_counties(f"3q3z-{part}", MAY_2020) for part in ("xizang", "nanjiang", "zangqu", "sanzhou")]
    assert frozenset().union(*parts) == whole
    # 木里 is a Tibetan county inside 凉山: in two parts, once in the whole.
    assert sum("513422" in part for part in parts) == 2
    assert sum(len(part) for part in parts) == len(whole) + 1
    assert {"513422", "620623"} <= whole
    assert "620602" not in whole  # 凉州, the neighbour of 天祝 in 武威
    assert len({code[:4] for code in whole} - {"6206"}) == 24
    assert len({code for code in whole if code[4] != "7"}) == 212  # 7: development zones of the statistics
    rows = area_tag_rows()
    assert len({(tag, code) for tag, code, _, _ in rows}) == len(rows)
    assert {counties()[code].level for _, code, _, _ in rows} == {3}


def test_an_unknown_tag_is_refused() -> None:
    with pytest.raises(KeyError):
        tag_counties("no such tag", MAY_2020)


def test_names_of_codes_of_every_level() -> None:
    named = region_names(["620000", "621126", "622429", "621126100", "999999"])
    assert named == {"620000": "甘肃省", "621126": "岷县", "622429": "岷县", "621126100": "岷阳镇"}


def test_villages_of_gansu_and_of_the_52_counties() -> None:
    held = {row["code"][:6] for path in village_paths() for row in read_table(path)}
    assert tag_counties("52", MAY_2020) <= held
    names = region_names(["621126100201"])
    assert set(names) == {"621126100201"}


def test_shipped_reference_data_stays_small() -> None:
    assert sum(path.stat().st_size for path in REFERENCE.rglob("*") if path.is_file()) < 3_000_000
