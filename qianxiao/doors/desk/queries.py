"""What a post has to do now (B02): duties by time left, queues and lists that wait, with counts that open. No names of persons."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse

from qianxiao.masterdata.regions.queries import stem
from qianxiao.money.claims import queries as claims
from qianxiao.money.claims.words import title as claim_title
from qianxiao.money.payments.queries_late import next_steps
from qianxiao.money.payments.queries_late import waiting as late_payments
from qianxiao.office.accounts.models import FileHand, Post
from qianxiao.office.accounts.queries import Actor, open_files
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.duties import queries as duties
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.office.duties.models import Duty
from qianxiao.office.exports.queries import waiting as exports_waiting
from qianxiao.programme.matching.queries import waiting as doubts_waiting
from qianxiao.registers.people.queries import duplicates
from qianxiao.returns.close import queries as close
from qianxiao.returns.close import queries_case as case

WEEK = timedelta(days=7)
DATES = 4  # of the row of coming days


@dataclass(frozen=True)
class Queue:
    """Something that waits in a number: what, how many, where it opens."""

    what: str  # exports, doubts, visits, duplicates, irregularities, feedback, train, study, aid
    n: int
    href: str
    look: int = 0  # how many of them a person has to look at
    title: str = ""


@dataclass
class Today:
    """The work of a post on one day."""

    day: date
    counted: dict[str, int] = field(default_factory=dict)  # view of the duties → how many
    groups: list[tuple[str, list[Duty]]] = field(default_factory=list)  # overdue, today, week
    later: list[Duty] = field(default_factory=list)
    more: bool = False
    queues: list[Queue] = field(default_factory=list)
    files: list[FileHand] = field(default_factory=list)
    figures: close.Figures | None = None
    period: int | None = None

    @property
    def to_do(self) -> int:
        """How many things wait for the coming week: each duty, each file and each queue is one."""
        due = self.counted.get("open", 0) - len(self.later)
        return due + len(self.queues) + len(self.files)


def of_today(actor: Actor, post: Post, day: date) -> Today:
    """Everything at once; fourteen queries at most, whatever the region holds."""
    scope = actor.scope
    found = Today(day, duties.counts(scope, post, day), period=close.latest_period())
    soonest, found.more = duties.soonest(scope, post, day)
    parts: dict[str, list[Duty]] = {"overdue": [], "today": [], "week": []}
    for one in soonest:
        if one.due_on > day + WEEK:
            found.later.append(one)
        else:
            parts["overdue" if one.due_on < day else "today" if one.due_on == day else "week"].append(one)
    found.groups = [(name, rows) for name, rows in parts.items() if rows]
    found.files = open_files(post)
    found.queues = [one for one in _queues(scope, post, found.period) if one.n]
    if scope.may(Right.RELEASE) and (n := exports_waiting(actor).count()):
        found.queues.insert(0, Queue("exports", n, f"{reverse('exports')}?part=waiting"))
    if found.period and scope.may(Right.COVERAGE) and post.home:
        found.figures = _figures(scope, found.period, post.home)
    return found


def _figures(scope: Scope, period: int, region: str) -> close.Figures | None:
    """The coverage of the post's region; None where the month has nobody of it."""
    try:
        return close.coverage(scope, period, region, "all")
    except Http404:
        return None


def _queues(scope: Scope, post: Post, period: int | None) -> list[Queue]:
    """Queues the post may open, costliest first."""
    found = _claims(scope, post.user.username)
    if scope.may(Right.REVIEW):
        waits, desk = doubts_waiting(scope), reverse("match-doubts")
        found.append(Queue("doubts", waits.get("open", 0), desk))
        found.append(Queue("visits", waits.get("visit", 0), f"{desk}?view=visit"))
        found.append(Queue("duplicates", duplicates(scope).count(), reverse("duplicates")))
    if period is None:
        return found
    if scope.may(Right.REVIEW):
        n = sum(line["n"] for line in case.irregularity_counts(scope, period))
        found.append(Queue("irregularities", n, reverse("irregularities", args=[period])))
    if scope.institutions and scope.may(Right.FEEDBACK):
        rows = [row for row in case.feedback_orgs(scope, period) if row["org_code"] in scope.institutions]
        href = reverse("feedback", args=[period, scope.institution])
        found.append(Queue("feedback", sum(row["to_do"] for row in rows), f"{href}?only=todo"))
    if scope.may(Right.PEOPLE) and post.home and len(stem(post.home)) >= 6:
        found += _gaps(close.gap_facets(scope, period, post.home), reverse("gaps", args=[period, post.home]))
    return found


def _claims(scope: Scope, name: str) -> list[Queue]:
    """Claims and payments that wait for this post, the most urgent claims by themselves, the others in a number."""
    day = ymd(today())
    first, n = claims.waiting(scope, day)
    found = [
        Queue(
            f"claim_{one.claim.state}",
            one.claim.lines_told,
            reverse("claim", args=[one.claim.pk]),
            one.look,
            claim_title(one.claim),
        )
        for one in first
    ]
    if n > len(first):
        found.append(Queue("claims", n - len(first), reverse("claims")))
    found += [Queue(what, n_, reverse("payments")) for what, n_ in next_steps(scope, name)]
    found += [Queue(f"late_{kind}", n_, f"{reverse('payments-list')}?late={kind}") for kind, n_ in late_payments(scope, day)]  # fmt: skip
    if scope.may(Right.APPEALS):
        found.append(Queue("appeals", claims.appeals_by_state(scope).get("open", 0), reverse("appeals")))
    return found


def _gaps(facets: list[dict[str, Any]], address: str) -> list[Queue]:
    """The three lists of the close: to be trained, to be schooled, aid that is missing."""
    return [
        Queue(kind, sum(line["n"] for line in facets if line["kind"] == kind), f"{address}?kind={kind}")
        for kind in ("train", "study", "aid")
    ]
