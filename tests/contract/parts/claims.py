"""A claim with its line, step and appeal: for the county that pays, the offices above it, the institution that asked."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.contract.world import PLACES, VILLAGE, canary, org_of, row_of, vault_id

OFFICES = {"province", "prefecture", "county", "reviewer", "finance", "relief", "auditor"}
ASK = {"school", "training", "enterprise"}
HEAR = {"county", "reviewer", "prefecture"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "claims": (OFFICES | ASK, "GET"),
    "claims-auto": ({"county"}, "GET POST"),
    "claims-new": (ASK, "GET POST"),
    "claims-ageing": (OFFICES, "GET"),
    "claim": (OFFICES | ASK, "GET"),
    "claim-pass": ({"county"}, "GET POST"),
    "claim-line": (OFFICES, "GET"),
    "claim-decide": ({"county"}, "POST"),
    "claim-verb": (HEAR | ASK, "POST"),
    "claims-apply": (ASK, "GET POST"),
    "claims-roster": (ASK, "GET"),
    "claims-template": (ASK, "GET"),
    "claims-roster-verb": (ASK, "POST"),
    "claims-plans": (ASK | {"county"}, "GET"),
    "claims-plan-new": (ASK, "POST"),
    "claims-plan": (ASK | {"county"}, "GET"),
    "claims-plan-verb": (ASK, "POST"),
    "claims-plan-answer": ({"county"}, "POST"),
    "enterprises": (OFFICES, "GET"),
    "enterprise": (OFFICES, "GET"),
    "appeals": (HEAR, "GET"),
    "appeal": (HEAR, "GET"),
    "appeal-answer": (HEAR, "POST"),
}
BY_PLACE = {"enterprise", "claim", "claim-pass", "claim-line", "claim-decide", "claim-verb", "appeal", "appeal-answer",
            "claims-roster", "claims-template", "claims-roster-verb", "claims-plan", "claims-plan-verb",
            "claims-plan-answer"}  # fmt: skip
FREE = {"claims_employer": "the market register is public, no person in it"}
OPEN = {"portal-guides", "portal-guide", "portal-apply", "portal-claim", "portal-claim-verb"}
MEANT = {"claim-decide": {"clause"}}
VERBS = {"claims-roster-verb": "tell", "claims-plan-verb": "ask", "claims-plan-answer": "return"}
DAY = 20200501
KEY = str(uuid5(NAMESPACE_URL, "claim"))


def values(route: str, village: str) -> dict[str, Any]:
    if route == "enterprise":
        return {"org_code": org_of(village)}
    found: dict[str, Any] = {"number": row_of(village)} if route in BY_PLACE else {}
    if route == "claims-apply":
        return {"item": "institution_funding"}
    if route in ("claim-line", "claim-decide"):
        found["line"] = 1
    return {**found, "what": "refuse", "verb": VERBS.get(route, "recheck")} if route in BY_PLACE else found


def visible(route: str, role: str, region: str) -> bool | None:
    from tests.contract.cells import INSTITUTIONS, inside

    if region not in PLACES.values():
        return False
    return region == VILLAGE if role in INSTITUTIONS else inside(role, region)


def rows(scope: Any, village: str) -> None:
    from qianxiao.money.claims import models as m

    number, name = row_of(village), canary(village)
    own = {"region": village[:6], "org_code": org_of(village), "person_id": vault_id(village)}
    _firm(village)
    one = m.Claim.objects.within(scope).create(
        id=number, **own, claim_no=name, item="rain_dew", kind="org", about="2020S", title=name, state="submitted", entered_on=DAY,
        due_on=20200510, made_on=DAY, made_by=name, lines_told=1, total=1, note=name, lacks=[name],
    )  # fmt: skip
    line = m.ClaimLine.objects.within(scope).create(
        id=number, **own, claim=one, number=1, reference=f"{name}/1", entitlement_id=number, name=name, id_mask=name, place=village,
        amount=1, reason=name,
    )  # fmt: skip
    m.ClaimStep.objects.within(scope).create(
        id=number, **own, claim=one, verb="submitted", before="", after="submitted", day=DAY, by=name, post=name, reason=name,
    )  # fmt: skip
    m.Submission.objects.within(scope).create(
        **own, key=uuid5(NAMESPACE_URL, name), body="0", by=name, claim=one
    )
    m.Appeal.objects.within(scope).create(
        id=number, **own, line=line, reason=name, made_on=DAY, due_on=20200520, made_by=name
    )
    applied = m_apply()
    plan = applied.Plan.objects.within(scope).create(
        id=number, **own, plan_no=name, occupation="6-18-02-04", level="4", provider=name, agreement=name, starts=DAY, ends=20210501,
        made_by=name,
    )  # fmt: skip
    applied.Apprentice.objects.within(scope).create(id=number, **own, plan=plan, name=name, id_mask=name)
    roster = applied.Roster.objects.within(scope).create(
        id=number, **own, item="institution_funding", about="2020", title=name, day=DAY, made_by=name, made_on=DAY, claim=one,
    )  # fmt: skip
    applied.RosterLine.objects.within(scope).create(
        id=number,
        **own,
        roster=roster,
        record=name,
        name=name,
        id_mask=name,
        place=village,
        entitlement_id=number,
    )


def _firm(village: str) -> None:
    """The village's institution as the market register has it."""
    m_apply().Employer.objects.create(
        id=row_of(village), org_code=org_of(village), name=canary(village), region=village, kind="3", scale="4", sector="C", as_of=DAY
    )  # fmt: skip


