"""Documents and rules are read by offices; a proposal is seen by the offices of its region and moved by their posts."""

from typing import Any

from tests.contract.world import VILLAGE, canary, row_of

READERS = {"ministry", "province", "prefecture", "county", "reviewer", "finance", "relief", "auditor"}
DRAFT = {"province", "prefecture", "county"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "policies": (READERS, "GET"),
    "policy": (READERS, "GET"),
    "rules": (READERS, "GET"),
    "rule": (READERS, "GET"),
    "rule-try": (READERS, "GET"),
    "rule-proposals": (READERS, "GET"),
    "rule-proposal": (READERS, "GET"),
    "rule-propose": (DRAFT, "GET POST"),
    "rule-proposal-verb": (DRAFT | {"finance"}, "POST"),
}
MEANT = {"rule-propose": {"retroactive"}}  # why it begins before today
BY_PLACE = {"rule-proposal", "rule-proposal-verb"}
NOTICE = "人社厅函〔2020〕81号"
ITEM = {"item": "living_allowance"}
ADDRESSES: dict[str, dict[str, Any]] = {
    "policy": {"number": NOTICE},
    "rule": ITEM,
    "rule-try": ITEM,
    "rule-propose": {**ITEM, "name": "day_rate"},
}


def values(route: str, village: str) -> dict[str, Any]:
    if route in BY_PLACE:
        return {"number": row_of(village), "verb": "withdraw"}
    return ADDRESSES.get(route, {})


def rows(scope: Any, village: str) -> None:
    from qianxiao.programme.policies import models as m

    number, name = row_of(village), canary(village)
    one = m.Proposal.objects.within(scope).create(
        id=number, item="living_allowance", kind="value", name="day_rate", region=village, start=99990101, value=4100, clause="S20-2",
        document=name, reason=name, proposed_by="county",
    )  # fmt: skip
    m.ProposalStep.objects.within(scope).create(
        id=number, proposal=one, region=village, verb="propose", reason=name, by="county"
    )


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    step = {LOG: 1, "policies_proposalstep": 1}
    told = {
        "region": "621126",
        "start": "2999-01-01",
        "value": "41.50",
        "clause": "S20-2",
        "document": "岷人社发〔2026〕9号",
        "reason": "物价上涨",
    }
    return {
        "rule-propose": Deed("county", "/rules/living_allowance/day_rate/propose", told, step),
        "rule-proposal-verb": Deed(
            "county", f"/rules/proposals/{row_of(VILLAGE)}/withdraw", {"reason": "另行拟定"}, step
        ),
    }
