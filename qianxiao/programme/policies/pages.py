"""Pages of documents (B76) and of rules with their values (B77)."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.base.documents import Document, documents
from qianxiao.engine.rules.decide import bits_of
from qianxiao.engine.rules.model import LAST_DAY, CodeList, Parameter, Rule, RuleFile, Value
from qianxiao.engine.rules.predicate import names as named
from qianxiao.masterdata.regions.queries import NATION, names, stem
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.programme.policies import items, queries, words
from qianxiao.programme.policies.actions import today
from qianxiao.programme.policies.citations import english, short


@opens(Right.RULES)
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """The documents, newest first, with how many items stand on each."""
    told = sorted(documents().values(), key=lambda one: (-(one.issued or one.valid_from), one.number))
    rows = [
        (one, one.title_en if english() else one.title or one.title_en, len(items.standing_on(one.number)), len(items.standards(one.number)))
        for one in told
    ]  # fmt: skip
    return render(request, "policies/policies.html", {"rows": rows})


@opens(Right.RULES)
@require_safe
def policy(request: HttpRequest, number: str) -> HttpResponse:
    """One document: clauses in plain words, items and standards made under it (20-06-05)."""
    one: Document = items.document(number)
    found = items.standards(number)
    places = names({standard.value.region.ljust(6, "0") for standard in found if standard.value.region})
    made = [
        (standard, words.said(standard.file.title), words.said(standard.parameter.says), words.place(standard.value.region, places),
         words.amount(standard.parameter, standard.value.value), words.unit(standard.parameter))
        for standard in found
    ]  # fmt: skip
    told = {
        "one": one,
        "title": one.title_en if english() else one.title or one.title_en,
        "clauses": [(part, part.plain_en if english() else part.plain_zh) for part in one.clauses],
        "items": [(file, words.said(file.title)) for file in items.standing_on(number)],
        "made": made,
        "open_end": LAST_DAY,
    }
    return render(request, "policies/policy.html", told)


@opens(Right.RULES)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every item, with the version in force today and the values where one sits."""
    actor, day = actor_of(request), today()
    home = _home(actor)
    rows = [
        (
            file,
            words.said(file.title),
            file.rule_on(day),
            _own(file, home, day),
            items.number_of(_first(file)),
        )
        for file in items.items()
    ]
    waiting = queries.proposals(actor.scope).exclude(state__in=("published", "withdrawn")).count()
    told = {"rows": rows, "place": words.place(home, names({home})), "waiting": waiting}
    return render(request, "policies/rules.html", told)


def _home(actor: Actor) -> str:
    """The region one sits in; the nation without."""
    return (actor.post.home or NATION)[:6] if actor.post else NATION


def _first(file: RuleFile) -> str:
    return file.rules[-1].amount.cite


def _own(file: RuleFile, home: str, day: int) -> list[tuple[str, str, str]]:
    """The first amounts in force at home: label, value, unit."""
    found = []
    for parameter in file.parameters.values():
        value = parameter.on("" if home == NATION else stem(home), day)
        if value and words.money(parameter):
            found.append(
                (words.said(parameter.says), words.amount(parameter, value.value), words.unit(parameter))
            )
    return found[:3]


@dataclass(frozen=True)
class Shown:
    """A parameter or list on the page of an item."""

    name: str
    label: str
    unit: str
    here: str
    values: list[dict[str, Any]]
    tiers: str
    cosign: bool
    mine: bool
    basis: list[tuple[str, str]]