def m_apply() -> Any:
    from qianxiao.money.claims import models_apply

    return models_apply


def _free(_clients: Any) -> dict[str, Any]:
    """The canary's entitlement as nobody has claimed it."""
    from qianxiao.money.claims.models import ClaimLine
    from tests.scoped import all_rows

    all_rows(ClaimLine).filter(pk=row_of(VILLAGE)).update(live=False)
    return {}


def _due(_clients: Any) -> dict[str, Any]:
    """A term's grant that the village's institution may confirm."""
    from qianxiao.money.entitlements.models import Entitlement
    from tests.scoped import all_rows

    _free(_clients)
    all_rows(Entitlement).filter(pk=row_of(VILLAGE)).update(item="national_grant")
    return {"key": KEY}


PLAN = {
    "agreement": "协议1",
    "occupation": "6-18-02-04",
    "level": "4",
    "provider": "某校",
    "starts": "2020-06-01",
    "ends": "2021-06-01",
}


def _no_institution(_clients: Any) -> None:
    """The village's institution is a firm of its own."""
    from qianxiao.registers.schools.models import Institution

    Institution.objects.filter(org_code=org_of(VILLAGE)).update(org_type="5")


def _asked(_clients: Any) -> None:
    """The village's plan waits to be filed."""
    from tests.scoped import all_rows

    all_rows(m_apply().Plan).filter(pk=row_of(VILLAGE)).update(state="asked")


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import EVENT, LOG, Deed

    step, at = "claims_claimstep", f"/claims/{row_of(VILLAGE)}"
    return {
        "claims-auto": Deed("county", "/claims/auto", {"item": "rain_dew", "county": VILLAGE[:6]}, {LOG: 1, step: 1}, _free),
        "claims-new": Deed("school", "/claims/new", {"item": "national_grant", "about": "2020S"}, {LOG: 1, step: 1}, _due),
        "claims-apply": Deed("training", "/claims/apply/institution_funding", {"about": "2020"}, {LOG: 1}),
        "claims-roster-verb": Deed("training", f"/claims/rosters/{row_of(VILLAGE)}/do/tell", {"funding_basis": "2"}, {LOG: 1}),
        "claims-plan-new": Deed("enterprise", "/claims/plans/new", PLAN, {LOG: 1}, _no_institution),
        "claims-plan-verb": Deed("enterprise", f"/claims/plans/{row_of(VILLAGE)}/do/ask", {}, {LOG: 1}),
        "claims-plan-answer": Deed("county", f"/claims/plans/{row_of(VILLAGE)}/answer/return", {}, {LOG: 1}, _asked),
        "claim-pass": Deed("county", f"{at}/pass", {}, {LOG: 2, step: 1, EVENT: 1}),
        "claim-decide": Deed("county", f"{at}/lines/1/refuse", {"reason": "核实过"}, {LOG: 1, step: 1}),
        "claim-verb": Deed("county", f"{at}/do/recheck", {}, {LOG: 1, step: 1}),
        "appeal-answer": Deed("county", f"/appeals/{row_of(VILLAGE)}/answer", {"upholds": "no", "answer": "核实过，维持"}, {LOG: 1, step: 1}),
    }  # fmt: skip
