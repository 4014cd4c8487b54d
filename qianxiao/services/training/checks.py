"""What stands against a class or a trainee: refused where the rule is certain, held for a person where it is not (19-05-02)."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.base.catalogues import occupations
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.duties.clock import today
from qianxiao.registers.schools.models import Institution
from qianxiao.registers.schools.queries import licensed
from qianxiao.services.studies.queries import on_roll
from qianxiao.services.training.models import Session, Trainee, TrainingClass
from qianxiao.services.training.rules import limit, programmes, says_a_level, types
from qianxiao.services.training.timetable import ymd

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Finding:
    """One thing found: its code, whether it stops the class, and the number of the other record or a figure."""

    code: str
    refused: bool
    other: str = ""


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _asked(name: str, **values: Any) -> list[tuple[Any, ...]]:
    """Rows of a check over every county: what comes back is a number of a class, never a person of elsewhere."""
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(_sql(name), values)
        return list(cursor.fetchall())


def class_findings(one: TrainingClass) -> list[Finding]:
    """Everything against a class, the certain things first."""
    found = [*_licence(one), *_contents(one), *_project(one), *_times(one), *_people(one)]
    return sorted(set(found), key=lambda line: (not line.refused, line.code, line.other))


def _licence(one: TrainingClass) -> Iterator[Finding]:
    """Licence, its dates, what it covers, how many it allows (patterns 26, 27)."""
    holder = Institution.objects.filter(org_code=one.org_code).first()
    if holder is None:
        yield Finding("no_institution", True)
        return
    if not (holder.licensed(one.starts) and holder.licensed(one.ends)):
        yield Finding("licence_over", True, str(holder.licence_to or ""))
    if not licensed(one.org_code, "teach", one.occupation, one.level, one.starts):
        yield Finding("not_licensed", True, one.occupation)
    if holder.scale and one.seats > holder.scale:
        yield Finding("over_scale", True, str(holder.scale))


def _contents(one: TrainingClass) -> Iterator[Finding]:
    """Occupation, level, paper, hours and length of the type, programme (19-10-02, 19-14-02)."""
    job, kind = occupations().get(one.occupation), types().get(one.train_type)
    if job is None or kind is None:
        yield Finding("no_occupation" if job is None else "no_type", True, one.occupation)
        return
    if not job.in_force(one.starts):
        yield Finding("occupation_retired", False, job.successor)
    if one.level not in job.levels:
        yield Finding("no_level", True, one.level)
    if one.cert_kind not in kind.cert:
        guidance = says_a_level(one.cert_kind) and kind.result == "attended"
        yield Finding("guidance_level" if guidance else "wrong_paper", True)
    if not kind.hours[0] <= one.hours <= kind.hours[1]:
        yield Finding("type_hours", False, f"{kind.hours[0]}-{kind.hours[1]}")
    if kind.employer and not one.employer:
        yield Finding("no_employer", True)
    if kind.site_kind and not one.site_kind:
        yield Finding("no_site_kind", True)
    if one.programme and one.programme not in programmes(one.starts):
        yield Finding("programme_over", True)


def _project(one: TrainingClass) -> Iterator[Finding]:
    """A class of a project is what was bought (20-02-10)."""
    bought = one.project
    if bought is None:
        return
    if (bought.train_type, bought.occupation, bought.level) != (one.train_type, one.occupation, one.level):
        yield Finding("other_than_project", True, bought.project_no)
    if not bought.starts <= one.starts <= one.ends <= bought.ends:
        yield Finding("outside_project", True, bought.project_no)
    for code, other in _asked("project_people", project=bought.pk):
        yield Finding(code, True, other)


def _times(one: TrainingClass) -> Iterator[Finding]:
    """The timetable against rooms, teachers and limits (patterns 21, 27), in sets."""
    kind = types().get(one.train_type)
    told = {
        "hours_a_day": limit("hours_a_day", one.starts, one.region),
        "teacher_hours": limit("teacher_hours_a_day", one.starts, one.region),
        "days": kind.days if kind else 0,
    }
    for code, refused, other in _asked("class_times", number=one.pk, **told):
        yield Finding(code, refused, other)


def _people(one: TrainingClass) -> Iterator[Finding]:
    """How many there are, and whether somebody among them stops the class."""
    lines = trainee_findings(one)
    stopped = sum(any(line.refused for line in found) for found in lines.values())
    there = Trainee.objects.within(whole_scope()).filter(training_class=one, left_on=None).count()
    if not there:
        yield Finding("nobody", True)
    if there > one.seats:
        yield Finding("over_seats", True, str(one.seats))
    if stopped:
        yield Finding("people_stopped", True, str(stopped))


def trainee_findings(one: TrainingClass) -> dict[int, list[Finding]]:
    """What stands against the people of a roster, by number of the trainee: one statement for all of them."""
    kind, limits = types().get(one.train_type), _limits(one)
    values = {**limits, "number": one.pk, "leavers": bool(kind and kind.only == "leaver")}
    found: dict[int, list[Finding]] = defaultdict(list)
    for number, code, refused, other in _asked("precheck", **values):
        found[number].append(Finding(code, refused, other))
    for number in _students(one):
        line = Finding("student", True)
        if line not in found[number]:  # the closed month may say so as well
            found[number].append(line)
    return dict(found)


def _students(one: TrainingClass) -> list[int]:
    """Trainees who are full-time on some school's roll when the class begins (pattern 9); not which school."""
    there = dict(
        Trainee.objects.within(whole_scope())
        .filter(training_class=one, left_on=None)
        .values_list("person_id", "id")
    )
    return sorted(there[person] for person in on_roll(there, one.starts))


def _limits(one: TrainingClass) -> dict[str, int]:
    read: Callable[[str], int] = lambda name: limit(name, one.starts, one.region)  # noqa: E731
    names = ("age_min", "age_max_male", "age_max_female", "classes_a_year")
    ages = programmes(one.starts).get(one.programme, {}).get("ages", [0, 200])
    return {**{name: read(name) for name in names}, "programme_min": ages[0], "programme_max": ages[1]}


def taken(rows: list[Session]) -> list[Finding]:
    """Which classes hold a room or teacher of these sessions, in any county."""
    lines = json.dumps([
        {"day": row.day, "lo": row.lo, "hi": row.hi, "room": row.room_id, "teacher": str(row.teacher_id or "") or None}
        for row in rows
    ])  # fmt: skip
    return [Finding(code, True, other) for code, other in _asked("taken", lines=lines)]


def closing_findings(one: TrainingClass, verb: str) -> list[Finding]:
    """What is still open before a class is finished, assessed, certified, or ready for the subsidy (19-05-02)."""
    share = limit("attended_percent", one.starts, one.region)
    rows = _asked("closing", number=one.pk, percent=share, today=ymd(today()))
    needs = {
        "finish": ("not_over", "unrolled"),
        "assess": ("no_result", "low_attendance"),
        "certify": ("no_paper",),
        "ready": ("unrolled", "held_open", "no_result", "low_attendance", "no_paper", "bad_inspection"),
    }
    return [Finding(code, True, other) for code, other in rows if code in needs[verb]]
