"""The menu as data: which page, under which right, which other pages count as the same place.

A new page is one line here. A county officer sees twelve lines at most (design of the navigation): what a page leads
to needs no line of its own.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope


@dataclass(frozen=True)
class Item:
    """A line: address name, label, icon, right, names of pages below it, what its address needs."""

    name: str
    label: str | Promise
    icon: str
    right: Right
    below: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # period, region
    own: bool = False  # an institution opens its own one, which has another name


@dataclass(frozen=True)
class Shelf:
    """Pages that belong together: one line of the menu, tabs on each of its pages."""

    label: str | Promise
    icon: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Entry:
    """A line as one reader sees it."""

    label: str | Promise
    icon: str
    href: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Group:
    """A heading and its lines."""

    label: str | Promise
    items: tuple[Item | Shelf, ...] = field(default_factory=tuple)


_MONTH, _PLACE = ("period",), ("period", "region")
MENU = (
    Group(
        _("Work"),
        (
            Item("today", _("Today"), "home", Right.DUTIES),
            Item("duties", _("Duties"), "calendar", Right.DUTIES,
                 ("duty", "duty-hand", "duty-fulfil", "duties-lacking")),
            Item("imports", _("Import"), "upload", Right.IMPORT, ("import",)),
            Item("exports", _("Exports"), "download", Right.DUTIES, ("export",)),
        ),
    ),
    Group(
        _("Persons"),
        (
            Item("people-list", _("Register of people"), "users", Right.PEOPLE,
                 ("find", "record", "looks", "reveal", "split", "person", "duplicates", "duplicate", "correct",
                  "corrections", "correction-check", "sheet")),
            Item("households", _("Households"), "house", Right.PEOPLE,
                 ("household", "household-changes", "household-move", "moves", "move-answer", "derived",
                  "leaver-confirm", "services", "unserved", "service-write")),
            Item("employment", _("Employment"), "work", Right.EMPLOYMENT,
                 ("employment-record", "employment-change", "employment-confirm", "employment-figures", "employment-compare", "employment-calls", "employment-todo", "employment-funnel")),
            Item("enterprises", _("Firms"), "tool", Right.ENTITLEMENTS, ("enterprise",)),
            Item("gaps", _("Gap lists"), "list", Right.PEOPLE, ("people",), _PLACE),
        ),
    ),
    Group(
        _("Review"),
        (
            Item("match-doubts", _("Matching desk"), "swap", Right.REVIEW,
                 ("match-doubt", "match-decide", "match-withdraw", "doubts", "doubt")),
            Item("match-batches", _("Matching batches"), "clip", Right.FILES,
                 ("match-batch", "match-exchange", "quality", "links")),
            Item("irregularities", _("Irregularities"), "warn", Right.REVIEW, (), _MONTH),
            Item("match-feedback", _("Feedback and receipts"), "school", Right.FEEDBACK,
                 ("match-delivery", "feedback-list", "feedback")),
        ),
    ),
    Group(
        _("Money"),
        (
            Shelf(_("Claims"), "yuan", (
                Item("claims", _("Claims"), "clip", Right.ENTITLEMENTS,
                     ("claim", "claim-pass", "claim-line", "claims-auto", "claims-ageing", "claims-plans", "claims-plan")),
                Item("claims", _("Claims"), "clip", Right.CLAIM, ("claim", "claims-new", "claims-apply", "claims-roster", "claims-plans", "claims-plan"), own=True),
                Item("our-payments", _("Our payments"), "yuan", Right.CLAIM, ("our-payment-confirm",), own=True),
                Item("entitlements", _("What is due"), "yuan", Right.ENTITLEMENTS, ("entitlement",)),
                Item("notices", _("Public notices"), "list", Right.NOTICES,
                     ("notice", "notice-withdraw", "notice-object", "objections", "objection", "objection-verb")),
                Item("appeals", _("Appeals"), "flag", Right.APPEALS, ("appeal",)),
            )),
            Shelf(_("Payments and funds"), "yuan", (
                Item("payments", _("Payments"), "yuan", Right.FUNDS,
                     ("payments-list", "payment", "payment-batch", "payment-batch-new", "payment-batch-verb", "payment-verb")),
                Item("payment-cases", _("Returned payments"), "swap", Right.FUNDS,
                     ("payment-case", "payment-case-close", "payment-bank")),
                Item("recoveries", _("Asked back"), "warn", Right.FUNDS, ("recovery-verb",)),
                Item("payee-accounts", _("Accounts"), "clip", Right.FUNDS, ("payee-account-new", "payee-account-decide")),
                Item("funds", _("Funds"), "list", Right.FUNDS, ("fund-sheet", "fund-allot", "fund-decide")),
            )),
        ),
    ),
    Group(
        _("Schooling and training"),
        (
            Shelf(_("Schooling"), "school", (
                Item("students", _("Students"), "users", Right.STUDENTS,
                     ("students-home", "student", "student-new", "student-move", "students-term", "student-statistics",
                      "student-conflicts", "student-conflict", "intake", "intake-apply", "graduates", "interns",
                      "students-progress", "students-needy", "student-proof", "student-note")),
                Item("monitoring", _("Monthly monitoring"), "eye", Right.MONITORING,
                     ("monitoring-open", "monitoring-facts", "monitoring-hand", "monitoring-cases",
                      "monitoring-case", "monitoring-case-verb")),
                Item("teachers", _("Teachers"), "user", Right.STUDENTS, ("teacher", "teacher-work", "teacher-proof", "teacher-places", "teacher-places-give")),
                Item("keys", _("Key schools and majors"), "flag", Right.KEYLISTS,
                     ("key", "key-apply", "key-publish", "key-weights", "key-verb", "key-contacts", "key-contact",
                      "key-late", "key-performance")),
                Item("schools", _("Schools and institutions"), "school", Right.SCHOOLS, ("school", "school-keep")),
                Item("curricula", _("Curricula"), "book", Right.STUDENTS, ("curriculum", "curriculum-keep")),
                Item("control", _("Control of infection"), "shield", Right.STUDENTS,
                     ("control-school", "control-state", "control-report", "control-switch")),
            )),
            Shelf(_("Training"), "clip", (
                Item("classes", _("Training classes"), "clip", Right.CLASSES,
                     ("class", "class-new", "class-roster", "class-check", "class-attendance", "class-roll",
                      "class-today", "class-volume", "class-stops", "bookings", "projects", "project-new",
                      "outcomes", "outcome-tell", "class-rates", "startups", "class-outcomes",
                      "class-courses", "class-trades", "class-elastic",
                      "class-own")),
                Item("class-requests", _("Classes that villages ask for"), "flag", Right.OUTREACH),
                Item("exams", _("Exams and norms"), "tool", Right.CERTIFICATES,
                     ("exam", "exam-new", "norms", "certificates", "certificate")),
                Item("library", _("Online courses"), "book", Right.COURSES,
                     ("library-course", "library-new", "library-keep", "library-state", "learner-new", "campaign",
                      "campaign-people")),
                Item("findings", _("Leads"), "warn", Right.REVIEW, ("finding", "finding-verb", "finding-rules", "calls", "call", "call-said")),
            )),
        ),
    ),
    Group(
        _("Returns"),
        (
            Item("coverage", _("Coverage"), "map", Right.COVERAGE, (), _PLACE),
            Shelf(_("Board and reports"), "list", (
                Item("board-home", _("Board"), "map", Right.FILES, ("board",)),
                Item("reports", _("Reports"), "list", Right.FILES, ("cell", "reports-export")),
                Item("training-statistics", _("Training statistics"), "list", Right.FILES, ("training-statistics-export", "training-statistics-people")),
                Item("annual", _("Progress form of the year"), "clip", Right.FILES,
                     ("annual-form", "annual-cell", "annual-reopen", "annual-people", "annual-make", "annual-type", "annual-adjust", "annual-explain", "annual-do", "annual-answer")),
                Item("analysis", _("Monthly analysis"), "book", Right.FILES,
                     ("analysis-report", "analysis-make", "analysis-say", "analysis-issue", "analysis-moved", "analysis-paper")),
                Item("targets", _("Targets"), "flag", Right.FILES, ("targets-propose", "targets-decide")),
            )),
            Shelf(_("Supervision"), "flag", (
                Item("supervision", _("Warnings and rectification"), "warn", Right.SUPERVISION,
                     ("rectification", "rectification-answer", "rectification-decide")),
                Item("progress-list", _("Progress control"), "clip", Right.SUPERVISION,
                     ("progress", "progress-ask", "progress-minutes", "progress-agree", "progress-answer", "progress-answer-give", "progress-action",
                      "progress-action-done")),
                Item("inspections", _("Inspection visits"), "eye", Right.SUPERVISION, ("inspection", "inspection-plan", "inspection-line", "inspection-say")),
                Item("commendations", _("Commendation"), "check", Right.SUPERVISION, ("commendation", "commendation-propose", "commendation-decide")),
            )),
            Shelf(_("Monthly closes"), "calendar", (
                Item("closes", _("Monthly closes"), "calendar", Right.COVERAGE, ("close",)),
                Item("books", _("Monthly reconciliation"), "clip", Right.FILES, ("book", "book-differences", "book-difference", "book-explain", "book-sign", "book-return", "book-say", "book-assign")),
            )),
            Item("files", _("Forms and files"), "download", Right.FILES, (), _MONTH),
            Item("files", _("Forms and files"), "download", Right.FEEDBACK, (), _MONTH, own=True),
        ),
    ),
    Group(
        _("System"),
        (
            Item("orgs", _("Agencies and posts"), "work", Right.POSTS,
                 ("org", "org-new", "user-new", "post-ask", "post-verb", "user-verb")),
            Item("jobs", _("Background work"), "clock", Right.IMPORT, ("job",)),
            Item("trail", _("Access trail"), "shield", Right.TRAIL),
            Shelf(_("Rules and reference data"), "book", (
                Item("rules", _("Rules and values"), "book", Right.RULES,
                     ("rule", "rule-try", "rule-propose", "rule-proposals", "rule-proposal", "rule-proposal-verb")),
                Item("policies", _("Documents"), "list", Right.RULES, ("policy",)),
                Item("reference", _("Reference data"), "list", Right.COVERAGE,
                     ("reference-codes", "reference-region")),
            )),
        ),
    ),
)  # fmt: skip


def menu(request: HttpRequest, scope: Scope, period: int | None) -> list[tuple[str | Promise, list[Entry]]]:
    """Groups of the lines a post may open. Asks the database nothing."""
    here, values = _here(request, period)
    found = []
    for group in MENU:
        lines = [line for item in group.items if (line := _line(item, here, scope, values))]
        if lines:
            found.append((group.label, lines))
    return found


def beside(request: HttpRequest, scope: Scope, period: int | None) -> list[Entry]:
    """The other pages of the shelf this page stands on; nothing where it stands alone."""
    here, values = _here(request, period)
    for group in MENU:
        for item in group.items:
            if isinstance(item, Shelf):
                lines = [_entry(one, here, values) for one in item.items if _opens(one, scope, values)]
                if len(lines) > 1 and any(line.current for line in lines):
                    return lines
    return []


def _here(request: HttpRequest, period: int | None) -> tuple[str, dict[str, Any]]:
    """The name of the page, and what addresses may need."""
    match = request.resolver_match
    post = getattr(request, "post", None)
    return (match.url_name if match else "") or "", {"period": period, "region": post.home if post else ""}


def _line(item: Item | Shelf, here: str, scope: Scope, values: dict[str, Any]) -> Entry | None:
    """One line as a reader sees it: a shelf leads to the first of its pages that is open."""
    if isinstance(item, Item):
        return _entry(item, here, values) if _opens(item, scope, values) else None
    lines = [_entry(one, here, values) for one in item.items if _opens(one, scope, values)]
    if len(lines) < 2:
        return lines[0] if lines else None
    return Entry(item.label, item.icon, lines[0].href, any(line.current for line in lines))


def _opens(item: Item, scope: Scope, values: dict[str, Any]) -> bool:
    if item.own and not scope.institutions:
        return False
    return scope.may(item.right) and all(values[name] for name in item.needs)


def _entry(item: Item, here: str, values: dict[str, Any]) -> Entry:
    href = _address(item.name, tuple((name, values[name]) for name in item.needs))
    return Entry(item.label, item.icon, href, here in (item.name, *item.below))


@lru_cache(maxsize=4096)  # eighty lines a page, the same for everybody of an office
def _address(name: str, values: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, kwargs=dict(values) or None)
