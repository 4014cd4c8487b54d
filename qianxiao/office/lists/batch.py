"""A verb over rows that were ticked: each row is done wholly or refused with its reason, and the result tells both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qianxiao.office.lists.declared import LARGEST


@dataclass
class Outcome:
    """Rows that were done; rows that were refused, each with why; how many of those ticked are not there (any more)."""

    done: list[Any] = field(default_factory=list)
    refused: list[tuple[Any, str]] = field(default_factory=list)
    missing: int = 0


def ticked(request: HttpRequest, model: Any, unique: str = "id") -> list[Any]:
    """The keys of the rows that are ticked, each once. Raises Http404 on what is no key."""
    key: Field[Any, Any] = model._meta.get_field(unique)
    try:
        found = [key.to_python(one[:36]) for one in request.POST.getlist("id")[:LARGEST]]
    except Exception as error:
        raise Http404 from error
    return list(dict.fromkeys(found))


def nothing_ticked(request: HttpRequest, back: str) -> HttpResponse:
    """What is said when no row was ticked."""
    told = [_("Tick at least one row first.")]
    return render(request, "desk/refused.html", {"told": told, "back": back}, status=422)


def told(
    request: HttpRequest, outcome: Outcome, title: Callable[[Any], str], heading: str, back: str
) -> HttpResponse:
    """The page of a result: what was done, what was refused and why."""
    page = {
        "heading": heading,
        "back": back,
        "done": [title(row) for row in outcome.done],
        "refused": [(title(row), why) for row, why in outcome.refused],
        "missing": outcome.missing,
    }
    return render(request, "desk/outcome.html", page)


def found_of(keys: list[Any], rows: "QuerySet[Any]", outcome: Outcome) -> list[Any]:
    """The ticked rows in scope, locked in the order of their keys; the others are counted as missing."""
    found = list(rows.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk"))
    outcome.missing = len(keys) - len(found)
    return found
