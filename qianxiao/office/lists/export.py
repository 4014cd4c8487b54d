"""A list as a file: the rows the filters leave, masked as on the screen, with who took it and when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from django.db.models import Field
from django.http import FileResponse, Http404, HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.base.sheets import as_csv, as_xlsx
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists import kit
from qianxiao.office.lists.declared import Column, Told
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.queries import layout_of
from qianxiao.office.lists.searched import searched

MOST = 50_000  # rows of one file taken at once; more is a job
TICKED = 200  # rows of the largest page
FORMATS = ("csv", "xlsx")


@dataclass(frozen=True)
class Wanted:
    """Which rows and columns of a list somebody wants as a file; ids: what is ticked, nothing for all."""

    form: str
    query: str
    text: str
    columns: tuple[str, ...]
    ids: tuple[str, ...] = ()


def keys(listing: Listing, ids: Iterable[str], rows: Rows) -> list[Any]:
    """The keys of ticked rows. Raises Http404 on what is none."""
    field: Field[Any, Any] = rows.model._meta.get_field(listing.declared.unique)
    try:
        return [field.to_python(one[:36]) for one in list(ids)[:TICKED]]
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


def texts(rows: Iterable[Any], columns: Sequence[Column], told: Told) -> Iterator[list[str]]:
    """Rows as the masked texts of their columns."""
    for row in rows:
        yield [str(one.plain(row, told)) for one in columns]


def watermark(actor: Actor) -> str:
    """Who took the file, at which post, when: the first line of a workbook."""
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return _("Taken by %(who)s (%(post)s), %(at)s; numbers are masked") % {
        "who": actor.username, "post": actor.post or "", "at": at,
    }  # fmt: skip


def answer(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """What is ticked, else all that the filters leave, as a masked file; the access row comes first. Raises Http404."""
    actor, declared = actor_of(request), listing.declared
    form, query = request.POST.get("form", "csv"), request.POST.get("query", "")[:500]
    if form not in FORMATS:
        raise Http404
    text = searched(request, declared.page, QueryDict(query).get("find") or "") if listing.named else ""
    columns = kit.columns(declared, layout_of(actor, declared.page, declared.size).columns)
    chosen = tuple(request.POST.getlist("id"))
    wanted = Wanted(form, query, text, tuple(one.name for one in columns), chosen)
    rows, told = rows_of(actor, listing, wanted)
    found = list(rows[: MOST + 1])
    if len(found) > MOST:
        said = _("More than %(most)s rows cannot be taken at once. Please choose fewer.") % {"most": MOST}
        return render(request, "desk/refused.html", {"told": [said], "back": "/"}, status=422)
    people = listing.people(found)
    record(
        request,
        declared.page,
        len(people),
        declared.fields,
        f"{declared.page}-export",
        AccessLog.Kind.EXPORT,
        people,
    )
    listing.beside(found, told)
    head = [str(one.label) for one in columns]
    name = f"{declared.page}-{timezone.localtime():%Y%m%d-%H%M}.{form}"
    lines = list(texts(found, columns, told))  # in the request's scope and language
    if form == "csv":
        response = StreamingHttpResponse(as_csv(head, lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    out = TemporaryFile()  # noqa: SIM115  the response closes it
    as_xlsx(out, declared.page, watermark(actor), head, lines)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name)
