"""The month's books through the pages, tier by tier."""

from collections.abc import Callable

from django.test import Client

from tests.books.world import COUNTIES, PERIOD
from tests.scoped import all_rows

SignIn = Callable[[str], Client]
MONTH = "/reports/monthly/2020-05"
WHY = "录入滞后，已补录核对"


def explain(sign_in: SignIn, county: str) -> None:
    """The officer explains all that is open, class by class."""
    from qianxiao.returns.close.models import Difference

    client = sign_in(f"c{county}")
    kinds = (
        all_rows(Difference).filter(period=PERIOD, region=county, state="open").values_list("kind", flat=True)
    )
    for kind in sorted(set(kinds)):
        said = client.post(f"{MONTH}/{county}/explain", {"kind": kind, "cause": "other", "reason": WHY})
        assert said.status_code == 302, kind


def sign(sign_in: SignIn, who: str, region: str) -> int:
    """One signs; the answer's status."""
    return sign_in(who).post(f"{MONTH}/{region}/sign").status_code


def county_signs(sign_in: SignIn, county: str) -> None:
    explain(sign_in, county)
    assert sign(sign_in, f"r{county}", county) == 302


def all_sign(sign_in: SignIn) -> None:
    """Every tier from the counties to the ministry."""
    for county in COUNTIES:
        county_signs(sign_in, county)
    for city in sorted({f"{county[:4]}00" for county in COUNTIES}):
        assert sign(sign_in, f"p{city}", city) == 302
    assert sign(sign_in, "province", "620000") == 302
    assert sign(sign_in, "ministry", "CN") == 302
