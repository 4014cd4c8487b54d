"""What the training institution of a demo has: rooms, teachers, a project, a class that begins today and one that ends."""

from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from qianxiao.base.catalogues import packages
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.duties.clock import today
from qianxiao.registers.schools.models import Institution, Room, Teacher
from qianxiao.services.training.actions import _lay, next_number
from qianxiao.services.training.actions_roll import ends, mark
from qianxiao.services.training.actions_roster import put_on
from qianxiao.services.training.models import Entry, Project, Session, Trainee, TrainingClass
from qianxiao.services.training.queries import willing
from qianxiao.services.training.timetable import Part, Planned, as_date, plan, ymd

_ROOMS = (
    ("第一教室", "classroom", 40, False),
    ("第二教室", "classroom", 40, False),
    ("实训车间", "practice", 30, True),
)
_TEACHERS = ("石开云", "麻秀英", "龙再兴")
_PACKAGE = "P-4-10-01-05-5"


def demo_room(one: Institution, name: str, kind: str, seats: int, shared: bool = False) -> Room:
    """A room of a demo's institution, once."""
    told = {"kind": kind, "seats": seats, "shared": shared, "region": one.region}
    return Room.objects.get_or_create(institution=one, name=name, defaults=told)[0]


def demo_teacher(one: Institution, name: str, occupation: str = "") -> Teacher:
    """A teacher or examiner of a demo's institution, once."""
    with in_scope(whole_scope()) as scope:
        rows = Teacher.objects.within(scope)
        found: Teacher = rows.filter(org_code=one.org_code, name=name).first() or rows.create(
            region=one.region, org_code=one.org_code, name=name, occupation=occupation
        )
    return found


def demo_training(org_code: str) -> None:
    """Rooms, teachers, a project, and by the demo's clock a class that begins today and one that ends; again, only what is missing."""
    one = Institution.objects.get(org_code=org_code)
    rooms = [demo_room(one, *line) for line in _ROOMS]
    teachers = [demo_teacher(one, name) for name in _TEACHERS]
    with in_scope(whole_scope()) as scope:
        day, pack = today(), packages()[_PACKAGE]
        bought = Project.objects.within(scope).get_or_create(
            project_no=f"XM{one.region}{day.year}01",
            defaults={
                "region": one.region, "org_code": org_code, "title": "养老护理员项目制培训", "programme": "skills_action",
                "basis": "县职业技能提升行动实施方案", "selection": "公开遴选", "contract_no": f"HT{day.year}01", "budget": 240_000_00,
                "people": 200, "train_type": "03", "occupation": pack.occupation, "level": pack.level, "package": pack.code,
                "starts": day.year * 10000 + 101, "ends": day.year * 10000 + 1231, "by": "operator",
            },
        )[0]  # fmt: skip
        if not Session.objects.within(scope).filter(org_code=org_code, day__gte=ymd(day), live=True).exists():
            # of an earlier day of the demo's clock: never taught, so nobody need look at it
            stale = TrainingClass.objects.within(scope).filter(
                org_code=org_code, project=bought, ends__lt=ymd(day)
            )
            stale.exclude(sessions__entries__isnull=False).delete()
            _class(one, bought, rooms[0], teachers[0], _lines(one, day))
            last = as_date(_lines(one, day)[-1].day)
            ending = _class(one, bought, rooms[1], teachers[1], _lines(one, day - (last - day)))
            _rolled(ending, ymd(day))


def _lines(one: Institution, first: date) -> list[Planned]:
    """The timetable of a class that begins on a day and is taught every day."""
    parts = [Part(part.zh, part.kind, part.hours) for part in packages()[_PACKAGE].modules]
    return plan(parts, first, 8, one.region, every_day=True)


def _class(
    one: Institution, bought: Project, room: Room, teacher: Teacher, lines: list[Planned]
) -> TrainingClass:
    """A class of the project, approved, with people who want it."""
    pack, day = packages()[_PACKAGE], as_date(lines[0].day)
    with in_scope(whole_scope()) as scope:
        number = next_number("training_trainingclass")
        made: TrainingClass = TrainingClass.objects.within(scope).create(
            id=number, class_no=f"{one.region[:6]}{day.year}{number:06}", org_code=one.org_code, org_name=one.name,
            region=one.region, project=bought, package=pack.code, programme=bought.programme, mode="2", train_type="03",
            occupation=pack.occupation, level=pack.level, cert_kind="2", site=room.name, starts=lines[0].day, ends=lines[-1].day,
            hours_theory=pack.hours["theory"], hours_practice=pack.hours["practice"], seats=room.seats, state="approved",
            made_by="training", filed_by="training", checked_by="county",
        )  # fmt: skip
        _lay(Actor("operator", scope=scope), made, lines, room, teacher)
        there = set(
            Trainee.objects.within(scope).filter(org_code=one.org_code).values_list("person_id", flat=True)
        )
        put_on(made, [row["id"] for row in willing(made) if row["id"] not in there][: room.seats - 10])
    return made


def _rolled(one: TrainingClass, day: int) -> None:
    """The roll calls of a class before a day: somebody is missing now and then."""
    with in_scope(whole_scope()) as scope:
        roster = Trainee.objects.within(scope).filter(training_class=one)
        roster.update(joined=one.starts)
        people = list(roster.order_by("id").values_list("id", flat=True))
        past = Session.objects.within(scope).filter(training_class=one, day__lt=day).order_by("day", "lo")
        for nth, row in enumerate(past):
            absent = [people[nth]] if nth % 5 == 3 and nth < len(people) else []
            at = ends(row) + timedelta(minutes=nth)
            key = uuid5(NAMESPACE_URL, f"demo roll {row.pk}")
            marks = mark(row, key, absent, late=False)
            Entry.objects.within(scope).create(
                key=key, session=row, region=row.region, org_code=row.org_code, absent=absent, present=marks.count("present"),
                source="page", captured_at=at, at=at, by="training",
            )  # fmt: skip
