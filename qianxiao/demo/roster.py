"""`qianxiao demo roster`: a dirty roster of registered people to bring in through the pages, and what is planted in it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from qianxiao.base.idno import CHECK_CHARS, check_char
from qianxiao.demo.settings import load
from qianxiao.engine.io.layouts import layouts

_WHOLE = 10_000
Cells = dict[str, str]


def _draw(seed: int, number: int, what: str, size: int) -> int:
    """A number below `size` that depends on nothing but its names."""
    digest = hashlib.sha256(f"{seed}|{number}|{what}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % size


def _damage(seed: int, number: int) -> str:
    """What is wrong with a row, '' for most. The first rows are good: some damage needs a row before it."""
    left = _draw(seed, number, "damage", _WHOLE) if number > 1 else _WHOLE
    for kind, share in load("roster")["damage"].items():
        left -= int(share)
        if left < 0:
            return str(kind)
    return ""


def _person(seed: int, number: int) -> Cells:
    """A good row by the layout's columns."""
    told = load("roster")

    def one(name: str) -> str:
        return str(told[name][_draw(seed, number, name, len(told[name]))])

    year, month = 1950 + _draw(seed, number, "year", 55), 1 + _draw(seed, number, "month", 12)
    sex = _draw(seed, number, "sexes", 2)
    # the serial's last digit tells the sex; the place is one no place has, so that nobody is meant
    first17 = f"99{number // 500 % 10000:04d}{year}{month:02d}{1 + number % 28:02d}{number % 50:02d}{1 if sex == 0 else 2}"
    town, village = one("towns"), _draw(seed, number, "village", 9)
    return {
        "person_no": f"{told['county']}2020{number:08d}", "hh_no": f"{told['county']}{number // 4:08d}",
        "region": f"{told['county']}{town}{200 + village}", "village": one("villages") + "村",
        "name": one("surnames") + one("given"), "sex": str(told["sexes"][sex]), "id_no": first17 + check_char(first17),
        "relation": str(told["relations"][number % 4]), "ethnic": "汉族", "edu": one("schooling"), "in_school": "非在校生",
        "health": "健康", "labour": "普通劳动力", "phone": f"139{_draw(seed, number, 'phone', 10**8):08d}",
        "hh_attr": "一般贫困户", "cause": "缺技术", "exit_status": "已脱贫", "exit_year": str(2016 + number % 4),
        "identified_on": f"2014-{month:02d}-01", "hukou_type": "农业", "bank_acct": f"62170{number:014d}",
    }  # fmt: skip


def _damaged(kind: str, row: Cells, before: Cells, county: str, neighbour: str) -> Cells:
    """The row with its damage."""
    number = row["id_no"]
    wrong = CHECK_CHARS[(CHECK_CHARS.index(number[-1]) + 1) % 10]
    changes: dict[str, Cells] = {
        "digits_lost": {"id_no": f"{number[0]}.{number[1:6]}E+17"},
        "missing": {"name": ""},
        "not_yours": {"region": row["region"].replace(county, neighbour, 1)},
        "duplicate_key": {"person_no": before["person_no"]},
        "duplicate_same": before,
        "invisible": {"name": row["name"][0] + "\u200b" + row["name"][1:]},
        "region_form": {"region": row["village"]},
        "id_check": {"id_no": number[:-1] + wrong},
        "no_number": {"id_no": ""},
        "twin": {"id_no": before["id_no"]},
    }
    return row | changes.get(kind, {})


def rows(seed: int, count: int) -> Iterator[tuple[str, Cells]]:
    """(damage, cells) of each row."""
    told = load("roster")
    before = _person(seed, 0)
    clean = True
    for number in range(count):
        kind = _damage(seed, number)
        if kind in ("duplicate_key", "duplicate_same", "twin") and not clean:
            kind = ""  # two kinds of damage in one pair could not be told apart
        row = _person(seed, number)
        yield kind, _damaged(kind, row, before, told["county"], told["neighbour"])
        before, clean = row, not kind


def write_roster(target: Path, count: int, seed: int) -> Counter[str]:
    """Write the workbook, and `<name>.truth.json` with the rows of each damage; returns how many there are."""
    target.parent.mkdir(parents=True, exist_ok=True)
    columns = layouts()["poor"].columns
    planted: dict[str, list[int]] = {}
    options = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        page = book.add_worksheet(layouts()["poor"].zh)
        text = book.add_format({"num_format": "@"})
        page.set_column(0, len(columns) - 1, 14, text)
        page.write_row(0, 0, [column.zh for column in columns], text)
        for number, (kind, cells) in enumerate(rows(seed, count), start=1):
            for place, column in enumerate(columns):
                if value := cells.get(column.name):
                    page.write_string(number, place, value, text)
            if kind:
                planted.setdefault(kind, []).append(number + 1)
    told = target.with_suffix(".truth.json")
    told.write_text(json.dumps({"rows": count, "planted": planted}, indent=1), encoding="utf-8")
    return Counter({kind: len(found) for kind, found in planted.items()})
