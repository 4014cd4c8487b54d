"""A supported student's month and a case: seen by the school, its offices and those of the home."""

from datetime import UTC, datetime
from typing import Any

from tests.contract.parts import studies
from tests.contract.world import VILLAGE, canary, org_of, row_of

OFFICES = {"province", "prefecture", "county", "reviewer", "auditor", "relief"}
READERS = OFFICES | {"school_head", "school", "monitor"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "monitoring": (READERS, "GET"),
    "monitoring-open": ({"monitor"}, "POST"),
    "monitoring-facts": ({"monitor"}, "POST"),
    "monitoring-hand": ({"monitor"}, "POST"),
    "monitoring-cases": (READERS, "GET"),
    "monitoring-case": (READERS, "GET"),
    "monitoring-case-verb": ({"monitor"}, "POST"),
}
BY_PLACE = {"monitoring-case", "monitoring-case-verb"}
MONTH = 202005


def values(route: str, village: str) -> dict[str, Any]:
    return {"number": row_of(village), "verb": "plan"} if route in BY_PLACE else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.programme.monitoring import models as m

    student = studies.student_of(village)
    whose = {"student_id": student, "region": village, "home": village, "org_code": org_of(village)}
    name, number = canary(village), row_of(village)
    m.Record.objects.within(scope).create(**whose, id=number, month=MONTH, name=name)
    case = m.Case.objects.within(scope).create(
        **whose,
        id=number,
        kind="study",
        measure="tutoring",
        month=MONTH,
        name=name,
        opened_at=datetime(2020, 5, 3, tzinfo=UTC),
    )
    m.CaseStep.objects.within(scope).create(**whose, case=case, verb="opened", note=name, by=name)


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    number, step = row_of(VILLAGE), "monitoring_casestep"
    plan = {"measure": "tutoring", "owner": "任课教师", "due": "2020-06-30"}
    hand = {"month": str(MONTH), f"t-{number}": "living", f"m-{number}": "help", "sure": "1"}
    return {
        "monitoring-open": Deed("monitor", "/monitoring/open", {"month": str(MONTH)}, {LOG: 1}),
        "monitoring-facts": Deed(
            "monitor", "/monitoring/facts", {"month": str(MONTH), "lines": ""}, {LOG: 1}
        ),
        "monitoring-hand": Deed("monitor", "/monitoring/hand", hand, {LOG: 1, step: 1}),
        "monitoring-case-verb": Deed("monitor", f"/monitoring/cases/{number}/plan", plan, {LOG: 1, step: 1}),
    }
