"""One person, one life-long file: what schools, classes, courses and bodies of all provinces gave, in time order (19-09-01).

The person is in the reader's scope, or the caller has shown nothing; what was given elsewhere belongs to the file all
the same. Names of institutions are public; nobody else stands in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.duties.declared import ymd
from qianxiao.registers.schools import words
from qianxiao.registers.schools.models import Institution
from qianxiao.services.courses.models import Learning
from qianxiao.services.evaluation.models import Certificate
from qianxiao.services.outreach.queries import of_people
from qianxiao.services.outreach.rules import said as kind_said
from qianxiao.services.studies.models import StatusEvent
from qianxiao.services.studies.words import EVENTS
from qianxiao.services.training.models import Trainee

MOST = 300


@dataclass(frozen=True)
class Page:
    """One line of the file; day yyyymmdd."""

    day: int
    kind: str | Promise
    what: str
    where: str
    number: str = ""


def life_of(persons: list[UUID]) -> list[Page]:
    """The lines of one person under all its records, oldest first."""
    with in_scope(whole_scope()) as scope:
        found = [
            *_schooling(scope, persons),
            *_classes(scope, persons),
            *_courses(scope, persons),
            *_papers(scope, persons),
            *_services(scope, persons),
        ]
        names = dict(
            Institution.objects.filter(org_code__in={one.where for one in found}).values_list(
                "org_code", "name"
            )
        )
    lines = [Page(one.day, one.kind, one.what, names.get(one.where, one.where), one.number) for one in found]
    return sorted(lines, key=lambda one: one.day)[:MOST]


def _schooling(scope: Scope, persons: list[UUID]) -> Iterator[Page]:
    rows = StatusEvent.objects.within(scope).filter(student__person_id__in=persons).select_related("student")
    for row in rows.order_by("day", "id")[:MOST]:
        said = f"{words.major(row.student.major)} · {EVENTS.get(row.verb, row.verb)}"
        yield Page(row.day, _("Schooling"), said, row.student.org_code, row.student.reg_no)


def _classes(scope: Scope, persons: list[UUID]) -> Iterator[Page]:
    rows = Trainee.objects.within(scope).filter(person_id__in=persons).select_related("training_class")
    for row in rows[:MOST]:
        one = row.training_class
        said = f"{words.occupation(one.occupation)} · {words.coded('train_result', row.result)}"
        yield Page(one.starts, _("Training"), said, one.org_code, one.class_no)


def _courses(scope: Scope, persons: list[UUID]) -> Iterator[Page]:
    rows = Learning.objects.within(scope).filter(person_id__in=persons).select_related("course", "proof")
    for row in rows[:MOST]:
        number = row.proof.number if hasattr(row, "proof") else ""
        yield Page(ymd(localdate(row.began_at)), _("Online course"), row.course.title, row.org_code, number)


def _papers(scope: Scope, persons: list[UUID]) -> Iterator[Page]:
    rows = Certificate.objects.within(scope).filter(person_id__in=persons)
    for row in rows[:MOST]:
        said = f"{words.occupation(row.occupation)} · {words.coded('train_level', row.level)}"
        yield Page(row.issued, _("Certificate"), said, row.org_code, row.cert_no)


def _services(scope: Scope, persons: list[UUID]) -> Iterator[Page]:
    for row in of_people(scope, persons):
        yield Page(
            row.day, _("Free service"), f"{kind_said(row.kind)} · {row.result}", row.post or row.officer
        )
