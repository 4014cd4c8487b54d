"""The screen of one unit's form: what it shows, which verbs the reader has, what stands before the next step."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.returns.annual import checks, flow, layout, queries, words
from qianxiao.returns.annual.models import Form
from qianxiao.returns.close import books
from qianxiao.returns.indicators import definitions


def form_page(
    request: HttpRequest,
    year: int,
    region: str,
    bad: list[str] | None = None,
    kept: dict[str, str] | None = None,
) -> HttpResponse:
    """A unit's form. bad: what stands against a verb; kept: what was typed and not taken, by field."""
    from qianxiao.returns.annual.pages import adjusted

    actor = actor_of(request)
    form = queries.find_form(actor.scope, year, region)
    said = definitions.place_names([region])
    body = form.layout.body if form else layout.current()[2]
    due, day = layout.due(body, year), today()
    told: dict[str, Any] = {
        "year": str(year), "region": region, "place": said[region], "form": form, "due": due, "left": (due - day).days, "day": day, "bad": bad or [],
        "years": [str(one) for one in queries.years(actor.scope, region)], "makes": _own(actor, region) and definitions.level(region) in layout.tiers(body),
    }  # fmt: skip
    if form is not None:
        figures = queries.figures(actor.scope, form)
        faults = checks.faults(actor.scope, form)
        people = queries.people_names([form.filler, form.reviewer, form.responsible])
        told |= {
            "columns": layout.columns(body), "lines": _lines(form, figures, kept or {}), "faults": faults, "open": sum(one.open for one in faults),
            "state": words.STATES[form.state], "tone": words.TONES[form.state], "finding": _finding(form, said[region], faults),
            "steps": [(one, words.VERBS[one.verb]) for one in queries.steps(actor.scope, form)], "adjusted": adjusted(actor.scope, year, [region], body, said),
            "filler": people.get(form.filler, ""), "reviewer": people.get(form.reviewer, ""), "responsible": people.get(form.responsible, ""),
            "cut_off": layout.cut_off(body, year), "late_now": max(0, (day - due).days), **_verbs(actor, form),
        }  # fmt: skip
    units = queries.units(actor.scope, year, region, day) if definitions.level(region) == 1 else []
    names = definitions.place_names([one.region for one in units])
    told["units"] = [(one, names[one.region], words.TONES[one.form.state] if one.form else "", words.STATES[one.form.state] if one.form else "") for one in units]  # fmt: skip
    return render(request, "annual/form.html", told, status=422 if bad else 200)


def _own(actor: Actor, region: str) -> bool:
    return actor.scope.may(Right.ANNUAL) and actor.post is not None and actor.post.home == region


def _verbs(actor: Actor, form: Form) -> dict[str, Any]:
    """Which verbs the reader has here."""
    own = _own(actor, form.region)
    upper = (
        actor.scope.may(Right.ANNUAL)
        and actor.post is not None
        and actor.post.home == books.above(form.region)
    )
    wrote = queries.wrote(actor.scope, form, actor.username)
    return {
        "edits": own and flow.may(form.state, "typed"),
        "checks_": own and flow.may(form.state, "checked"),
        "signs": own and flow.may(form.state, "signed"),
        "wrote": wrote,
        "withdraws": own and flow.may(form.state, "withdrawn"),
        "sends": own and flow.may(form.state, "submitted"),
        "accepts": upper and flow.may(form.state, "accepted"),
        "returns": upper and flow.may(form.state, "returned"),
    }


def _lines(form: Form, figures: dict[layout.Key, Any], kept: dict[str, str]) -> list[dict[str, Any]]:
    """The lines of a form: figures to read, fields to type in."""
    body = form.layout.body
    shown = queries.shown(body, figures)
    found, group = [], ""
    for cell in layout.cells(body):
        columns = []
        for column in layout.columns(body):
            key = (cell.code, column["code"])
            one, name = figures.get(key), f"{cell.code}-{column['code']}"
            if cell.source == "text":
                text = field = one.words if one else ""
            else:
                text = layout.text(cell, shown[column["code"]])
                field = layout.field(cell, one.typed) if one else ""
            columns.append({
                "column": column["code"], "said": column["said"], "text": text, "name": name, "field": kept.get(name, field),
                "types": cell.source == "typed", "opens": one is not None and cell.source in ("computed", "typed"), "delta": one.delta if one else 0,
                "sum": f"{layout.one(cell, one.computed)} {'+' if one.delta > 0 else '−'} {layout.one(cell, abs(one.delta))}" if one and one.delta else "",
            })  # fmt: skip
        found.append(
            {
                "cell": cell,
                "columns": columns,
                "new": cell.code[0] != group,
                "group": words.group(cell.code[0]),
            }
        )
        group = cell.code[0]
    return found


def _finding(form: Form, place: str, faults: list[checks.Fault]) -> str:
    """The page in one sentence."""
    shown = {"place": place, "year": form.year, "n": sum(one.open for one in faults), "days": form.late_days}
    if form.state == Form.State.RETURNED:
        return _("%(place)s, %(year)s: returned, to be set right") % shown
    if form.state in flow.SENT:
        if form.late_days:
            return ngettext("%(place)s, %(year)s: sent %(days)s day late", "%(place)s, %(year)s: sent %(days)s days late", form.late_days) % shown  # fmt: skip
        return _("%(place)s, %(year)s: sent in time") % shown
    if form.state == Form.State.SIGNED:
        return _("%(place)s, %(year)s: signed, to be sent") % shown
    if shown["n"]:
        return _("%(place)s, %(year)s: %(n)s checks stand before the signature") % shown
    return _("%(place)s, %(year)s: all checks hold or are explained") % shown
