"""Ninety people of the platform of employment on two days, written down by hand: what the analysis of May 2020 must say."""

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.analysis.world import COUNTY, NEXT, village

MONTH = 202005
BEFORE, MOVED, DAY, TODAY = 20200430, 20200515, 20200531, date(2020, 6, 3)
PEOPLE = 90
# states at the end of April and of May; '0' is not on the platform yet
PATHS = ("11", "11", "12", "21", "22", "13", "31", "11", "01", "14", "02", "11", "22", "12", "11")
SECTORS = ("A", "C", "E", "")


def person_id(n: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"analysis {n}")


def people() -> list[dict[str, Any]]:
    """Everybody with state, industry and county of work on both days, birth, last class passed, day of confirmation."""
    found = []
    for n in range(PEOPLE):
        county = COUNTY if n % 3 else NEXT
        before, after = PATHS[n % len(PATHS)]
        sector = SECTORS[n % 4]
        there = (county, "621102", "440306")[n % 3 if n % 2 else 0]
        found.append({
            "n": n, "home": village(county), "county": county, "before": before, "after": after, "t0": sector, "t1": "G" if n % 15 == 7 else sector, "work": there,
            "birth": (1958 + n % 45) * 10000 + 312, "class": {0: 20200228, 1: 20191130, 2: 20200520}.get(n % 6), "as_of": (DAY - 11, 20200410, 20191201)[n % 3],
        })  # fmt: skip
    return found


def load() -> None:
    """Write them; call as the operator."""
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.duties.actions import set_clock

    set_clock(Actor("operator"), TODAY)
    with in_scope(whole_scope()) as scope:
        for one in people():
            _write(scope, one)


def _write(scope: Any, one: dict[str, Any]) -> None:
    from qianxiao.base.tables import OPEN_END
    from qianxiao.registers.people.models import Person
    from qianxiao.services.employment.models import Record, Spell, Trained

    n, home = one["n"], one["home"]
    Person.objects.within(scope).create(id=person_id(n), name=f"李{n:02}", region=home, birth=one["birth"], sex="1", id_mask=f"99*{n:02}")  # fmt: skip
    work = {"form": "1", "work_region": one["work"], "sector": one["t1"]} if one["after"] == "1" else {}
    record = Record.objects.within(scope).create(
        region=home, home=home, person_id=person_id(n), name=f"李{n:02}", id_mask=f"99*{n:02}", birth=one["birth"], sex="1", state=one["after"], since=MOVED,
        way="phone", as_of=one["as_of"], due=20200831, by="tester", **work,
    )  # fmt: skip
    stays = one["before"] == one["after"] and one["t0"] == one["t1"]
    told = []
    if one["before"] != "0":
        told.append((one["before"], one["t0"], 20200301, OPEN_END if stays else MOVED))
    if not stays:
        told.append((one["after"], one["t1"], MOVED, OPEN_END))
    for state, sector, starts, ends in told:
        work = {"form": "1", "work_region": one["work"], "sector": sector} if state == "1" else {}
        Spell.objects.within(scope).create(
            region=home, home=home, record=record, person_id=person_id(n), state=state, valid_from=starts, valid_to=ends, **work,
        )  # fmt: skip
    if one["class"]:
        Trained.objects.within(scope).create(
            record=record, person_id=person_id(n), class_no=f"C{n}", occupation="6-29-01-01", level="5", starts=one["class"] - 20, ends=one["class"],
            result="2" if n % 6 == 2 else "1", period=MONTH,
        )  # fmt: skip
