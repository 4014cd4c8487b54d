"""Scoped reads of the month's books: sheets, differences, units with their signatures, and what a signature covers."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.http import Http404

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.roles import Right, Role
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.close import books
from qianxiao.returns.close.models import BookStep, Close, CoverageCell, Difference, Side, Signature
from qianxiao.returns.close.queries import inside

SUMS = (
    "reported",
    "recorded",
    "certified",
    "paid_people",
    "paid_amount",
    "platform",
    "poor",
    "reported_times",
    "recorded_times",
)
COUNTY = 3
_DIGEST = """
SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', key, people, amount, state, cause, words, assigned, by), E'\\n' ORDER BY key, row),
    ''), 'UTF8')), 'hex') FROM close_difference WHERE period = %s AND region >= %s AND region < %s
"""


@dataclass
class Unit:
    """A unit of the tree as the books stand: its last signature, differences, open ones, units below that have signed."""

    region: str
    level: int
    last: Signature | None = None
    differences: int = 0
    open: int = 0
    below: list[str] = field(default_factory=list)
    below_signed: int = 0

    @property
    def signed(self) -> bool:
        """Whether the last thing that happened is a signature."""
        return self.last is not None and self.last.verb == Signature.SIGNED

    @property
    def returned(self) -> bool:
        """Whether it was given back and not signed since."""
        return self.last is not None and self.last.verb == Signature.RETURNED

    @property
    def ready(self) -> bool:
        """Whether nothing stands before its signature."""
        return not self.signed and not self.open and self.below_signed == len(self.below)


def place(scope: Scope, region: str) -> tuple[str, str]:
    """The range of a county or a unit above one. Raises Http404 out of scope and below a county."""
    scope.need(Right.COVERAGE)
    if books.level(region) is None:
        raise Http404
    return inside(scope, region)


def sheet(scope: Scope, period: int, region: str, month: int) -> list[dict[str, Any]]:
    """Sides of a region by programme, of one month of training as a period knows them."""
    lo, hi = place(scope, region)
    rows = Side.objects.within(scope, lo, hi).filter(period=period, month=month)
    return [
        dict(row)
        for row in rows.values("programme")
        .annotate(**{name: Sum(name) for name in SUMS})
        .order_by("programme")
    ]


def corrections(scope: Scope, period: int, region: str) -> list[dict[str, Any]]:
    """Earlier months whose sides this period knows otherwise than the month itself did: month, programme, before, now."""
    lo, hi = place(scope, region)
    known = set(Close.objects.filter(period__lt=period).values_list("period", flat=True))
    rows = (
        Side.objects.within(scope, lo, hi)
        .filter(month__in=known)
        .filter(Q(period=period) | Q(period=F("month")))
    )
    told: dict[tuple[int, str], dict[str, dict[str, int]]] = {}
    for row in rows.values("period", "month", "programme").annotate(**{name: Sum(name) for name in SUMS}):
        side = "now" if row["period"] == period else "before"
        told.setdefault((row["month"], row["programme"]), {})[side] = {name: row[name] for name in SUMS}
    nothing = dict.fromkeys(SUMS, 0)
    found = []
    for (month, programme), sides in sorted(told.items(), reverse=True):
        before, now = sides.get("before", nothing), sides.get("now", nothing)
        changed = {name: (before[name], now[name]) for name in SUMS if before[name] != now[name]}
        if changed:
            found.append({"month": month, "programme": programme, "changed": changed})
    return found


def by_kind(scope: Scope, period: int, region: str) -> list[dict[str, Any]]:
    """Differences of a region by class: lines, people, money, how many are new and how many open."""
    lo, hi = place(scope, region)
    rows = Difference.objects.within(scope, lo, hi).filter(period=period).values("kind")
    told = rows.annotate(
        n=Count("row"), persons=Sum("people"), money=Sum("amount"), new=Count("row", filter=Q(since=period)), open=Count("row", filter=Q(state="open"))
    )  # fmt: skip
    order = {kind: at for at, kind in enumerate(books.kinds())}
    return sorted((dict(row) for row in told), key=lambda row: order.get(row["kind"], len(order)))


def differences(scope: Scope, period: int, region: str) -> "QuerySet[Difference]":
    """The differences of a county, one by one. Raises Http404 above a county, where nobody is named."""
    scope.need(Right.REVIEW)
    lo, hi = place(scope, region)
    if books.level(region) != COUNTY:
        raise Http404
    rows: QuerySet[Difference] = Difference.objects.within(scope, lo, hi).filter(period=period)
    return rows


def difference_of(scope: Scope, period: int, row: int, lock: bool = False) -> Difference:
    """One difference. Raises Http404 out of scope."""
    scope.need(Right.REVIEW)
    rows = Difference.objects.within(scope).filter(period=period, row=row)
    found: Difference | None = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404
    return found


def counties(scope: Scope, period: int, lo: str = "", hi: str = "~") -> list[str]:
    """Counties that take part in a month: where people are registered or classes were held."""
    told = set(
        CoverageCell.objects.within(scope, lo, hi)
        .filter(period=period, level=COUNTY, duty="all")
        .values_list("region", flat=True)
    )
    told |= set(
        Side.objects.within(scope, lo, hi).filter(period=period).values_list("region", flat=True).distinct()
    )
    told |= set(
        Difference.objects.within(scope, lo, hi)
        .filter(period=period)
        .values_list("region", flat=True)
        .distinct()
    )
    return sorted(one for one in told if len(one) == 6 and one.isdecimal())


def units(scope: Scope, period: int, region: str) -> dict[str, Unit]:
    """A unit and those directly below it as the books stand. Raises Http404 out of scope."""
    lo, hi = place(scope, region)
    tree = books.tree(counties(scope, period, lo, hi))
    wanted = [region, *tree.get(region, [])]
    last = last_signatures(scope, period, lo, hi)
    counted: dict[str, tuple[int, int]] = {}
    rows = Difference.objects.within(scope, lo, hi).filter(period=period).values_list("region")
    for county, n, still in rows.annotate(n=Count("row"), still=Count("row", filter=Q(state="open"))):
        counted[county] = (n, still)
    found = {}
    for code in wanted:
        low, high = span(code)
        mine = [told for county, told in counted.items() if low <= county < high]
        below = tree.get(code, [])
        found[code] = Unit(
            code,
            books.level(code) or 0,
            last.get(code),
            sum(n for n, _open in mine),
            sum(still for _n, still in mine),
            below,
            sum(1 for one in below if one in last and last[one].verb == Signature.SIGNED),
        )
    return found


def last_signatures(scope: Scope, period: int, lo: str = "", hi: str = "~") -> dict[str, Signature]:
    """The last signature or return of each unit of a range; the nation's too where the range is everything."""
    rows = Signature.objects.within(scope, lo, hi).filter(period=period)
    newest = rows.values("region").annotate(newest=Max("id")).values_list("newest", flat=True)
    return {one.region: one for one in rows.filter(id__in=list(newest))}


