"""Scoped reads of applications: what may be asked for, one list with its lines, plans, who stands on a list at first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from qianxiao.money.claims import flow
from qianxiao.money.claims.about import About
from qianxiao.money.claims.models import ClaimLine
from qianxiao.money.claims.models_apply import Apprentice, Employer, Plan, Roster, RosterLine
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.registers.people.models import Person
from qianxiao.registers.schools.models import TRUE_SCHOOLS, Institution
from qianxiao.services.studies.models import ACTIVE, Student
from qianxiao.services.training.models import Project, Trainee, TrainingClass

MOST = 5000  # people of one list
# what an institution is → who asks for an item
SCHOOL, TRAINER, FIRM = "school", "institution", "enterprise"


@dataclass(frozen=True)
class OnList:
    """Somebody, or something, a list begins with."""

    record: str
    person: Any
    name: str
    id_mask: str = ""
    place: str = ""


def asks_as(scope: Scope) -> set[str]:
    """As what the own institution applies: by what the registers say it is."""
    code = scope.institution
    held = Institution.objects.filter(org_code=code).values_list("org_type", flat=True).first()
    if held is None:
        return {FIRM}
    return {SCHOOL, TRAINER} if held in TRUE_SCHOOLS else {TRAINER, FIRM} if held == "5" else {TRAINER}


def items(scope: Scope) -> list[flow.Flow]:
    """Items the own institution may ask for by application."""
    scope.need(Right.CLAIM)
    kinds = asks_as(scope)
    return [one for one in flow.flows().values() if one.applies and one.claimant in kinds]


def rosters(scope: Scope) -> "QuerySet[Roster]":
    """Applications of the own institution, newest first."""
    scope.need(Right.CLAIM)
    rows: QuerySet[Roster] = Roster.objects.within(scope).filter(scope.owns()).order_by("-id")
    return rows


def roster(scope: Scope, number: int, lock: bool = False) -> Roster:
    """One application of the own institution. Raises Http404."""
    found: Roster = the_one(rosters(scope), number, lock)
    return found


def lines(scope: Scope, one: Roster) -> "QuerySet[RosterLine]":
    """Its lines by name."""
    rows: QuerySet[RosterLine] = RosterLine.objects.within(scope).filter(roster=one)
    return rows.select_related("entitlement").order_by("name", "id")


@dataclass(frozen=True)
class Counted:
    """People of a list, by what may be done; fen of those that are due."""

    due: int
    lacking: int
    others: int
    claimed: int
    fen: int


_CLAIMED = Q(entitlement__claimed__gt=0) | Q(entitlement__paid__gt=0) | Q(entitlement__arrived__gt=0)
PARTS: dict[str, Q] = {
    "due": Q(verdict="due", why="") & ~_CLAIMED,
    "lacking": Q(verdict__in=("unknown", "")) & ~_CLAIMED,
    "others": ~Q(verdict="due", why="") & ~Q(verdict__in=("unknown", "")) & ~_CLAIMED,
    "claimed": _CLAIMED,
}


def counted(scope: Scope, one: Roster) -> Counted:
    """How many of a list are in each part."""
    rows = RosterLine.objects.within(scope).filter(roster=one)
    told = {name: Count("id", filter=part) for name, part in PARTS.items()}
    found = rows.aggregate(**told, fen=Sum("amount", filter=PARTS["due"]))
    return Counted(**{**found, "fen": found["fen"] or 0})


def some(scope: Scope, one: Roster, part: str, after: int, most: int) -> tuple[list[RosterLine], int]:
    """The next lines of a part of a list ("" for all) by name; the line to go on after, 0 at the end."""
    rows = lines(scope, one).filter(PARTS.get(part, Q()))
    last = lines(scope, one).filter(pk=after).values_list("name", "id").first() if after else None
    if last is not None:
        rows = rows.filter(Q(name__gt=last[0]) | Q(name=last[0], id__gt=last[1]))
    found = list(rows[: most + 1])
    return found[:most], found[most - 1].pk if len(found) > most else 0


def employer(org_code: str) -> Employer | None:
    """A firm as the market register has it."""
    return Employer.objects.filter(org_code=org_code).first()


def plans(scope: Scope) -> "QuerySet[Plan]":
    """Plans of the own firm, or of the counties in scope."""
    if not scope.may(Right.CLAIM):
        scope.need(Right.CLAIM_FIRST)
    rows: QuerySet[Plan] = Plan.objects.within(scope).order_by("-id")
    return rows


def plan(scope: Scope, number: int, lock: bool = False) -> Plan:
    """One plan. Raises Http404."""
    found: Plan = the_one(plans(scope), number, lock)
    return found


def apprentices(scope: Scope, one: Plan) -> list[Apprentice]:
    """People of a plan by name."""
    return list(Apprentice.objects.within(scope).filter(plan=one).order_by("name", "id")[:MOST])


def on_list(scope: Scope, one: About, people: str) -> list[OnList]:
    """Whom a list begins with: students on the roll, trainees of the class, apprentices of the plan; itself without people.

    One more than MOST where there are more, so that the verb says so and nobody is left out in silence.
    """
    rows: Any = []
    if people == "students":
        rows = Student.objects.within(scope).filter(scope.owns(), status=ACTIVE).order_by("name", "reg_no")
        found = rows.values_list("reg_no", "person_id", "name", "id_mask")[: MOST + 1]
    elif people == "class":
        rows = Trainee.objects.within(scope).filter(training_class__class_no=one.number, left_on=None)
        found = rows.order_by("name", "id").values_list("trainee_no", "person_id", "name", "id_mask")[
            : MOST + 1
        ]
    elif people == "plan":
        rows = Apprentice.objects.within(scope).filter(plan__plan_no=one.number).order_by("name", "id")
        found = [(f"{one.number}/{key}", key, *more) for key, *more in rows.values_list("person_id", "name", "id_mask")[:MOST]]  # fmt: skip
    else:
        return [OnList(one.number or one.org, None, one.title or one.about)] if people == "none" else []
    return placed_people(list(found))


def placed_people(rows: list[Any]) -> list[OnList]:
    """(record, person, name, mask) with the place where the record of the person is kept, whichever county that is."""
    with in_scope(whole_scope()) as whole:
        homes = dict(Person.objects.within(whole).filter(pk__in=[row[1] for row in rows]).values_list("pk", "region"))  # fmt: skip
    return [OnList(row[0], row[1], row[2], row[3], homes.get(row[1], "")) for row in rows]


def choices(scope: Scope, kind: flow.Flow, day: int) -> list[tuple[str, str]]:
    """What an application for an item may be about, as the own institution has it: value and words."""
    what, year = str((kind.applies or {})["about"]), day // 10000
    if what == "year":
        return [(str(one), str(one)) for one in (year, year - 1)]
    if what == "month":
        months = [(year * 12 + day // 100 % 100 - 1 - back) for back in range(12)]
        return [(f"{one // 12}{one % 12 + 1:02}", f"{one // 12}-{one % 12 + 1:02}") for one in months]
    if what == "class":
        ready = TrainingClass.objects.within(scope).filter(scope.owns(), state="ready").order_by("-starts")
        return [(one.class_no, f"{one.class_no} {one.site}") for one in ready[:50]]
    if what == "project":
        bought = Project.objects.within(scope).filter(scope.owns()).order_by("-starts")
        return [
            (f"{one.project_no}/{stage}", f"{one.title}|{stage}") for one in bought[:50] for stage in "12"
        ]
    if what == "plan":
        filed = plans(scope).filter(state="filed")
        return [(f"{one.plan_no}/{stage}", f"{one.plan_no}|{stage}") for one in filed[:50] for stage in "12"]
    from qianxiao.services.studies.parameters import term_of

    return [(one, one) for one in dict.fromkeys((term_of(day), term_of(day - 600 if day % 10000 > 900 else day - 10000 + 600)))]  # fmt: skip


def decided_from(scope: Scope, line: ClaimLine) -> RosterLine | None:
    """The told and found facts behind a line of a claim; None for what the close decided."""
    found: RosterLine | None = (
        RosterLine.objects.within(scope).filter(entitlement=line.entitlement_id).select_related("roster").order_by("-id").first()
    )  # fmt: skip
    return found
