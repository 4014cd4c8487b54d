"""The platform of employment: a record with its states and log, read by home and owner, written by the owner."""

from typing import Any

from tests.contract.world import VILLAGE, canary, row_of, vault_id

READERS = {"province", "prefecture", "county", "reviewer", "relief", "township", "village", "auditor"}
FIGURES = READERS | {"ministry", "finance"}
KEEPS = {"county", "township"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "employment": (READERS, "GET"),
    "employment-figures": (FIGURES, "GET"),
    "employment-record": (READERS, "GET"),
    "employment-change": (KEEPS, "GET POST"),
    "employment-confirm": (KEEPS, "POST"),
    "employment-funnel": (READERS, "GET"),
    "employment-compare": (READERS, "GET"),
    "employment-calls": (READERS, "GET"),
    "employment-todo": (READERS, "GET"),
    "employment-answer": (KEEPS, "POST"),
    "employment-run": (KEEPS, "POST"),
}
BY_PLACE = {"employment-record", "employment-change", "employment-confirm", "employment-todo"}
MEANT = {
    "employment-change": {
        "note", "willing", "wanted_trade", "wanted_place", "wanted_income", "wants_training", "training_trade", "training_time",
        "wants_business",
    },
}  # fmt: skip
DAY = 20200501


def values(route: str, village: str) -> dict[str, Any]:
    found: dict[str, Any] = {"number": row_of(village)} if route in BY_PLACE else {}
    return found | {"employment-answer": {"verb": "confirm"}, "employment-run": {"what": "call"}}.get(
        route, {}
    )


def rows(scope: Any, village: str) -> None:
    from qianxiao.services.employment import models as m

    number, name, person = row_of(village), canary(village), vault_id(village)
    place = {"region": village, "home": village}
    one = m.Record.objects.within(scope).create(
        id=number, **place, person_id=person, name=name, id_mask=name, state="2", since=DAY, wanted_trade=name, way="phone", as_of=DAY,
        due=DAY, by=name,
    )  # fmt: skip
    m.Spell.objects.within(scope).create(id=number, **place, record=one, person_id=person, state="2", valid_from=DAY)  # fmt: skip
    m.Change.objects.within(scope).create(
        id=number, record=one, person_id=person, kind="begun", now={"wanted_trade": name}, owner_before=village, owner_after=village,
        day=DAY, note=name, by=name,
    )  # fmt: skip
    m.Trained.objects.within(scope).create(
        id=number, record=one, person_id=person, class_no=name, occupation="4-10-01-05", level="5", starts=DAY, ends=DAY, result="1", period=202005,
    )  # fmt: skip
    m.Todo.objects.within(scope).create(
        id=number,
        region=village,
        record=one,
        person_id=person,
        kind="call",
        period=202005,
        why="old",
        due=DAY,
        tries=[DAY],
    )


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    at, step = f"/employment/{row_of(VILLAGE)}", "employment_change"
    told = {"since": "2020-07-01", "reason": "care", "way": "phone"}
    return {
        "employment-confirm": Deed("county", f"{at}/confirm", {"way": "phone"}, {LOG: 1, step: 1}),
        "employment-answer": Deed(
            "county", "/employment/answer/confirm", {"id": row_of(VILLAGE)}, {LOG: 1, step: 1}
        ),
        "employment-run": Deed("county", "/employment/run/call", {}, {LOG: 1}),
        "employment-change": Deed("county", f"{at}/change?state=3", told, {LOG: 1, step: 1}),
    }
