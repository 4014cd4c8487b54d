"""A list as rows of a file: what the filters leave, or what is ticked, masked as on the screen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Field
from django.http import Http404, HttpRequest, QueryDict

from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.lists import kit
from qianxiao.office.lists.declared import LARGEST, Column, Told
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.queries import layout_of
from qianxiao.office.lists.searched import searched

FORMATS = ("csv", "xlsx")


@dataclass(frozen=True)
class Wanted:
    """Which rows and columns of a list somebody wants as a file; ids: what is ticked, nothing for all."""

    form: str
    query: str
    text: str
    columns: tuple[str, ...]
    ids: tuple[str, ...] = ()


def wanted_of(request: HttpRequest, listing: Listing) -> Wanted:
    """What the form of a list asks for. Raises Http404 for a form or a search there is not."""
    actor, declared = actor_of(request), listing.declared
    form, query = request.POST.get("form", "csv"), request.POST.get("query", "")[:500]
    if form not in FORMATS:
        raise Http404
    text = searched(request, declared.page, QueryDict(query).get("find") or "") if listing.named else ""
    columns = kit.columns(declared, layout_of(actor, declared.page, declared.size).columns)
    ids = tuple(request.POST.getlist("id")[:LARGEST])
    return Wanted(form, query, text, tuple(one.name for one in columns), ids)


def keys(listing: Listing, ids: Iterable[str], rows: Rows) -> list[Any]:
    """The keys of ticked rows. Raises Http404 on what is none."""
    field: Field[Any, Any] = rows.model._meta.get_field(listing.declared.unique)
    try:
        return [field.to_python(one[:36]) for one in list(ids)[:LARGEST]]
    except Exception as error:
        raise Http404 from error


def rows_of(actor: Actor, listing: Listing, wanted: Wanted) -> tuple[Rows, dict[str, Any]]:
    """The rows in the order of the list, and what its cells need. Raises Http404."""
    query = QueryDict(wanted.query).dict()
    told = {**listing.told(actor, query), "text": wanted.text}
    choice = kit.read(listing.declared, query, told, listing.declared.size)
    told["choice"] = choice
    rows = listing.chosen(actor, choice, told)
    if wanted.ids:
        rows = rows.filter(**{f"{listing.declared.unique}__in": keys(listing, wanted.ids, rows)})
    return kit.ordered(choice, rows), told


def columns_of(listing: Listing, wanted: Wanted) -> list[Column]:
    """The columns by their names; one that is not there any more is left out."""
    found = (listing.declared.column(name) for name in wanted.columns)
    return [one for one in found if one is not None]


def texts(rows: Iterable[Any], columns: Sequence[Column], told: Told) -> Iterator[list[str]]:
    """Rows as the masked texts of their columns."""
    for row in rows:
        yield [str(one.plain(row, told)) for one in columns]


def conditions(listing: Listing, told: Told) -> list[tuple[str, str]]:
    """Which filters the rows went through, in words: label and value."""
    found = list(told.get("where", []))  # what stands in the path of the address
    for one in listing.declared.filters:
        value = told["choice"].values.get(one.name, "")
        if value and value != one.default:
            options = dict(one.options(told)) if one.options else {}
            found.append((str(one.label), str(options.get(value, value)).strip()))
    return found
