"""Pages of the platform: the list, one record with its log, confirm or change it, figures by county (B49)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import NATION, span
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.office.lists import places
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.words import choices, coded, occupation
from qianxiao.services.employment import actions, forms, parameters, queries, words
from qianxiao.services.employment.lists import RECORDS, limits
from qianxiao.services.employment.models import EMPLOYED, FACTS, OF_NO_WORK, OF_WORK, Change


@opens(Right.EMPLOYMENT)
@require_safe
def employment(request: HttpRequest) -> HttpResponse:
    """Everybody with where they stand, longest unconfirmed first."""
    shown, _told = show_list(request, RECORDS)
    page = {**shown, "label": _("Employment"), "cycle": queries.newest_cycle()}
    return render(request, "employment/list.html", page)


@opens(Right.EMPLOYMENT)
@require_safe
def employment_record(request: HttpRequest, number: int) -> HttpResponse:
    """One person's state, what was learned, every change of it."""
    return _record(request, number)


def _record(request: HttpRequest, number: int, said: str = "", status: int = 200) -> HttpResponse:
    scope = actor_of(request).scope
    one = queries.record_of(scope, number)
    log = queries.changes(scope, one)
    names = places.known(
        [one.region, one.home, one.work_region, *(code for line in log for code in _regions(line))]
    )
    record(request, f"employment {one.pk}", 1, ("name", "state", "employer", "income"), "employment_record", whose=[str(one.person_id)])  # fmt: skip
    day = ymd(today())
    fresh, stale = limits(day, one.region)
    mine = OF_WORK if one.state == EMPLOYED else OF_NO_WORK
    page = {
        "one": one, "names": names, "state": words.state(one.state), "tone": words.TONES[one.state], "away": words.away(one),
        "facts": [(words.LABELS[name], words.value(name, getattr(one, name), names)) for name in mine if getattr(one, name) not in (None, "", [])],
        "confirmed": "ok" if one.as_of >= fresh else "wait" if one.as_of >= stale else "bad",
        "days": (parameters.as_date(day) - parameters.as_date(one.as_of)).days,
        "way": parameters.said("ways", one.way), "owner": names.get(one.region[:6], one.region), "at_home": names.get(one.home, one.home),
        "given": one.region[:6] != one.home[:6], "log": [_line(line, names) for line in log], "trained": _classes(queries.trained(scope, one)),
        "owns": queries.owns(scope, one), "kept": queries.kept(scope, one), "ways": parameters.words("ways")[:3], "said": said,
    }  # fmt: skip
    return render(request, "employment/record.html", page, status=status)


def _classes(rows: list[Any]) -> list[tuple[Any, str, str, str]]:
    return [
        (row, occupation(row.occupation), coded("train_level", row.level), coded("train_result", row.result))
        for row in rows
    ]


def _regions(line: Change) -> list[str]:
    told = (line.was.get("work_region"), line.now.get("work_region"), line.owner_before, line.owner_after)
    return [str(code) for code in told if code]


def _line(line: Change, names: dict[str, str]) -> dict[str, Any]:
    """A line of the log: what differs with old and new, where from, owner before and after."""
    told = [
        (words.LABELS.get(name, name), words.value(name, line.was.get(name), names), words.value(name, line.now[name], names))
        for name in (*FACTS, "class", "trade", "certificate", "tries") if name in line.now
    ]  # fmt: skip
    before, after = (names.get(code[:6], code) for code in (line.owner_before, line.owner_after))
    moved = (before, after) if before and line.owner_before[:6] != line.owner_after[:6] else None
    told = [one for one in told if one[1] != one[2]]
    return {
        "line": line, "kind": words.KINDS[line.kind], "told": told, "way": parameters.said("ways", line.way) if line.way else "",
        "source": words.SOURCES.get(line.source, line.source), "moved": moved,
    }  # fmt: skip


@opens(Right.EMPLOY)
@require_http_methods(["GET", "POST"])
def employment_change(request: HttpRequest, number: int) -> HttpResponse:
    """The form of a state, filled in with what stands there."""
    actor = actor_of(request)
    one = queries.owned(actor.scope, number)
    state = request.GET.get("state", one.state)
    if state not in words.STATES:
        raise Http404
    again = state == one.state
    facts = {name: getattr(one, name) for name in FACTS} if again else {}
    form = forms.StateForm(request.POST or None, state=state, again=again, initial=forms.initial(facts))
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            actions.change(request, number, form.told(), data["way"], data["note"])
            return redirect("employment-record", number=number)
        except ValidationError as error:
            form.add_error(None, error)
    record(request, f"employment {one.pk}", 1, ("name", "state", "employer", "income"), "employment_change", whose=[str(one.person_id)])  # fmt: skip
    page = {
        "one": one,
        "form": form,
        "state": state,
        "states": choices("employ_state"),
        "names": places.known([one.region, one.home]),
    }
    return render(request, "employment/change.html", page, status=422 if form.is_bound else 200)


@opens(Right.EMPLOY)
@require_POST
def employment_confirm(request: HttpRequest, number: int) -> HttpResponse:
    """What stands there is still so."""
    try:
        actions.confirm(request, number, request.POST.get("way", ""))
    except ValidationError as error:
        return _record(request, number, " ".join(error.messages), 422)
    return redirect("employment-record", number=number)


@opens(Right.COVERAGE)
@require_safe
def employment_figures(request: HttpRequest) -> HttpResponse:
    """Places below a region: people by state, shares confirmed within the limits, by owner or by home (20-11-07)."""
    actor = actor_of(request)
    region = request.GET.get("region", "") or (actor.post.home if actor.post else "") or NATION
    by = request.GET.get("by", "region")
    if by not in ("region", "home") or not (
        region == NATION or (region.isdecimal() and len(region) in (6, 9, 12))
    ):
        raise Http404
    actor.inside(region)
    day = today()
    lines = queries.figures(actor.scope, region, day, by)
    total = queries.Line(region, *(sum(getattr(one, name) for one in lines) for name in _COUNTED))
    fresh, stale = (parameters.days(name, ymd(day), region) for name in ("fresh", "stale"))
    page = {
        "region": region, "by": by, "lines": lines, "total": total, "names": places.known([region, *(one.region for one in lines)]), "fresh": fresh,
        "stale": stale, "lists": actor.scope.may(Right.EMPLOYMENT) and by == "region", "down": len(span(region)[0]) < 9,
    }  # fmt: skip
    return render(request, "employment/figures.html", page)


_COUNTED = ("people", "employed", "idle", "lost", "left", "fresh", "recent")
