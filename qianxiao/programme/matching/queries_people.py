"""Scoped reads of what the matching desk does about some people: doubts, who was sent to look, which duty that is."""

from dataclasses import dataclass, field

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.duties.models import Duty
from qianxiao.office.duties.queries import asked_duties
from qianxiao.programme.matching.models import WAITING, Doubt, Ruling
from qianxiao.programme.matching.queries import VISIT, visit_subject

_MOST = 50  # doubts of one household
ON_THE_SPOT = ("visit", "same", "apart", "unclear")


@dataclass
class Asked:
    """A doubt about one person with what was ruled since somebody was last sent, oldest first, and that visit's duty."""

    doubt: Doubt
    rulings: list[Ruling] = field(default_factory=list)
    duty: Duty | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody still has to answer."""
        return self.doubt.state in WAITING


def about_people(scope: Scope, numbers: list[str]) -> list[Asked]:
    """Doubts about some registered people in scope that wait or that somebody was sent to look into, newest month first.

    Empty for a post that may neither review nor visit. Three queries, whatever there is.
    """
    if not (scope.may(Right.REVIEW) or scope.may(Right.VISIT)) or not numbers:
        return []
    rows = Doubt.objects.within(scope).filter(person_no__in=numbers[:_MOST])
    found = {one.pk: Asked(one) for one in rows.order_by("-first_period", "rank", "id")[:_MOST]}
    rulings = Ruling.objects.within(scope).filter(doubt__in=list(found), verb__in=ON_THE_SPOT)
    for ruling in rulings.order_by("id"):
        asked = found[ruling.doubt_id]
        if ruling.verb == "visit":
            asked.rulings = [ruling]
        elif asked.rulings:
            asked.rulings.append(ruling)
    subjects = {visit_subject(one.rulings[0]): one for one in found.values() if one.rulings}
    for duty in asked_duties(scope, VISIT, list(subjects)):
        subjects[duty.subject].duty = duty
    return [one for one in found.values() if one.waits or one.rulings]
