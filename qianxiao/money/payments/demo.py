"""What a demo has of payments: a second person with finance, money in the county's funds that two people brought in."""

from qianxiao.masterdata.regions.queries import span
from qianxiao.money.payments.actions import named, ymd
from qianxiao.money.payments.models import Allotment
from qianxiao.office.accounts.actions import give_post
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import in_scope, whole_scope

# fund → yuan and whose money: enough for the county of the demo, and the last one for hardly anybody
_FUNDS = {"1": (8_000_000, "central"), "2": (6_000_000, "central"), "3": (4_000_000, "province"), "4": (3_000_000, "county"), "6": (30_000, "county")}  # fmt: skip


def demo_funds(posts: list[Post]) -> int:
    """The second finance officer and the county's allotments, once; returns how many were made."""
    first = next((post for post in posts if post.role == Role.FINANCE), None)
    if first is None or not first.home:
        return 0
    home, made = first.home, 0
    give_post("finance2", "秦川", first.agency.name, Role.FINANCE, span(home), home, demo=True)
    with in_scope(whole_scope()) as scope, named("finance2", "年初预算"):
        for fund, (yuan, tier) in _FUNDS.items():
            told = {"fund": fund, "giver": "", "region": home, "document": f"财社〔2020〕{fund}号"}
            if Allotment.objects.within(scope).filter(**told).exists():
                continue
            one = Allotment.objects.within(scope).create(
                **told, amount=yuan * 100, year=2020, tier=tier, asked_by=first.user.username, day=ymd()
            )
            one.state, one.approved_by, one.reason = "approved", "finance2", "年初预算"
            one.save(update_fields=["state", "approved_by", "reason"])
            made += 1
    return made