@opens(Right.RULES)
@require_safe
def rule(request: HttpRequest, item: str) -> HttpResponse:
    """One item: conditions, values by region and day, versions, examples, proposals."""
    actor, file, day = actor_of(request), items.item(item), today()
    home = _home(actor)
    codes = {
        value.region.ljust(6, "0") for one in file.parameters.values() for value in one.values if value.region
    }
    codes |= {row[0].ljust(6, "0") for one in file.lists.values() for row in one.rows if row[0]}
    places = names({*codes, home, *(one.region for one in file.examples)})
    current = file.rule_on(day) or file.rules[-1]
    told = {
        "file": file, "title": words.said(file.title), "rule": current, "in_force": file.rule_on(day) is not None,
        "conditions": _conditions(file, current), "place": words.place(home, places),
        "shown": [_parameter(one, home, day, places, actor) for one in file.parameters.values()],
        "lists": [_listed(one, places, home, actor) for one in file.lists.values()],
        "versions": file.rules, "open_end": LAST_DAY,
        "stops": [(words.said(cap.says), cap.cite, short(cap.cite)) for cap in current.caps]
        + [(words.said(one.says), one.cite, short(one.cite)) for one in current.exclusions],
        "examples": _examples(file, places),
        "proposals": [(one, words.STATES[one.state], words.TONES[one.state]) for one in queries.open_of(actor.scope, item)],
        "drafts": actor.scope.may(Right.RULE_DRAFT),
        "documents": [(number, number in documents()) for number in file.documents],
    }  # fmt: skip
    return render(request, "policies/rule.html", told)


def _conditions(file: RuleFile, current: Rule) -> list[dict[str, Any]]:
    return [
        {
            "text": words.said(one.says), "cite": one.cite, "label": short(one.cite), "amount": one is current.amount,
            "facts": [(words.said(file.fields[name].says), words.source(file.fields[name].source)) for name in sorted(named(one.test, "field"))],
            "values": [words.said(file.parameters[name].says) for name in sorted(named(one.test, "param"))],
        }
        for one in bits_of(current)
    ]  # fmt: skip


def _parameter(one: Parameter, home: str, day: int, places: dict[str, str], actor: Actor) -> Shown:
    here = one.on("" if home == NATION else stem(home), day)
    rows = [
        _value(one, value, places, day) for value in sorted(one.values, key=lambda v: (v.region, -v.start))
    ]
    said = f"{words.amount(one, here.value)} {words.unit(one)}" if here else _("no value")
    return Shown(one.name, words.said(one.says), words.unit(one), said, rows, _tiers(one), bool(one.cosign), _mine(one, home, actor),
                 [(cited, short(cited)) for cited in one.basis])  # fmt: skip


def _value(one: Parameter, value: Value, places: dict[str, str], day: int) -> dict[str, Any]:
    return {
        "place": words.place(value.region, places), "region": value.region, "value": words.amount(one, value.value), "start": value.start,
        "end": value.end if value.end < LAST_DAY else 0, "cite": value.clause, "label": short(value.clause), "assumed": value.assumed,
        "number": value.number, "now": value.start <= day <= value.end, "coming": value.start > day,
        "ends": [words.amount(one, end) for end in (value.lowest, value.highest)] if value.lowest is not None and value.highest is not None else [],
    }  # fmt: skip


def _listed(one: CodeList, places: dict[str, str], home: str, actor: Actor) -> dict[str, Any]:
    spans: dict[tuple[str, int, int], list[str]] = {}
    for region, start, end, code in one.rows:
        spans.setdefault((region, start, end), []).append(code)
    rows = [
        (words.place(region, places), start, end if end < LAST_DAY else 0, codes)
        for (region, start, end), codes in sorted(spans.items())
    ]
    return {
        "name": one.name, "label": words.said(one.says), "rows": rows, "tiers": _tiers(one), "cosign": bool(one.cosign),
        "mine": _mine(one, home, actor),
    }  # fmt: skip


def _tiers(what: Parameter | CodeList) -> str:
    return _(", ").join(str(words.TIERS[name]) for name in what.override)


def _mine(what: Parameter | CodeList, home: str, actor: Actor) -> bool:
    """Whether the reader may propose another value for the own region."""
    return actor.scope.may(Right.RULE_DRAFT) and items.may_set(what, home)


def _examples(file: RuleFile, places: dict[str, str]) -> list[dict[str, Any]]:
    found = []
    for one in file.examples:
        rule = file.rule_on(one.date)
        bits = {condition.name: words.said(condition.says) for condition in bits_of(rule)} if rule else {}
        found.append({
            "name": one.name, "date": one.date, "place": words.place(one.region, places), "verdict": words.VERDICTS.get(one.verdict, one.verdict),
            "tone": words.VERDICT_TONES.get(one.verdict, ""), "amount": one.amount, "why": [bits.get(name, name) for name in (*one.failed, *one.missing)],
        })  # fmt: skip
    return found
