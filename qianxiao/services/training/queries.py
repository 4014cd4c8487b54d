"""Reads of training: projects, classes, timetables, rosters, who may be put on one; in the scope of the post."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from qianxiao.base.catalogues import Package, packages
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.registers.people.models import Person
from qianxiao.registers.schools.models import TRAINERS, Institution, Room, Teacher
from qianxiao.services.training.models import (
    AreaStop,
    Attendance,
    Booking,
    Entry,
    Inspection,
    Project,
    Request,
    Session,
    Trainee,
    TrainingClass,
)
from qianxiao.services.training.rules import limit

OFFERED = 200  # people of the intention list shown at once
WILLING = "train:willing_waiting"  # of policies/states.yaml


def classes(scope: Scope) -> "QuerySet[TrainingClass]":
    """Classes in scope."""
    scope.need(Right.CLASSES)
    rows: QuerySet[TrainingClass] = TrainingClass.objects.within(scope)
    return rows


def class_of(scope: Scope, number: int, lock: bool = False) -> TrainingClass:
    """One class. Raises Http404 out of scope."""
    found: TrainingClass = the_one(classes(scope), number, lock)
    return found


def writes(actor: Actor, one: TrainingClass) -> bool:
    """Whether this post keeps the class: the own institution's, nobody else's."""
    return actor.scope.may(Right.TEACH) and one.org_code in actor.scope.institutions


def decides(actor: Actor, one: TrainingClass) -> bool:
    """Whether this post may decide about the class: an office of its county who did not file it."""
    return (
        actor.scope.may(Right.CLASS_CHECK)
        and actor.scope.holds(*span(one.region))
        and actor.username != one.filed_by
    )


def projects(scope: Scope) -> "QuerySet[Project]":
    """Projects in scope, with how many people their classes have and how many of those finished."""
    scope.need(Right.CLASSES)
    live = ~Q(classes__state="dropped")
    rows: QuerySet[Project] = Project.objects.within(scope)
    return rows.annotate(
        n_classes=Count("classes", filter=live, distinct=True),
        n_people=Count("classes__trainees", filter=live & Q(classes__trainees__left_on=None), distinct=True),
        n_passed=Count("classes__trainees", filter=Q(classes__trainees__result="1"), distinct=True),
    )


def project_of(scope: Scope, number: int) -> Project:
    """One project. Raises Http404 out of scope."""
    found: Project = the_one(projects(scope), number)
    return found


def open_projects(scope: Scope, day: int) -> list[Project]:
    """Projects a class may still be opened for."""
    return list(projects(scope).filter(ends__gte=day).order_by("project_no", "id")[:50])


def packages_of(one: Institution, day: int) -> list[Package]:
    """National packages of what an institution may teach on a day (19-14-03)."""
    may = set(
        one.licensed_for.filter(what="teach", valid_from__lte=day, valid_to__gte=day).values_list(
            "occupation", "level"
        )
    )
    return [
        pack
        for pack in packages().values()
        if (pack.occupation, pack.level) in may and pack.valid_from <= day <= pack.valid_to
    ]


def rooms_of(org_code: str) -> "QuerySet[Room]":
    """Rooms an institution may hold a class in: its own, and shared ones."""
    mine = Q(institution__org_code=org_code)
    return (
        Room.objects.filter(mine | Q(shared=True), active=True)
        .select_related("institution")
        .order_by("name", "id")
    )


def teachers_of(scope: Scope, org_code: str) -> "QuerySet[Teacher]":
    """Teachers of the institution."""
    rows: QuerySet[Teacher] = Teacher.objects.within(scope).filter(org_code=org_code)
    return rows.order_by("name", "id")


def sessions(scope: Scope, one: TrainingClass) -> list[Session]:
    """The timetable in its order."""
    rows = Session.objects.within(scope).filter(training_class=one)
    return list(rows.select_related("room", "teacher").order_by("day", "lo", "id"))


def session_of(scope: Scope, one: TrainingClass, number: int) -> Session:
    """One session of a class. Raises Http404."""
    rows = Session.objects.within(scope).filter(training_class=one).select_related("room", "teacher")
    found: Session = the_one(rows, number)
    return found


def roster(scope: Scope, one: TrainingClass, gone: bool = False) -> list[Trainee]:
    """The people of a class by name; with those who left, if asked."""
    rows = Trainee.objects.within(scope).filter(training_class=one)
    return list((rows if gone else rows.filter(left_on=None)).order_by("name", "id"))


def hours_by_mode(scope: Scope, one: TrainingClass) -> list[tuple[str, int]]:
    """Class hours of the timetable by mode of delivery (19-11-03)."""
    rows = Session.objects.within(scope).filter(training_class=one, live=True)
    return list(rows.values_list("mode").annotate(n=Sum("hours")).order_by("mode"))


def entries(scope: Scope, session: Session) -> list[Entry]:
    """Roll calls of a session as they arrived, newest first."""
    rows = Entry.objects.within(scope).filter(session=session)
    return list(rows.order_by("-at")[:20])


def entry_of(scope: Scope, session: Session, key: UUID) -> Entry | None:
    """The roll call of a key, None when it has not arrived. Raises Http404 for a key that another session used."""
    found: Entry | None = Entry.objects.within(scope).filter(pk=key).first()
    if found is not None and found.session_id != session.pk:
        raise Http404
    return found


def marks(scope: Scope, one: TrainingClass) -> "QuerySet[Attendance]":
    """Where everybody of a class stands in its sessions; its days name the partitions that are read."""
    rows: QuerySet[Attendance] = Attendance.objects.within(scope)
    return rows.filter(training_class=one.pk, day__gte=one.starts, day__lte=one.ends)


def attended(scope: Scope, one: TrainingClass) -> dict[int, dict[str, int]]:
    """Class hours of each trainee by state: trainee → state → hours."""
    found: dict[int, dict[str, int]] = {}
    for trainee, state, n in marks(scope, one).values_list("trainee", "state").annotate(n=Sum("hours")):
        found.setdefault(trainee, {})[state] = n
    return found


def of_today(scope: Scope, day: int) -> list[Session]:
    """Sessions of a day in running classes, by hour, with how many roll calls they have."""
    scope.need(Right.CLASSES)
    rows = Session.objects.within(scope).filter(day=day, live=True, training_class__state="approved")
    told = rows.select_related("training_class", "room", "teacher").annotate(rolls=Count("entries"))
    return list(told.order_by("lo", "id")[:200])


def willing(one: TrainingClass, most: int = OFFERED) -> list[dict[str, Any]]:
    """People of the class's county who said in the survey that they want training and have had none: name, masked number.

    The institution serves them and sees no more than it needs to call them; whoever shows the list writes it down.
    Those on the roster already are left out.
    """
    lo, hi = span(one.region[:6])
    with in_scope(Scope.over((lo, hi))) as county:
        there = Trainee.objects.within(county).filter(training_class=one).values("person")
        rows = Person.objects.within(county, lo, hi).filter(train="in_progress", step=WILLING, same_as=None)
        found = rows.exclude(pk__in=there).order_by("region", "name", "id")
        return list(found.values("id", "name", "id_mask", "birth", "region")[:most])


def own_institution(scope: Scope) -> Institution:
    """The institution of the post, which must stand in the register. Raises Http404."""
    found = Institution.objects.filter(org_code=scope.institution).first() if scope.institution else None
    if found is None:
        raise Http404
    return found


def last_entries(scope: Scope, one: TrainingClass) -> dict[int, Entry]:
    """The newest roll call of each session of a class."""
    rows = Entry.objects.within(scope).filter(session__training_class=one).exclude(source="office")
    return {row.session_id: row for row in rows.order_by("session", "-at").distinct("session")}


def double_presence(first: int, last: int) -> list[tuple[Any, ...]]:
    """Everybody who stands in two classes at overlapping hours on days from-to, in any county: one statement (X-11).

    Rows: person, day, trainee, session and class of the one, trainee, session and class of the other.
    """
    text = (Path(__file__).parent / "sql" / "double_presence.sql").read_text(encoding="utf-8")
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(text, {"first": first, "last": last})
        return list(cursor.fetchall())


def few_hours(scope: Scope, one: TrainingClass) -> list[int]:
    """Trainees of a class who attended less than the share that a pass needs."""
    share = limit("attended_percent", one.starts, one.region)
    given = one.hours if one.elastic else sum(row.hours for row in sessions(scope, one) if row.live)
    got = attended(scope, one)
    return [
        row.pk for row in roster(scope, one) if got.get(row.pk, {}).get("present", 0) * 100 < given * share
    ]


def inspections(scope: Scope, one: TrainingClass) -> list[Inspection]:
    """Visits to a class, newest first."""
    return list(Inspection.objects.within(scope).filter(training_class=one).order_by("-id"))


def stops(scope: Scope) -> list[AreaStop]:
    """Stops of areas in scope, newest first."""
    return list(AreaStop.objects.within(scope).order_by("-id")[:100])


def requests(scope: Scope) -> list[Request]:
    """What villages in scope ask for, newest first."""
    scope.need(Right.OUTREACH)
    return list(Request.objects.within(scope).order_by("-id")[:200])


def shared_rooms() -> "QuerySet[Room]":
    """Rooms and bases that others may book."""
    return Room.objects.filter(shared=True, active=True).order_by("name", "id")


def bookings(scope: Scope) -> list[Booking]:
    """Bookings of the own institution, newest first."""
    return list(Booking.objects.within(scope).select_related("room").order_by("-day", "lo")[:200])


def trainers(actor: Actor) -> list[tuple[str, str]]:
    """Institutions of the post's place that train: code and name."""
    lo, hi = span(actor.post.home if actor.post else "")
    rows = Institution.objects.filter(org_type__in=TRAINERS, region__gte=lo, region__lt=hi)
    return list(rows.order_by("name", "id").values_list("org_code", "name")[:500])
