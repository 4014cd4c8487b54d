"""What somebody is due is read by the offices that pay and that keep the record."""

from typing import Any

from tests.contract.world import PERIOD, canary, org_of, row_of, vault_id

OFFICES = {"province", "prefecture", "county", "reviewer", "finance", "relief", "auditor"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "entitlements": (OFFICES, "GET"),
    "entitlement": (OFFICES, "GET"),
}
BY_PLACE = {"entitlement"}


def values(route: str, village: str) -> dict[str, Any]:
    return {"number": row_of(village)} if route in BY_PLACE else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.money.entitlements.models import Entitlement

    name = canary(village)
    one = Entitlement.objects.within(scope).create(
        id=row_of(village), item="rain_dew", person_id=vault_id(village), number=f"P{village}", name=name, id_mask=name, region=village,
        county=village[:6], org_code=org_of(village), register="students", rec_id=name, instalment="2020S", month=202003,
        decisive_date=20200301, amount=150000, verdict="due", state="missing", rule_id="rain_dew", rule_version="1", met=127,
        clause="S19-12", payee_kind="2", fund="2", first_period=PERIOD, last_period=PERIOD, changed_period=PERIOD,
    )  # fmt: skip
    Entitlement.objects.within(scope).filter(pk=one.pk).update(state="part", paid=1)


def deeds() -> dict[str, Any]:
    return {}
