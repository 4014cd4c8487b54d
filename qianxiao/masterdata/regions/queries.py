"""Reads of the region tree. Names are public; who may see which region is decided by the scope."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q
from django.utils.translation import get_language

from qianxiao.base.tables import OPEN_END
from qianxiao.masterdata.regions.models import Region

NATION = "CN"
END = ":"  # the byte after '9': no digit sorts behind it
# followers count up from 0, what came before counts down; eight changes of one code are more than there ever were
_CHAIN = """
WITH RECURSIVE after AS (
    SELECT code, successor, 0 AS turn FROM regions_region WHERE code = %(code)s
    UNION ALL SELECT r.code, r.successor, a.turn + 1 FROM regions_region r JOIN after a ON r.code = a.successor AND a.turn < 8
), before AS (
    SELECT code, 0 AS turn FROM regions_region WHERE code = %(code)s
    UNION ALL SELECT r.code, b.turn - 1 FROM regions_region r JOIN before b ON r.successor = b.code AND b.turn > -8
)
SELECT code, turn FROM after UNION SELECT code, turn FROM before ORDER BY turn, code
"""
ALL = "~"  # behind every code, also those that could not be read ("?")


def stem(code: str) -> str:
    """The digits a region's whole subtree starts with: 620000 → 62, 621100 → 6211, CN → nothing."""
    if code == NATION:
        return ""
    if len(code) == 6 and code.endswith("0000"):
        return code[:2]
    if len(code) == 6 and code.endswith("00"):
        return code[:4]
    return code


def span(code: str) -> tuple[str, str]:
    """Half-open range [lo, hi) that holds a region and everything below it."""
    root = stem(code)
    return root, root + END if root else ALL


def names(codes: Iterable[str]) -> dict[str, str]:
    """Names in the reader's language of those codes that exist."""
    english = (get_language() or "").startswith("en")
    rows = Region.objects.filter(code__in=set(codes)).values_list("code", "name", "name_en")
    return {code: (name_en or name) if english else name for code, name, name_en in rows}


def above(code: str) -> list[str]:
    """Codes from the nation down to this region, as far as the digits tell."""
    if code == NATION:
        return [NATION]
    steps = [NATION, code[:2] + "0000", code[:4] + "00", code[:6], code[:9], code[:12]]
    sizes = (0, 2, 4, 6, 9, 12)
    deep = len(stem(code))
    return [step for step, size in zip(steps, sizes, strict=True) if size <= deep]


def in_force(code: str, day: int = OPEN_END) -> Region | None:
    """A region whose code is in force on a day (yyyymmdd), today without one; None when there is none."""
    return Region.objects.filter(code=code, valid_from__lte=day, valid_to__gte=day).first()


def county_named(text: str) -> str:
    """The code of today's county of this code or full name; '' when there is none or several have the name."""
    said = text.strip()
    rows = Region.objects.filter(level=3, valid_to=OPEN_END)
    found = list(rows.filter(Q(code=said) | Q(name=said)).values_list("code", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def below(code: str) -> list[tuple[str, str]]:
    """The regions one level down that exist today: code and name in the reader's language, in code order."""
    english = (get_language() or "").startswith("en")
    rows = Region.objects.filter(parent="" if code == NATION else code, valid_to=OPEN_END, level__gt=0)
    found = rows.order_by("code").values_list("code", "name", "name_en")
    return [(code, (name_en or name) if english else name) for code, name, name_en in found]


def named(text: str, most: int) -> list[Region]:
    """Regions whose code or name begins with a text, current ones first, higher tiers before lower ones."""
    said = text.strip()
    end = said + chr(0x10FFFF)
    rows = Region.objects.filter(
        Q(code__gte=said, code__lt=end) if said.isdecimal() else Q(name__startswith=said)
    )
    return list(rows.order_by("-valid_to", "level", "code")[:most])


def chain(code: str) -> tuple[list[Region], Region | None, list[Region]]:
    """Codes that became this one, the region of this code, and its followers down to the last one known (X-02)."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, {"code": code})
        turns = cursor.fetchall()
    known = Region.objects.in_bulk([found for found, _turn in turns])
    before = [known[found] for found, turn in turns if turn < 0]
    after = [known[found] for found, turn in turns if turn > 0]
    return before, known.get(code), after


def children(code: str, most: int) -> list[Region]:
    """Regions of today directly below one, in code order."""
    return list(Region.objects.filter(parent=code, valid_to=OPEN_END).order_by("code")[:most])
