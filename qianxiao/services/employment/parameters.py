"""Numbers and word lists of the platform: policies/employment.yaml, dated, the most specific region first."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.workdays import after
from qianxiao.base.yamlfile import read_yaml
from qianxiao.office.duties.declared import ymd


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "employment.yaml")
    return told


def _in_force(lines: Iterable[Mapping[str, Any]], day: int, region: str) -> int:
    fits = [one for one in lines if one["from"] <= day <= one.get("to", OPEN_END) and region.startswith(one.get("region", ""))]  # fmt: skip
    if not fits:
        raise LookupError(f"policies/employment.yaml has no value on {day}")
    return int(max(fits, key=lambda one: (len(one.get("region", "")), one["from"]))["value"])


def days(name: str, day: int, region: str = "") -> int:
    """A number of days (fresh, stale, call, again) on a day in a region. Raises LookupError without a value."""
    return _in_force(_file()["days"][name], day, region)


def attempts(day: int, region: str = "") -> int:
    """Dated attempts after which somebody counts as unreachable."""
    return _in_force(_file()["attempts"], day, region)


def ages(day: int) -> tuple[int, int]:
    """First and last year of age of the labour force."""
    told = _file()["ages"]
    return _in_force(told["from"], day, ""), _in_force(told["to"], day, "")


def labour() -> list[str]:
    """Codes of labour_ability whom the platform keeps."""
    return list(_file()["labour"])


def not_student() -> str:
    """The code of in_school of somebody who is no pupil or student."""
    return str(_file()["not_student"])


def by_employer() -> list[str]:
    """Forms of employment that name who employs."""
    return list(_file()["by_employer"])


def quarter_due(year: int, quarter: int) -> int:
    """The last of the first working days of a quarter, yyyymmdd: the work list is empty by then (facts 2.6)."""
    first = date(year, quarter * 3 - 2, 1)
    return after(ymd(first - timedelta(days=1)), _in_force(_file()["quarter_workdays"], ymd(first), ""))


def words(table: str) -> list[tuple[str, str]]:
    """A word list (ways, contracts, insurances, reasons) in the reader's language."""
    return [(code, said(table, code)) for code in _file()[table]]


def said(table: str, code: str) -> str:
    """A word of a list; the code itself where there is none."""
    line = _file()[table].get(code)
    if line is None:
        return code
    told = str(line["en" if (get_language() or "").startswith("en") else "zh"])
    return told[:1].upper() + told[1:]


def before(day: int, n: int) -> int:
    """The day n days earlier (later where n is negative); both yyyymmdd."""
    return ymd(as_date(day) - timedelta(days=n))


def as_date(day: int) -> date:
    """20200531 as a date. Raises ValueError for what is no day."""
    return date(day // 10000, day // 100 % 100, day % 100)


def month_end(day: int) -> int:
    """The last day of a day's month; both yyyymmdd."""
    on = as_date(day)
    first = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    return ymd(first - timedelta(days=1))


def out_of_poverty() -> list[str]:
    """Codes of exit_status that say a household is out of poverty."""
    return list(_file()["out_of_poverty"])
