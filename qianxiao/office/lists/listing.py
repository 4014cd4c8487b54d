"""A declared list with its rows: read as a page, with who was shown written down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists import kit, shown
from qianxiao.office.lists.declared import Declared, Told
from qianxiao.office.lists.kit import Choice, Screen
from qianxiao.office.lists.searched import searched

Rows = QuerySet[Any]
Counted = tuple[int | None, bool]  # rows, whether that is all of them
LISTINGS: dict[str, "Listing"] = {}  # by the list's name: a file of a list is made elsewhere than its page


def _nothing(_actor: Actor, _query: Mapping[str, str]) -> dict[str, Any]:
    return {}


def _no_more(_rows: Sequence[Any], _told: dict[str, Any]) -> None:
    pass


def _counted(_actor: Actor, _choice: Choice, rows: Rows, _told: Told) -> Counted:
    return kit.count(rows)


@dataclass(frozen=True)
class Listing:
    """What reads a list. `rows` are all in the actor's scope; it and `told` raise Http404 on what is not there."""

    declared: Declared
    rows: Callable[[Actor, Told], Rows]
    told: Callable[[Actor, Mapping[str, str]], dict[str, Any]] = _nothing  # what filters and conditions need
    beside: Callable[[Sequence[Any], dict[str, Any]], None] = _no_more  # what cells need of the rows shown
    named: Callable[[Rows, str], Rows] | None = (
        None  # the rows whose name begins so; None: no search in the list
    )
    total: Callable[[Actor, Choice, Rows, Told], Counted] = _counted
    whose: Callable[[Any], Sequence[str]] | None = (
        None  # the people a row shows, as the access log names them
    )

    purpose: Callable[[Choice], str] | None = None  # for the access log, where the choice belongs to it

    def __post_init__(self) -> None:
        LISTINGS[self.declared.page] = self

    def chosen(self, actor: Actor, choice: Choice, told: Told) -> Rows:
        """The rows that filters and the name searched leave."""
        rows = kit.chosen(self.declared, choice, self.rows(actor, told), told)
        text = told.get("text", "")
        return self.named(rows, text) if text and self.named else rows

    def people(self, rows: Sequence[Any]) -> list[str]:
        """Whom rows show."""
        return [one for row in rows for one in self.whose(row)] if self.whose else []

    def asked(self, request: HttpRequest, query: Mapping[str, str]) -> dict[str, Any]:
        """What an address asks for, as filters and conditions need it. Raises Http404."""
        told = self.told(actor_of(request), query)
        key = query.get("find", "") if self.named else ""
        return {**told, "text": searched(request, self.declared.page, key)}


def show(
    request: HttpRequest, listing: Listing, fixed: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """One screen: variables of desk/part/list.html, and what was told to its cells. Raises Http404.

    fixed: what stands in the path of the address, such as month and place; it goes before what the query says.
    """
    actor, declared = actor_of(request), listing.declared
    query = {**request.GET.dict(), **(fixed or {})}
    told = listing.asked(request, query)
    choice, layout = shown.choice_of(request, declared, told, query)
    told["choice"] = choice
    rows = listing.chosen(actor, choice, told)
    screen: Screen = kit.screen(declared, choice, rows, listing.rows(actor, told))
    screen.total, screen.exact = listing.total(actor, choice, rows, told)
    if declared.fields:
        whose = listing.people(screen.rows)
        purpose = listing.purpose(choice) if listing.purpose else declared.purpose or declared.page
        place = choice.values.get("region") or told.get("region")
        subject = told.get("subject") or place or declared.page
        record(request, subject, len(whose), declared.fields, purpose, whose=whose)
    listing.beside(screen.rows, told)
    context = shown.context(request, declared, choice, layout, screen, told)
    context["list"]["asked"] = urlencode({**QueryDict(context["list"]["query"]).dict(), **(fixed or {})})
    if declared.taken and actor.scope.may(declared.taken):
        context["export_to"] = reverse("list-export", args=[declared.page])
    return context, told
