"""What became of people in a demo: of the classes of the registers by lot, and two ended classes of the demo's institution."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.base.uscc import check_char
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.duties.clock import today
from qianxiao.registers.people.models import Person
from qianxiao.registers.schools.models import Institution
from qianxiao.services.training.actions import next_number
from qianxiao.services.training.models import Outcome, Trainee, TrainingClass
from qianxiao.services.training.rules import asked_after, outcome_months
from qianxiao.services.training.timetable import months_before, ymd

_SQL = (Path(__file__).parent / "sql" / "demo_outcomes.sql").read_text(encoding="utf-8")
# train type, occupation, level, paper, days since the end, people, enterprise that takes them on
_CLASSES: tuple[tuple[Any, ...], ...] = (
    ("04", "6-05-01-01", "5", "5", 110, 12, "县扶贫车间服装厂"),
    ("07", "4-07-03-04", "9", "6", 400, 8, ""),
)
_TOLD = 5  # of each class


def demo_outcomes(org_code: str) -> None:
    """Outcomes by lot once a month has its trainees; ended classes of the institution. Called again, only what is missing."""
    one, day = Institution.objects.get(org_code=org_code), today()
    with in_scope(whole_scope()) as scope:
        with connection.cursor() as cursor:
            for months in outcome_months():
                cursor.execute(_SQL, {"months": months, "day": ymd(day), "until": months_before(day, months)})
        if (
            not TrainingClass.objects.within(scope)
            .filter(org_code=org_code, class_no__endswith="D1")
            .exists()
        ):
            for number, line in enumerate(_CLASSES, 1):
                _ended(scope, one, line, number, day)


def _ended(scope: Scope, one: Institution, line: tuple[Any, ...], number: int, day: date) -> None:
    kind, occupation, level, paper, since, people, employer = line
    ends = day - timedelta(days=since)
    starts = ends - timedelta(days=9)
    made = TrainingClass.objects.within(scope).create(
        id=next_number("training_trainingclass"), class_no=f"{one.region[:6]}{ends.year}D{number}", org_code=one.org_code,
        org_name=one.name, region=one.region, mode="1", train_type=kind, occupation=occupation, level=level, cert_kind=paper,
        starts=ymd(starts), ends=ymd(ends), hours_theory=24, hours_practice=56, seats=people, state="ready", made_by="training",
        filed_by="training", checked_by="county", employer=employer,
    )  # fmt: skip
    there = Trainee.objects.within(scope).filter(org_code=one.org_code).values("person")
    lo, hi = one.region[:6], f"{one.region[:6]}~"
    found = Person.objects.within(scope, lo, hi).filter(same_as=None, train="served").exclude(pk__in=there)
    for nth, person in enumerate(found.order_by("id")[:people]):
        row = Trainee.objects.within(scope).create(
            trainee_no=f"{made.class_no}-{nth:02}", training_class=made, person=person, name=person.name, id_mask=person.id_mask,
            person_group="06", group_from="register", joined=made.starts, result="1", region=one.region, org_code=one.org_code,
        )  # fmt: skip
        if nth < _TOLD:
            _fate(scope, row, made, nth, day)


def _fate(scope: Scope, row: Trainee, made: TrainingClass, nth: int, day: date) -> None:
    """Told of at every month that is over: with the enterprise of the class, or with a business of their own."""
    due = [months for months in asked_after() if made.ends <= months_before(day, months)]
    begins = ymd(date(made.ends // 10000, made.ends // 100 % 100, made.ends % 100) + timedelta(days=10 + nth))
    told: dict[str, Any] = (
        {"form": "1", "employer": made.employer, "direct": True}
        if made.employer
        else {"form": "4", "licence": f"92{made.region[:6]}MA70000{nth:02}", "incubator": "县返乡创业孵化园"}
    )
    if told.get("licence"):
        first = told["licence"].ljust(17, "0")
        told["licence"] = first + check_char(first)
    for months in due:
        Outcome.objects.within(scope).create(
            trainee=row, months=months, starts=begins, day=ymd(day), by="training", region=row.region, org_code=row.org_code, **told
        )  # fmt: skip
