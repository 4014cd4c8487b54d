"""Reference data (B80): a search over codes and regions, one code table, one region through time (X-02)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qianxiao.base.reference import area_tags, units
from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens_to_all
from qianxiao.office.reference import queries


@opens_to_all
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Look up a code or a region; without a question the lists there are, with their sources."""
    text = " ".join(request.GET.get("q", "").split())[:40]
    regions = queries.regions_like(text) if text else []
    told = {
        "text": text,
        "hits": queries.codes_like(text),
        "regions": regions,
        "names": names({code for one in regions for code in (one.parent, one.code[:6])}),
        "tables": queries.tables(),
        "sources": queries.sources(),
        "tags": sorted({tag.tag for tag in area_tags()}),
        "units": units(),
    }
    return render(request, "reference/reference.html", told)


@opens_to_all
@require_safe
def codes(request: HttpRequest, table: str) -> HttpResponse:
    """One code table."""
    zh, en, source, rows = queries.table(table)
    return render(
        request, "reference/codes.html", {"table": table, "zh": zh, "en": en, "source": source, "rows": rows}
    )


@opens_to_all
@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region code: since when, until when, what it became."""
    place = queries.place(code)
    said = names({place.today, place.region.parent, code[:2] + "0000", code[:4] + "00", code[:6]})
    return render(request, "reference/region.html", {"place": place, "names": said})
