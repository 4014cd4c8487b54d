"""The export of a list: a small one is a file at once, a large one is counted and asked for with a purpose."""

from datetime import timedelta
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from qianxiao.base.sheets import as_csv, as_xlsx
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.audit.queries import people_taken
from qianxiao.office.exports import actions, words
from qianxiao.office.exports.limits import limit, purposes
from qianxiao.office.lists.back import back_to
from qianxiao.office.lists.declared import LARGEST
from qianxiao.office.lists.export import Wanted, columns_of, conditions, rows_of, texts, wanted_of
from qianxiao.office.lists.listing import Listing, Rows


def answer(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """What is ticked, else all that the filters leave: a masked file, or the page that asks for one. Raises Http404.

    A file at once holds no more rows than a page, and no more people than one person takes away alone, at once and in
    a day.
    """
    wanted = wanted_of(request, listing)
    rows, told = rows_of(actor_of(request), listing, wanted)
    found = list(rows[: LARGEST + 1])
    why = _needs_second(request, len(set(listing.people(found))))
    if len(found) <= LARGEST and not why:
        return _at_once(request, listing, wanted, found, told)
    return _asked(request, listing, wanted, rows, told, why)


def _needs_second(request: HttpRequest, people: int) -> str:
    """Why a second person has to agree: `file` for one file, `day` for many small ones; '' when nobody has to."""
    if people > limit("people_alone"):
        return "file"
    user = actor_of(request).user
    if not people or user is None:
        return ""
    since = timezone.now() - timedelta(days=1)
    return "day" if people_taken(user.pk, since) + people > limit("people_a_day") else ""


def _at_once(
    request: HttpRequest, listing: Listing, wanted: Wanted, found: list[Any], told: dict[str, Any]
) -> HttpResponseBase:
    """The file; the access row comes first."""
    declared, columns = listing.declared, columns_of(listing, wanted)
    people = listing.people(found)
    purpose = f"{declared.page}-export"
    record(request, declared.page, len(people), declared.fields, purpose, AccessLog.Kind.EXPORT, people)
    listing.beside(found, told)
    head = [str(one.label) for one in columns]
    name = f"{declared.page}-{timezone.localtime():%Y%m%d-%H%M}.{wanted.form}"
    lines = list(texts(found, columns, told))  # in the request's scope and language
    if wanted.form == "csv":
        response = StreamingHttpResponse(as_csv(head, lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    out = TemporaryFile()  # noqa: SIM115  the response closes it
    as_xlsx(out, declared.page, words.taken(actor_of(request)), head, lines)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name)


def _asked(
    request: HttpRequest, listing: Listing, wanted: Wanted, rows: Rows, told: dict[str, Any], why: str
) -> HttpResponseBase:
    """Count, say what it takes, ask what it is for; with a purpose it is asked for."""
    actor, refused = actor_of(request), ""
    most = limit("most_rows")
    counted = rows.order_by()[: most + 1].count()
    said = conditions(listing, told)
    if "purpose" in request.POST:
        purpose, note = request.POST["purpose"][:16], request.POST.get("note", "")[:400]
        try:
            one = actions.ask(actor, listing, wanted, said, counted, bool(why), purpose, note)
            return redirect("export", number=one.pk)
        except actions.Refused as error:
            refused = words.refusal(str(error))
    page = {
        "title": words.list_title(listing.declared.page),
        "back": back_to(request),
        "counted": counted,
        "most": most,
        "over": counted > most,
        "second": why,
        "alone": limit("people_a_day" if why == "day" else "people_alone"),
        "days": limit("keep_days"),
        "said": said,
        "text": wanted.text,
        "wanted": wanted,
        "query": request.POST.get("query", "")[:500],
        "purposes": purposes(),
        "chosen": request.POST.get("purpose", ""),
        "note": request.POST.get("note", "")[:200],
        "refused": refused,
    }
    return render(request, "exports/ask.html", page, status=422 if refused else 200)
