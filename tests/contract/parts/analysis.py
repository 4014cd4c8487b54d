"""Training statistics and the monthly analysis: figures of regions inside for offices; the people behind them by name."""

from typing import Any

from tests.contract.world import PERIOD, canary

READERS = {"ministry", "province", "prefecture", "county", "reviewer", "relief", "auditor"}
MAKERS = {"ministry", "province", "prefecture", "county"}
NAMES = {"province", "prefecture", "county", "reviewer", "relief", "township", "village", "auditor"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "training-statistics": (READERS, "GET"),
    "training-statistics-export": (READERS, "GET"),
    "training-statistics-people": (READERS, "GET"),
    "analysis": (READERS, "GET"),
    "analysis-make": (MAKERS, "POST"),
    "analysis-say": (MAKERS, "POST"),
    "analysis-issue": (MAKERS, "POST"),
    "analysis-report": (READERS, "GET"),
    "analysis-paper": (READERS, "GET"),
    "analysis-moved": (NAMES, "GET"),
}
FILES = {"training-statistics-export", "training-statistics-people"}
COUNTED = {"analysis-report", "analysis-paper", "analysis-say", "analysis-issue"}
BY_PLACE = {*FILES, *COUNTED, "analysis-moved"}


def visible(route: str, role: str, region: str) -> bool | None:
    """This world has no files of a close, and no month that anybody counted at a county or above."""
    from tests.contract.cells import inside

    if route == "analysis-moved":
        return inside(role, region)
    return False if route in BY_PLACE else None


def values(route: str, village: str) -> dict[str, Any]:
    choices = {"training-statistics-people": "span-month", "analysis-moved": "flow.1.2"}
    return {"choice": choices[route]} if route in choices else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.returns.analysis.models import Report, ReportStep

    name = canary(village)
    one = Report.objects.within(scope).create(
        region=village, month=PERIOD, version=1, counted_on=20200601, figures={"cells": [], "who": name}, by=name
    )  # fmt: skip
    ReportStep.objects.within(scope).create(report=one, region=village, verb="said", words=name, by=name)


def _counted(clients: Any) -> None:
    assert clients["county"].post("/reports/analysis/make", {"month": "2020-05"}).status_code == 302


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    step = {LOG: 1, "analysis_reportstep": 1}
    return {
        "analysis-make": Deed(
            "county", "/reports/analysis/make", {"month": "2020-05"}, {LOG: 1, "analysis_report": 1}
        ),
        "analysis-say": Deed(
            "county", "/reports/analysis/2020-05/say", {"words": "返乡人员增加"}, step, _counted
        ),
        "analysis-issue": Deed("county", "/reports/analysis/2020-05/issue", {}, step, _counted),
    }
