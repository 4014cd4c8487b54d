"""Pages of the closed month: the list of closes, coverage with the residual first, the lists of people."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from qianxiao.masterdata.regions.queries import above, names, span, stem
from qianxiao.office.accounts.access import opens, opens_to_all
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, scope_of
from qianxiao.office.lists.listing import show
from qianxiao.office.lists.places import place
from qianxiao.programme.policies.citations import cited_clause, part_of_document
from qianxiao.returns.close import lists, queries, words, words_log
from qianxiao.returns.close.lists import DUTIES, KINDS, STATES

# tables a reader knows; the steps in between stay in the manifest
TABLES = (
    "persons", "mentions", "links", "doubts", "due", "entitlements", "states", "gaps", "irregularities",
    "feedback", "cells", "reconciliation", "differences", "faults",
)  # fmt: skip


def trail_of(scope: Scope, region: str) -> list[str]:
    """Regions from the top of the scope down to this one: the crumbs."""
    return [code for code in above(region) if scope.holds(*span(code))]


def _choice(request: HttpRequest, key: str, allowed: tuple[str, ...], default: str) -> str:
    """A value of the address; anything unknown is a page that does not exist."""
    value = request.GET.get(key, default)
    if value not in allowed:
        raise Http404
    return value


@opens(Right.COVERAGE)
@require_safe
def closes(request: HttpRequest) -> HttpResponse:
    """The months that were closed, newest first."""
    return render(request, "close/closes.html", {"closes": queries.closes()})


@opens(Right.COVERAGE)
@require_safe
def close(request: HttpRequest, period: int) -> HttpResponse:
    """What went into one close: input files with hashes, rule versions, counts."""
    found = queries.get_close(period)
    counts = found.manifest.get("counts", {})
    tables = [(table, words_log.table(table), counts[table]) for table in TABLES if table in counts]
    return render(request, "close/close.html", {"close": found, "manifest": found.manifest, "tables": tables})


@opens(Right.COVERAGE)
@require_safe
def coverage(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """A region's figures; the title says how many are left, the table leads one level down."""
    scope = scope_of(request)
    duty = _choice(request, "duty", DUTIES, "all")
    close = queries.get_close(period)
    figures = queries.coverage(scope, period, region, duty)
    level, rows = queries.below(scope, period, region, duty)
    crumbs = trail_of(scope, region)
    said = names([*crumbs, region, *(row["region"] for row in rows)])
    listed = len(stem(region)) >= 6 and scope.may(Right.PEOPLE)
    told: dict[str, Any] = {
        "close": close,
        "period": period,
        "region": region,
        "duty": duty,
        "duties": DUTIES,
        "figures": figures,
        "states": [(state, figures.states.get(state, 0)) for state in STATES],
        "rows": rows,
        "names": said,
        "crumbs": crumbs,
        "finding": _finding(said, region, figures.residual),
        "listed": listed,
        "gap_counts": _gap_counts(queries.gap_facets(scope, period, region)) if listed else [],
        "rows_listed": level >= 3 and scope.may(Right.PEOPLE),
        "residual_steps": words.residual_steps(),
    }
    return render(request, "close/coverage.html", told)


def _finding(said: dict[str, str], region: str, left: int) -> str:
    """The page in one sentence: how many people of this place are left."""
    shown = {"place": place(region, said), "n": intcomma(left)}
    if not left:
        return _("%(place)s: nobody is left") % shown
    return (
        ngettext("%(place)s: %(n)s person is still left", "%(place)s: %(n)s people are still left", left)
        % shown
    )


def _gap_counts(facets: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """The three lists: kind, name, lines."""
    return [
        (kind, words.kind(kind), sum(line["n"] for line in facets if line["kind"] == kind)) for kind in KINDS
    ]


@opens(Right.PEOPLE)
@require_safe
def gaps(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """The three lists of a county, township or village; above a county, the coverage page leads there."""
    scope = scope_of(request)
    queries.get_close(period)
    queries.inside(scope, region)
    if len(stem(region)) < 6:
        return redirect("coverage", period=period, region=region)
    page, told = show(request, lists.GAPS, {"period": str(period), "region": region})
    crumbs = trail_of(scope, region)
    page |= {
        "period": period,
        "region": region,
        "names": names([*crumbs, region]),
        "crumbs": crumbs,
        "title": _gap_title(told["kind"], page["list"]["total"]),
        "label": _("Gap lists"),
        "nothing": _("Nobody is on this list."),
    }
    return render(request, "close/gaps.html", page)


def _gap_title(kind: str, n: int) -> str:
    shown = {"n": intcomma(n)}
    if kind == "aid":
        return ngettext("%(n)s aid payment is missing", "%(n)s aid payments are missing", n) % shown
    if kind == "study":
        return ngettext("%(n)s person still to be schooled", "%(n)s people still to be schooled", n) % shown
    return ngettext("%(n)s person still to be trained", "%(n)s people still to be trained", n) % shown


@opens(Right.PEOPLE)
@require_safe
def people(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """The people behind one figure of the coverage page."""
    scope = scope_of(request)
    page, told = show(request, lists.PEOPLE, {"period": str(period), "region": region})
    values, crumbs = told["choice"].values, trail_of(scope, region)
    count = {"state": words.state(values["state"]), "n": intcomma(page["list"]["total"])}
    page |= {
        "period": period,
        "region": region,
        "duty": told["duty"],
        "step_chosen": values["step"],
        "names": names([*crumbs, region]),
        "crumbs": crumbs,
        "heading": _("%(state)s: %(n)s people") % count,
        "label": _("People list"),
        "nothing": _("Nobody is on this list."),
    }
    return render(request, "close/people.html", page)


@opens_to_all
@require_safe
def clause(request: HttpRequest, cited: str) -> HttpResponse:
    """A clause of an official document as issued, with plain meaning and its neighbours."""
    found = cited_clause(cited)
    if found is None:
        raise Http404
    before, after = part_of_document(found)
    return render(request, "close/clause.html", {"clause": found, "before": before, "after": after})
