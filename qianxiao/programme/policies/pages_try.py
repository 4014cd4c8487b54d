"""One case tried on one item: verdict, amount, and every condition with clause, fact, source, day and value."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qianxiao.engine.rules.answer import Answer, Told, ValueUsed, answer
from qianxiao.engine.rules.casefacts import case_facts
from qianxiao.engine.rules.evaluate import Fact
from qianxiao.engine.rules.model import RuleFile
from qianxiao.masterdata.regions.queries import NATION, names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.programme.policies import items, words
from qianxiao.programme.policies.actions import today
from qianxiao.programme.policies.citations import short
from qianxiao.programme.policies.forms import TryForm, initial
from qianxiao.programme.policies.months import last_month
from qianxiao.registers.people import queries as people


@opens(Right.RULES)
@require_safe
def try_case(request: HttpRequest, item: str) -> HttpResponse:
    """Facts that are filled in, or those of a person in scope as the last closed month has them; one or two places."""
    actor, file = actor_of(request), items.item(item)
    told: dict[str, Any] = {"file": file, "title": words.said(file.title)}
    given = request.GET.dict()
    if person := given.pop("person", ""):
        whose, sources = _of_person(request, actor, file, person, given)
        told |= whose
    else:
        sources = {}
    titles = {one.item: words.said(one.title) for one in items.items()}
    asked = any(key == "region" or key.startswith("f-") for key in given)
    form = TryForm(given if asked else None, file=file, titles=titles, initial=_start(file, actor))
    answers: list[Answer] = []
    if asked and form.is_valid():
        day, facts = form.cleaned_data["date"], Told(form.facts(), sources)
        on = day.year * 10000 + day.month * 100 + day.day
        places = [form.cleaned_data[name] for name in ("region", "other") if form.cleaned_data[name]]
        answers = [answer(file, facts, region, on, form.also(), form.used()) for region in places]
    told |= {
        "form": form,
        "answers": _said(answers),
        "differ": len({(one.verdict, one.amount) for one in answers}) > 1,
    }
    return render(request, "policies/try.html", told, status=422 if asked and form.errors else 200)


def _start(file: RuleFile, actor: Actor) -> dict[str, Any]:
    """What stands in the form at first: today, the own region, the facts of the first example."""
    day, home = today(), actor.post.home[:6] if actor.post and actor.post.home not in ("", NATION) else ""
    found: dict[str, Any] = {"date": f"{day // 10000}-{day // 100 % 100:02d}-{day % 100:02d}", "region": home}
    return {**(initial(file, file.examples[0].facts) if file.examples else {}), **found}


def _of_person(
    request: HttpRequest, actor: Actor, file: RuleFile, person: str, given: dict[str, str]
) -> tuple[dict[str, Any], dict[str, tuple[str, int]]]:
    """Facts of a person's case into `given`; what is shown about it, and where each fact is from. Raises Http404."""
    actor.scope.need(Right.PEOPLE)
    try:
        one = people.get_person(actor.scope, UUID(person))
    except ValueError as error:
        raise Http404 from error
    found = last_month()
    number = next((row.number for row in people.enrolments(actor.scope, one) if row.register == "poor"), "")
    cases = case_facts(found[1], file.case, number) if found and number and not file.online else []
    record(request, f"rules {file.item}", 1, ("name", "facts"), "rule_try", whose=[str(one.pk)])
    wanted = given.pop("case", "0")
    at = int(wanted) if wanted.isdecimal() and int(wanted) < len(cases) else 0
    told: dict[str, Any] = {
        "person": one,
        "cases": _cases(file, cases),
        "at": at,
        "month": found[0] if found else 0,
    }
    if not cases:
        return told, {}
    rule, facts = file.rules[-1], cases[at]
    day, county = str(facts[rule.decisive] or ""), str(facts[rule.county] or "")
    filled = {"date": f"{day[:4]}-{day[4:6]}-{day[6:]}", "region": county, **initial(file, facts)}
    for name, value in filled.items():
        given.setdefault(name, value)
    month_end = found[0] * 100 if found else 0
    return told, {name: (field.source, month_end // 100) for name, field in file.fields.items()}


def _cases(file: RuleFile, cases: list[dict[str, Fact]]) -> list[tuple[int, str]]:
    """Each case by its number: the term, or record and day."""
    rule = file.rules[-1]
    return [
        (at, f"{one.get('term') or one.get('rec_id') or ''} {one.get(rule.decisive) or ''}".strip())
        for at, one in enumerate(cases)
    ]


def _said(answers: list[Answer]) -> list[dict[str, Any]]:
    """Answers in the reader's words."""
    used = [use for one in answers for line in one.lines for use in line.values]
    used += [cap.limit for one in answers for cap in one.caps]
    codes = {use.value.region.ljust(6, "0") for use in used if use.value and use.value.region}
    places = names({*codes, *(one.region for one in answers)})
    return [
        {
            "one": one, "place": places.get(one.region, one.region), "verdict": words.VERDICTS[one.verdict], "tone": words.VERDICT_TONES[one.verdict],
            "stop": words.said(one.stop.says) if one.stop else "",
            "caps": [(words.said(cap.cap.says), cap.full, cap.used, _use(cap.limit, places), cap.cap.cite, short(cap.cap.cite)) for cap in one.caps], "lines": [_line(line, one, places) for line in one.lines],
            "asks": [words.said(fact.field.says) for fact in one.missing],
        }
        for one in answers
    ]  # fmt: skip


def _line(line: Any, one: Answer, places: dict[str, str]) -> dict[str, Any]:
    facts = [
        (words.said(fact.field.says), words.fact(fact.field, fact.value), words.source(fact.source), fact.day)
        for fact in line.facts
    ]
    values = [_use(use, places) for use in line.values]
    return {
        "text": words.said(line.condition.says), "state": line.state, "cite": line.condition.cite, "label": short(line.condition.cite),
        "facts": facts, "values": values, "amount": one.rule is not None and line.condition is one.rule.amount,
    }  # fmt: skip


def _use(use: ValueUsed, places: dict[str, str]) -> tuple[str, str, str, int, str, str, bool]:
    """A value: label, value with unit, whose, since when, clause, its label, whether it is assumed."""
    label, value = words.said(use.parameter.says), use.value
    if value is None:
        return label, "—", "", 0, "", "", False
    said = f"{words.amount(use.parameter, value.value)} {words.unit(use.parameter)}"
    return (
        label,
        said,
        words.place(value.region, places),
        value.start,
        value.clause,
        short(value.clause),
        value.assumed,
    )
