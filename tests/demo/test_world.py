"""The demo world: same seed same bytes, sizes and ages as stated, numbers that check, names of every group."""

import hashlib
from pathlib import Path

import duckdb
import pytest
from stdnum.cn import uscc

from qianxiao.demo.cli import generate
from qianxiao.demo.settings import load, pools

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def rows(sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return con.execute(sql).fetchall()


def prints(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_same_bytes_other_seed_other_people(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        generate("county", seed, tmp_path / name, [202005], people=900)
    first, again, other = (prints(tmp_path / name) for name in "abc")
    assert first == again
    poor = next(name for name in first if "建档立卡" in name)
    assert first[poor] != other[poor]
    assert not (tmp_path / "a" / ".work").exists()


def test_size_is_about_what_was_asked(small_world: Path) -> None:
    count = rows(f"SELECT count(*) FROM '{small_world}/truth/people.parquet'")[0][0]
    assert isinstance(count, int)
    assert 0.95 * 12_000 < count < 1.05 * 12_000


def test_every_number_is_synthetic_and_checks_before_damage(small_world: Path) -> None:
    people = rows(f"SELECT id18, birth, sex FROM '{small_world}/truth/people.parquet'")
    assert len({number for number, _, _ in people}) == len(people)
    for number, birth, sex in people:
        assert isinstance(number, str)
        assert number.startswith("99")
        assert number[6:14] == f"{birth:%Y%m%d}"
        assert int(number[16]) % 2 == (1 if sex == 1 else 0)
        total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
        assert number[17] == "10X98765432"[total % 11]


def test_organisations_have_valid_credit_codes(small_world: Path) -> None:
    folder = small_world / "registers" / "2020-05"
    codes = rows(f"SELECT 统一社会信用代码 FROM '{folder}/用人单位.parquet'")
    codes += rows(f"SELECT 统一社会信用代码 FROM '{folder}/院校和培训机构.parquet'")
    assert len(codes) > 10
    assert all(isinstance(code, str) and uscc.is_valid(code) and code[2:8] == "990001" for (code,) in codes)


def test_ages_and_sexes_look_like_a_population(small_world: Path) -> None:
    young, old, men = rows(
        f"SELECT avg((age < 16)::INT), avg((age >= 60)::INT), avg((sex = 1)::INT) FROM '{small_world}/truth/people.parquet'"
    )[0]
    assert isinstance(young, float) and isinstance(old, float) and isinstance(men, float)
    assert 0.10 < young < 0.25
    assert 0.13 < old < 0.27
    assert 0.48 < men < 0.56


def test_all_name_groups_appear_and_dotted_names_keep_their_dot(small_world: Path) -> None:
    found = {lang for (lang,) in rows(f"SELECT DISTINCT language FROM '{small_world}/truth/people.parquet'")}
    assert found == {"han", "tibetan", "uyghur", "yi", "hui", "miao", "zhuang", "other"}
    dotted = rows(
        f"SELECT avg(contains(name, '·')::INT) FROM '{small_world}/truth/people.parquet' WHERE language = 'uyghur'"
    )
    assert dotted[0][0] == 1.0


def test_every_pool_fills_its_slots() -> None:
    filled: dict[str, int] = {}
    for pool, start, count, word in pools():
        assert word
        assert start == filled.get(pool, 0)
        filled[pool] = start + count
    assert set(filled.values()) == {4096}


def test_every_mix_is_complete() -> None:
    data = load("people")
    for region, shares in data["mix"].items():
        assert sum(shares.values()) == 1000, region
        assert set(shares) <= set(data["groups"]), region


def test_a_later_month_only_adds(small_world: Path) -> None:
    may, june = (
        small_world / "registers" / month / "职业培训实名制学员.parquet" for month in ("2020-05", "2020-06")
    )
    lost = rows(
        f"SELECT 学员编号, 身份证号, 姓名 FROM '{may}' EXCEPT SELECT 学员编号, 身份证号, 姓名 FROM '{june}'"
    )
    added = rows(f"SELECT 学员编号 FROM '{june}' EXCEPT SELECT 学员编号 FROM '{may}'")
    assert lost == []
    assert added


def test_a_month_that_is_not_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2020-13"):
        generate("county", 1, tmp_path / "x", [202013], people=300)


def test_record_numbers_are_unique_across_the_counties_of_a_province(tmp_path: Path) -> None:
    generate("province", 5, tmp_path, [202005], people=40_000, wanted="parquet")
    doubled = rows(
        f"SELECT register, count(*), count(DISTINCT rec_id) FROM '{tmp_path}/truth/links.parquet'"
        " GROUP BY register HAVING count(*) <> count(DISTINCT rec_id)"
    )
    assert doubled == []
