"""What the training institution of a demo has: rooms, teachers, a project, and a class that is running today."""

from datetime import date

from qianxiao.base.catalogues import packages
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.duties.clock import today
from qianxiao.registers.schools.models import Institution, Room, Teacher
from qianxiao.services.training.actions import _lay, next_number
from qianxiao.services.training.actions_roster import put_on
from qianxiao.services.training.models import Project, Session, Trainee, TrainingClass
from qianxiao.services.training.queries import willing
from qianxiao.services.training.timetable import Part, plan, ymd

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


def demo_teacher(one: Institution, name: str) -> Teacher:
    """A teacher or examiner of a demo's institution, once."""
    with in_scope(whole_scope()) as scope:
        rows = Teacher.objects.within(scope)
        found: Teacher = rows.filter(org_code=one.org_code, name=name).first() or rows.create(
            region=one.region, org_code=one.org_code, name=name
        )
    return found


def demo_training(org_code: str) -> None:
    """Rooms, teachers, a project and a class that is running today by the demo's clock; called again, only what is missing."""
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
            _running(one, bought, rooms[0], teachers[0], day)


def _running(one: Institution, bought: Project, room: Room, teacher: Teacher, day: date) -> None:
    """A class of the project that begins today, approved, with people who want it."""
    pack = packages()[_PACKAGE]
    lines = plan(
        [Part(part.zh, part.kind, part.hours) for part in pack.modules], day, 8, one.region, every_day=True
    )
    with in_scope(whole_scope()) as scope:
        number = next_number("training_trainingclass")
        made = TrainingClass.objects.within(scope).create(
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
