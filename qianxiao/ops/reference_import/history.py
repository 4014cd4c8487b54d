"""Region codes that ended: reads the dated code list of `python-stdnum` and finds what each became (X-02)."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from qianxiao.base.paths import REFERENCE

OPEN = 9999
_PROVINCE = re.compile(r'^(\d\d) province="')
_COUNTY = re.compile(r'^ +(\d{4}) county="(.*)"')
_SPAN = re.compile(r"(?:\[(\d*)-(\d*)\])?([^\[]+)")
_KINDS = r"((?:{peoples})*自治[县州旗]|各族自治县|地区|特区|[县市区旗盟])$"
# Lines that stand for a level and not for a place.
_GENERIC = frozenset(
    {"市辖区", "县", "市区", "郊区", "城区", "矿区", "辖区", "省直辖县级行政区划", "自治区直辖县级行政区划"}
)
# A province that was cut out of another one: places are looked for on both sides.
_CUT_OUT = {"51": "50", "44": "46"}


@dataclass(frozen=True)
class Use:
    """An unbroken use of a code: years inclusive, 0 unknown start, OPEN still in use; two names."""

    code: str
    first: int
    last: int
    name: str
    first_name: str


@cache
def _kind() -> re.Pattern[str]:
    with (REFERENCE / "codes" / "ethnic.csv").open(encoding="utf-8", newline="") as stream:
        peoples = [row["zh"] for row in csv.DictReader(stream) if row["zh"].endswith("族")]
    return re.compile(_KINDS.format(peoples="|".join(peoples)))


def stem(name: str) -> str:
    """The name without the word for its kind: 泸水县 and 泸水市 give 泸水."""
    short = _kind().sub("", name)
    return short if len(short) > 1 else name


def _lines() -> Iterator[Use]:
    province = ""
    for line in files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8").splitlines():
        if found := _PROVINCE.match(line):
            province = found.group(1)
        elif found := _COUNTY.match(line):
            for first, last, name in _SPAN.findall(found.group(2)):
                name = name.strip(", ")
                yield Use(province + found.group(1), int(first or 0), int(last or OPEN), name, name)


def uses() -> list[Use]:
    """Every unbroken use of every code; a change of name without a gap of years is no change of code."""
    by_code: dict[str, list[Use]] = defaultdict(list)
    for use in sorted(_lines(), key=lambda one: (one.code, one.first, one.last)):
        before = by_code[use.code][-1] if by_code[use.code] else None
        if before and use.first <= before.last + 1:
            by_code[use.code][-1] = replace(use, first=before.first, first_name=before.first_name)
        else:
            by_code[use.code].append(use)
    return [use for row in by_code.values() for use in row if use.name not in _GENERIC]


def _level(code: str) -> int:
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def _key(use: Use, name: str) -> tuple[str, int, str]:
    return (use.code[:2], _level(use.code), name)


def _follows(later: Use, use: Use) -> bool:
    # A city is not turned into a county: a county of its name is the land around it.
    if use.name.endswith("市") and later.first_name.endswith("县"):
        return False
    return later.code != use.code and 0 <= later.first - use.last <= 1


def find_successors(known: list[Use]) -> dict[Use, tuple[Use, str]]:
    """For ended uses: (next use, method). Found only when exactly one place of that name starts then."""
    exact: dict[tuple[str, int, str], list[Use]] = defaultdict(list)
    loose: dict[tuple[str, int, str], list[Use]] = defaultdict(list)
    for use in known:
        exact[_key(use, use.first_name)].append(use)
        loose[_key(use, stem(use.first_name))].append(use)
    found: dict[Use, tuple[Use, str]] = {}
    for use in known:
        if use.last == OPEN:
            continue
        for method, index, name in (("same-name", exact, use.name), ("same-stem", loose, stem(use.name))):
            homes = {use.code[:2], _CUT_OUT.get(use.code[:2], use.code[:2])}
            places = [other for home in homes for other in index[(home, _level(use.code), name)]]
            fits = {other for other in places if _follows(other, use)}
            if len(fits) == 1:
                found[use] = (fits.pop(), method)
                break
    return _one_each(found)


def _one_each(found: dict[Use, tuple[Use, str]]) -> dict[Use, tuple[Use, str]]:
    """Drop guesses by stem where another place claims the same follower: 赤峰市 and 赤峰县 are not one place."""
    claims = Counter(after for after, _ in found.values())
    return {
        use: (after, how) for use, (after, how) in found.items() if how == "same-name" or claims[after] == 1
    }
