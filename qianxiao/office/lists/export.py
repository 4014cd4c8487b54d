"""A list as a file: the rows the filters leave, masked as on the screen, with who took it and when."""

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.base.sheets import as_csv, as_xlsx
from qianxiao.office.lists.declared import Column, Declared, Told

MOST = 50_000  # rows of one file taken at once; more is a job
FORMATS = ("csv", "xlsx")


def texts(rows: Iterable[Any], columns: list[Column], told: Told) -> Iterator[list[str]]:
    """Rows as the masked texts of their columns."""
    for row in rows:
        yield [one.plain(row, told) for one in columns]


def watermark(request: HttpRequest) -> str:
    """Who took the file, at which post, when: the first line of a workbook."""
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    who = request.user.get_username()
    return _("Taken by %(who)s (%(post)s), %(at)s; numbers are masked") % {
        "who": who, "post": getattr(request, "post", None) or "", "at": at,
    }  # fmt: skip


def answer(
    request: HttpRequest, declared: Declared, columns: list[Column], rows: list[Any], told: Told, form: str
) -> HttpResponseBase:
    """The file. The caller has written the access row before."""
    head = [str(one.label) for one in columns]
    name = f"{declared.page}-{timezone.localtime():%Y%m%d-%H%M}.{form}"
    lines = texts(rows, columns, told)
    if form == "csv":
        response = StreamingHttpResponse(as_csv(head, lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    out = TemporaryFile()  # noqa: SIM115  the response closes it
    as_xlsx(out, declared.page, watermark(request), head, lines)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name)
