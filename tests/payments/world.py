"""Two counties of a province: 60 people with accounts, two without, institutions, posts, money in the funds."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

PROVINCE, COUNTY, OTHER = "620000", "621126", "621121"
SCHOOL = "996211260000000001"
FUND = "2"


def person_id(n: int) -> UUID:
    """The nth person."""
    return uuid5(NAMESPACE_URL, f"payee {n}")


def account_no(n: int) -> str:
    """The account of the nth person."""
    return f"62170000{n:011}"


def payable(n: int, **more: Any) -> Any:
    """Rain-Dew aid of the nth person for one term: 1,500 yuan."""
    from qianxiao.money.payments.actions import Payable

    told = {
        "item": "rain_dew", "person": person_id(n), "org_code": "", "record": f"students/R{n}", "instalment": "2020S",
        "amount": 150_000, "payee_kind": "1", "fund": FUND, "county": COUNTY, "claim": f"C2020-000001/{n}",
        "maker": "county", "checker": "reviewer",
    }  # fmt: skip
    return Payable(**(told | more))


def actor(username: str) -> Any:
    """Somebody at work."""
    from qianxiao.office.accounts.models import Post, User
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.scope import scope_for

    user = User.objects.get(username=username)
    post = Post.objects.filter(user=user).select_related("agency", "user").order_by("id").first()
    scope = scope_for(post.role, post.ranges, post.institutions) if post else scope_for("")
    return Actor(username, post, scope, "test", user)


def give(county: str, fen: int, fund: str = FUND, document: str = "财农〔2020〕9号") -> None:
    """Money for a county's fund by the operator's way: asked by one, approved by another."""
    from qianxiao.money.payments.models import Allotment
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()) as scope:
        one = Allotment.objects.within(scope).create(
            fund=fund, giver="", region=county, amount=fen, year=2020, document=document, tier="central",
            asked_by="finance", day=20200501,
        )  # fmt: skip
        one.state, one.approved_by = "approved", "finance2"
        one.save(update_fields=["state", "approved_by"])


def people(first: int, last: int, county: str = COUNTY, accounts: bool = True) -> None:
    """People with their sealed accounts."""
    from qianxiao.base.vault import blind, mask, seal
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.audit.keys import ring
    from qianxiao.registers.people.models import Person, Sealed

    keys, made, sealed = ring(), [], []
    for n in range(first, last + 1):
        text = account_no(n)
        shown = mask("account", text) if accounts else ""
        made.append(Person(id=person_id(n), name=f"麻秀{n}", region=f"{county}100001", account_mask=shown))
        version, data = seal(keys, "account", person_id(n), text)
        sealed.append(
            Sealed(person_id=person_id(n), kind="account", version=version, sealed=data, index=blind(keys, "account", text),
                   index_version=keys.active("index"))
        )  # fmt: skip
    with in_scope(whole_scope()) as scope:
        Person.objects.within(scope).bulk_create(made, batch_size=2000)
        if accounts:
            Sealed.objects.within(scope).bulk_create(sealed, batch_size=2000)


def fill() -> None:
    """The world, committed."""
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    load_regions()
    people(1, 60)
    people(61, 62, accounts=False)
    people(71, 80, county=OTHER)
    for username, role, place in (
        ("county", Role.COUNTY, COUNTY), ("reviewer", Role.REVIEWER, COUNTY), ("finance", Role.FINANCE, COUNTY),
        ("finance2", Role.FINANCE, COUNTY), ("other-finance", Role.FINANCE, OTHER), ("other", Role.COUNTY, OTHER),
        ("province", Role.PROVINCE, PROVINCE), ("money", Role.FINANCE, PROVINCE), ("auditor", Role.AUDITOR, "CN"),
    ):  # fmt: skip
        give_post(username, f"{username}某", f"{place}{role}", role, span(place), place, demo=True)
    give_post("school", "校某", "某技工学校", Role.SCHOOL, institution=SCHOOL, demo=True, place=COUNTY)
    give(COUNTY, 100_000_00)
    give(OTHER, 3_000_00)
