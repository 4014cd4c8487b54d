"""The month's books: a unit's sheet for its office and those above, names in the county, each signature for its own unit."""

from datetime import UTC, datetime
from typing import Any

from tests.contract.world import COUNTY, PERIOD, POSTS, VILLAGE, canary, row_of

READERS = {"ministry", "province", "prefecture", "county", "reviewer", "relief", "auditor"}
NAMED = READERS - {"ministry"}
SIGNERS = {"ministry", "province", "prefecture", "reviewer"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "books": (READERS, "GET"),
    "book": (READERS, "GET"),
    "book-differences": (NAMED, "GET"),
    "book-difference": (NAMED, "GET"),
    "book-explain": ({"county"}, "POST"),
    "book-say": ({"county"}, "POST"),
    "book-assign": ({"county"}, "POST"),
    "book-sign": (SIGNERS, "POST"),
    "book-return": (SIGNERS, "POST"),
}
BY_PLACE = set(DECLARED) - {"books"}
_ABOVE = {"620000": "CN", "621100": "620000", COUNTY: "621100"}


def _root(region: str) -> str:
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region


def visible(route: str, role: str, region: str) -> bool | None:
    """A county or above, inside; one's own to sign, one directly below to give back; rows stand at the county of a village."""
    from tests.contract.cells import inside
    from tests.contract.world import PLACES

    if route in ("book-difference", "book-say", "book-assign"):
        return region in PLACES.values() and inside(role, region[:6])
    if not inside(role, region) or (region != "CN" and len(region) > 6):
        return False
    if route in ("book-differences", "book-explain"):
        return region != "CN" and len(_root(region)) == 6
    if route == "book-sign":
        return region == POSTS[role]
    return _ABOVE.get(region) == POSTS[role] if route == "book-return" else True


def values(route: str, village: str) -> dict[str, Any]:
    return {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.returns.close import models as m

    number, name, county = row_of(village), canary(village), village[:6]
    line = {"period": PERIOD, "row": number, "region": county, "month": PERIOD, "programme": "1"}
    m.Side.objects.within(scope).create(
        **line, reported=1, recorded=1, certified=1, paid_people=1, paid_amount=1, platform=1, poor=1, reported_times=1, recorded_times=1,
    )  # fmt: skip
    m.Difference.objects.within(scope).create(
        **line, key=name[:64], kind="platform_missing", person_no=f"P{village}", name=name, id_mask=name, register="trainees", rec_id=name,
        people=1, since=PERIOD,
    )  # fmt: skip
    m.BookStep.objects.within(scope).create(
        id=number, period=PERIOD, region=county, verb="assigned", n=1, reason=name, by=name
    )
    m.Signature.objects.within(scope).create(
        period=PERIOD, region=county, level=3, verb="returned", reason=name, by=name, at=datetime.now(UTC)
    )


def _explained(clients: Any) -> None:
    from django.test import Client

    from qianxiao.office.accounts.models import User

    county = Client()
    county.force_login(User.objects.get(username="county"))
    said = {"kind": "platform_missing", "cause": "other", "reason": "平台补录中"}
    county.post(f"/reports/monthly/2020-05/{COUNTY}/explain", said)


def _signed(clients: Any) -> None:
    from django.test import Client

    from qianxiao.office.accounts.models import User

    _explained(clients)
    reviewer = Client()
    reviewer.force_login(User.objects.get(username="reviewer"))
    reviewer.post(f"/reports/monthly/2020-05/{COUNTY}/sign")


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    month, row = "/reports/monthly/2020-05", row_of(VILLAGE)
    step, signature = {LOG: 1, "close_bookstep": 1}, {LOG: 1, "close_signature": 1}
    why = {"cause": "other", "reason": "平台补录中"}
    return {
        "book-explain": Deed(
            "county", f"{month}/{COUNTY}/explain", {"kind": "platform_missing", **why}, step
        ),
        "book-say": Deed("county", f"{month}/difference/{row}/say", {"verb": "explained", **why}, step),
        "book-assign": Deed("county", f"{month}/difference/{row}/assign", {"username": "reviewer"}, step),
        "book-sign": Deed("reviewer", f"{month}/{COUNTY}/sign", {}, signature, _explained),
        "book-return": Deed(
            "prefecture", f"{month}/{COUNTY}/return", {"reason": "数字不符"}, signature, _signed
        ),
    }