def signatures(scope: Scope, period: int, region: str) -> list[Signature]:
    """What happened to a unit's books, newest first."""
    place(scope, region)
    return list(Signature.objects.within(scope).filter(period=period, region=region).order_by("-id")[:50])


def steps(scope: Scope, period: int, region: str) -> list[BookStep]:
    """What was done with a region's differences, newest first."""
    lo, hi = place(scope, region)
    return list(BookStep.objects.within(scope, lo, hi).filter(period=period).order_by("-id")[:20])


def spoke(scope: Scope, period: int, region: str, username: str) -> bool:
    """Whether somebody explained differences of a region in a month: then somebody else signs."""
    return BookStep.objects.within(scope, *span(region)).filter(period=period, by=username).exists()


def helpers(scope: Scope, region: str) -> list[tuple[str, str]]:
    """Whom a county's difference can be put on: its officers, user name and name."""
    place(scope, region)
    held = (
        Post.objects.held()
        .filter(regions__contains=[region], role__in=(Role.COUNTY, Role.REVIEWER))
        .select_related("user")
    )
    return [
        (post.user.username, post.user.full_name or post.user.username)
        for post in held.order_by("user__username")
    ]


def body(scope: Scope, period: int, region: str) -> dict[str, Any]:
    """What a unit signs: its figures, its differences with what was said about them, rule versions, signatures below."""
    lo, hi = span(region)
    close = Close.objects.get(period=period)
    sides = Side.objects.within(scope, lo, hi).filter(period=period)
    figures = [
        [row["month"], row["programme"], *(row[name] for name in SUMS)]
        for row in sides.values("month", "programme")
        .annotate(**{name: Sum(name) for name in SUMS})
        .order_by("month", "programme")
    ]
    cells = (
        CoverageCell.objects.within(scope)
        .filter(period=period, region=region)
        .order_by("duty", "state", "step")
    )
    with connection.cursor() as cursor:
        cursor.execute(_DIGEST, [period, lo, hi])
        digest = cursor.fetchone()[0]
    last = last_signatures(scope, period, lo, hi)
    below = books.tree(counties(scope, period, lo, hi)).get(region, [])
    return {
        "period": period,
        "region": region,
        "level": books.level(region),
        "figures": figures,
        "coverage": [list(row) for row in cells.values_list("duty", "state", "step", "people")],
        "differences": digest,
        "manifest": close.manifest_hash,
        "rules": close.manifest.get("rules", {}),
        "below": [
            [one, last[one].hash if one in last and last[one].verb == Signature.SIGNED else ""]
            for one in below
        ],
    }
