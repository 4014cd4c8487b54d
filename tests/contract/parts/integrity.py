"""A finding: seen by the offices of its region, answered by its counties and the offices above them."""

from typing import Any

from tests.contract.world import VILLAGE, canary, org_of, row_of, vault_id

READERS = {"province", "prefecture", "county", "reviewer", "finance", "relief", "auditor"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "findings": (READERS, "GET"),
    "finding": (READERS, "GET"),
    "finding-verb": ({"province", "prefecture", "county", "reviewer"}, "POST"),
    "finding-rules": (READERS, "GET"),
    "calls": (READERS, "GET"),
    "call": (READERS, "GET"),
    "call-said": ({"province", "prefecture", "county", "reviewer"}, "POST"),
}
BY_PLACE = {"finding", "finding-verb", "call", "call-said"}


def values(route: str, village: str) -> dict[str, Any]:
    found: dict[str, Any] = {"number": row_of(village)} if route in BY_PLACE else {}
    return found | ({"verb": "answer"} if route == "finding-verb" else {})


def rows(scope: Any, village: str) -> None:
    from qianxiao.money.integrity import models as m

    number, name = row_of(village), canary(village)
    one = m.Finding.objects.within(scope).create(
        id=number, pattern=9, variant="student", act="H", subject=name, region=village, org_code=org_of(village), org_name=name,
        people=[vault_id(village)], evidence={"class": name, "day": 20200501, "reg_no": name}, source_day=20200501, found_on=20200502, rules="0",
    )  # fmt: skip
    m.FindingStep.objects.within(scope).create(
        id=number, finding=one, region=village, verb="looked", answer="cleared", reason=name, by=name
    )
    m.Target.objects.within(scope).create(id=number, finding=one, region=village, kind="class", value=name)
    m.Stop.objects.within(scope).create(
        id=number, finding=one, region=village, county=village, claim=name, told="held"
    )
    m.Outside.objects.within(scope).create(
        id=number, kind="insured", person_id=vault_id(village), region=village, starts=20200101, org_code=name, source_day=20200501, by=name
    )  # fmt: skip
    drawn = m.Draw.objects.within(scope).create(id=number, region=village, day=20200501, seed=name, percent=2, lines=1, drawn=1, by=name)  # fmt: skip
    m.CallBack.objects.within(scope).create(
        id=number, draw=drawn, region=village, claim=name, about=name, org_code=org_of(village), person_id=vault_id(village), item="rain_dew",
        name=name, amount=150_000, decided_by=[name],
    )  # fmt: skip


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    said = {"answer": "cleared", "reason": "核实过学籍"}
    return {
        "finding-verb": Deed(
            "county", f"/findings/{row_of(VILLAGE)}/answer", said, {LOG: 1, "integrity_findingstep": 1}
        ),
        "call-said": Deed(
            "county", f"/findings/calls/{row_of(VILLAGE)}/said", {"answer": "confirmed", "note": ""}, {LOG: 1}
        ),
    }
