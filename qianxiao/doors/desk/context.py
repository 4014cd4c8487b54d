"""What every page of the back office needs: who, where, the menu, the month, the language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, scope_of
from qianxiao.returns.close.queries import latest_period

HOUSEHOLD = ("household", "household-changes", "household-move", "moves")
BATCH = ("match-batch", "match-exchange", "quality", "links")  # pages below the batches


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    label: str
    icon: str
    href: str
    current: bool


def _menu(request: HttpRequest, scope: Scope, period: int | None) -> list[tuple[str, list[Entry]]]:
    """Groups of entries the post may open."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    post = getattr(request, "post", None)
    home = post.home if post else ""

    def entry(
        right: Right, label: str, icon: str, name: str, names: tuple[str, ...], **kwargs: Any
    ) -> list[Entry]:
        if not scope.may(right) or (kwargs and period is None):
            return []
        return [Entry(label, icon, reverse(name, kwargs=kwargs or None), here in (name, *names))]

    month = {"period": period}
    place = {**month, "region": home}
    seen = [
        *entry(Right.PEOPLE, _("Find a person"), "search", "find", ("record", "looks", "reveal", "split")),
        *entry(Right.PEOPLE, _("Households"), "users", "households", HOUSEHOLD),
        *entry(Right.COVERAGE, _("Coverage"), "map", "coverage", (), **place),
        *entry(Right.PEOPLE, _("Gap lists"), "users", "gaps", ("people", "person"), **place),
    ]
    check = [
        *entry(Right.REVIEW, _("One person or two"), "swap", "duplicates", ("duplicate",)),
        *entry(Right.REVIEW, _("Matching desk"), "swap", "match-doubts", ("match-doubt", "doubts", "doubt")),
        *entry(Right.FILES, _("Matching batches"), "calendar", "match-batches", BATCH),
        *entry(Right.REVIEW, _("Irregularities"), "flag", "irregularities", (), **month),
        *entry(Right.FEEDBACK, _("School feedback"), "school", "feedback-list", ("feedback",), **month),
        *entry(Right.FEEDBACK, _("Feedback and receipts"), "school", "match-feedback", ("match-delivery",)),
    ]
    work = [
        *entry(Right.DUTIES, _("Duties"), "calendar", "duties", ("duty", "duty-hand", "duty-fulfil")),
        *entry(Right.DUTIES, _("Who lacks what"), "flag", "duties-lacking", ()),
    ]
    out = [
        *entry(Right.COVERAGE, _("Monthly closes"), "calendar", "closes", ("close",)),
        *entry(Right.FILES, _("Forms and files"), "download", "files", (), **month),
    ]
    if scope.institutions:
        out += entry(Right.FEEDBACK, _("Forms and files"), "download", "files", (), **month)
    work += entry(Right.IMPORT, _("Import"), "upload", "imports", ("import",))
    trail = entry(Right.TRAIL, _("Access trail"), "shield", "trail", ())
    posts = entry(Right.POSTS, _("Agencies and posts"), "users", "orgs", ("org", "org-new"))
    groups = [
        (_("Work"), work),
        (_("Persons"), seen),
        (_("Review"), check),
        (_("Returns"), out),
        (_("System"), [*posts, *trail, *entry(Right.IMPORT, _("Background work"), "dots", "jobs", ("job",))]),
    ]
    return [(title, entries) for title, entries in groups if entries]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Variables of desk/base.html. Costs at most one query."""
    scope = scope_of(request)
    told: dict[str, Any] = {
        "demo_mode": settings.DEMO,
        "languages": settings.LANGUAGES,
        "language": get_language(),
    }
    if not scope.rights:
        return {**told, "scope": scope, "menu": []}
    match = request.resolver_match
    period = (match.kwargs.get("period") if match else None) or latest_period()
    return {
        **told,
        "scope": scope,
        "post": getattr(request, "post", None),
        "menu": _menu(request, scope, period),
    }
