"""Reads of what became of people after a class: who is to be asked, what was told, rates of classes (19-10-03, 19-10-06)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.registers.people.models import Person
from qianxiao.services.training import queries
from qianxiao.services.training.models import Outcome, Trainee, TrainingClass
from qianxiao.services.training.rules import outcome_months, types
from qianxiao.services.training.timetable import months_before

ENDED = ("finished", "assessed", "certified", "ready")
DROPPED_OUT = "3"  # of the code table train_result


def asking(months: int, startup: bool = False) -> list[str]:
    """Training types that ask after so many months; only those that end in a business, if asked."""
    return [code for code, kind in types().items() if months in kind.months and (kind.startup or not startup)]


def stayed() -> Q:
    """Trainees who did not leave their class."""
    return Q(left_on=None) & ~Q(result=DROPPED_OUT)


def followed(scope: Scope, day: date, months: int, startup: bool = False) -> "QuerySet[Trainee]":
    """Trainees in scope whose class ended so many months ago or earlier, with `told`: whether the outcome is there."""
    scope.need(Right.CLASSES)
    told = Outcome.objects.within(scope).filter(trainee=OuterRef("pk"), months=months)
    rows: QuerySet[Trainee] = Trainee.objects.within(scope).filter(
        stayed(), training_class__state__in=ENDED, training_class__ends__lte=months_before(day, months),
        training_class__train_type__in=asking(months, startup),
    )  # fmt: skip
    return rows.annotate(told=Exists(told)).select_related("training_class")


def outcomes_of(scope: Scope, trainees: Iterable[int], months: int = 0) -> dict[tuple[int, int], Outcome]:
    """Outcomes by trainee and months; of one number of months, if given."""
    rows = Outcome.objects.within(scope).filter(trainee__in=list(trainees))
    rows = rows.filter(months=months) if months else rows
    return {(one.trainee_id, one.months): one for one in rows}


def phones(trainees: Iterable[Trainee]) -> dict[UUID, str]:
    """Masked telephones of one's own trainees, to call them; their record may be kept by any county."""
    wanted = {row.person_id for row in trainees}
    with in_scope(whole_scope()) as scope:
        rows = Person.objects.within(scope).filter(pk__in=wanted).exclude(phone_mask="")
        return dict(rows.values_list("pk", "phone_mask"))


def _counted(rows: "QuerySet[Outcome]") -> Coalesce:
    """How many trainees of the class of each row stand behind an outcome."""
    mine = rows.filter(trainee__training_class=OuterRef("pk")).order_by().values("trainee__training_class")
    told = mine.annotate(n=Count("trainee", distinct=True)).values("n")
    return Coalesce(Subquery(told, output_field=IntegerField()), 0)


def rated(scope: Scope, day: date) -> "QuerySet[TrainingClass]":
    """Classes whose people are to be asked, with their people, those told (told_3 …) and in work (works_3 …) by months, and direct starts."""
    told = Outcome.objects.within(scope)
    works = told.exclude(form="")
    people = Trainee.objects.within(scope).filter(stayed(), training_class=OuterRef("pk")).order_by()
    size = people.values("training_class").annotate(count=Count("pk")).values("count")
    return (
        queries.classes(scope)
        .filter(state__in=ENDED, ends__lte=months_before(day, outcome_months()[0]))
        .annotate(
            n_people=Coalesce(Subquery(size, output_field=IntegerField()), 0),
            **{f"told_{n}": _counted(told.filter(months=n)) for n in outcome_months()},
            **{f"works_{n}": _counted(works.filter(months=n)) for n in outcome_months()},
            direct=_counted(told.filter(direct=True)),
        )
    )


def paired(scope: Scope, people: Iterable[UUID], kinds: Iterable[str]) -> dict[UUID, str]:
    """The class of a paired type that each person had, as far as it is in scope: person → number of the class."""
    rows = Trainee.objects.within(scope).filter(
        stayed(), person__in=list(people), training_class__train_type__in=list(kinds)
    )
    return dict(
        rows.order_by("training_class__starts").values_list("person_id", F("training_class__class_no"))
    )


def own_classes(scope: Scope) -> list[Trainee]:
    """The classes a person is on the roster of, newest first, for that person (20-02-06); nothing for anybody else."""
    if not scope.person:
        return []
    with in_scope(whole_scope()) as everywhere:
        rows = Trainee.objects.within(everywhere).filter(
            Q(person=scope.person) | Q(person__same_as=scope.person), left_on=None
        )
        shown = rows.exclude(training_class__state__in=("draft", "filed", "returned", "dropped"))
        return list(shown.select_related("training_class").order_by("-training_class__starts", "-id")[:50])
