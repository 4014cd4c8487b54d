"""Verbs of the leads: look, answer a finding, close it as a second person."""

import json

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.money.integrity import acting, queries, rules
from qianxiao.money.integrity.models import Finding, FindingStep
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog

_KEEP = """
INSERT INTO integrity_finding (pattern, variant, act, subject, region, org_code, org_name, people, evidence, source_day, found_on, rules,
    state, answer, looked_by, closed_by)
SELECT %(pattern)s, f.variant, %(acts)s::jsonb ->> f.variant, f.subject, f.region, f.org_code, coalesce(i.name, ''), f.people, f.evidence,
    f.source_day, %(day)s, %(rules)s, 'open', '', '', ''
FROM ({rule}) f LEFT JOIN schools_institution i ON i.org_code = f.org_code
ORDER BY f.variant, f.subject, f.region ON CONFLICT DO NOTHING
"""


def look(scope: Scope, day: int, only: int = 0) -> dict[int, int]:
    """Run every rule over what the scope sees up to a day (yyyymmdd); returns new findings per pattern.

    What was found before is not found again, whatever became of it. only: one pattern. One transaction per pattern.
    """
    made = {}
    for pattern in rules.patterns():
        if only and pattern != only:
            continue
        values = {**rules.values(pattern, day), "pattern": pattern, "acts": json.dumps(rules.acts(pattern)), "rules": rules.version(pattern, day)}  # fmt: skip
        with in_scope(scope), connection.cursor() as cursor:
            cursor.execute(_KEEP.replace("{rule}", rules.statement(pattern)), values)
            made[pattern] = int(cursor.rowcount)
            acting.name_targets(cursor)
    return made


def answer(request: HttpRequest, number: int, said: str, reason: str) -> Finding:
    """Say what looking into a finding showed: confirmed or cleared, and why. Raises Http404, ValidationError."""
    actor = actor_of(request)
    with transaction.atomic():
        one = _locked(actor, number, "open")
        if said not in Finding.ANSWERS[1:]:
            raise Http404
        one.state, one.answer, one.looked_by = "looked", said, actor.username
        _step(request, actor, one, "looked", said, reason)
    return one


def close(request: HttpRequest, number: int, agrees: bool, reason: str) -> Finding:
    """Close a finding as a second person, or give it back. Raises Http404, ValidationError for whoever answered it."""
    actor = actor_of(request)
    with transaction.atomic():
        one = _locked(actor, number, "looked")
        if one.looked_by == actor.username:
            raise ValidationError(_("A second person closes what you answered."))
        verb = "closed" if agrees else "returned"
        if agrees:
            one.state, one.closed_by = "closed", actor.username
        else:
            one.state, one.answer, one.looked_by = "open", "", ""
        why = _step(request, actor, one, verb, one.answer, reason)
        if agrees:
            _follow(actor, one, why)
    return one


def _follow(actor: Actor, one: Finding, why: str) -> None:
    """What closing does to money: cleared lets go on what only this finding held, confirmed asks back what arrived."""
    if one.answer == "cleared":
        verb, n = "lifted", acting.let_go(one, actor.username, why)
    else:
        verb, n = "asked", acting.ask_back(one, actor.username, why)
    if n:
        FindingStep.objects.within(actor.scope).create(
            finding=one, region=one.region, verb=verb, answer=one.answer, reason=str(n), by=actor.username, request_id=actor.request_id
        )  # fmt: skip


def _locked(actor: Actor, number: int, state: str) -> Finding:
    """A finding of the own region in a state. Raises Http404 out of scope, ValidationError where it has moved on."""
    actor.scope.need(Right.LEADS)
    one = queries.finding_of(actor.scope, number, lock=True)
    if one.state != state:
        raise ValidationError(_("Somebody has answered meanwhile; please read it anew."))
    return one


def _step(request: HttpRequest, actor: Actor, one: Finding, verb: str, said: str, reason: str) -> str:
    why = " ".join(reason.split())[:500]
    if len(why) < 2:
        raise ValidationError(_("Please say why."))
    one.save(update_fields=["state", "answer", "looked_by", "closed_by"])
    FindingStep.objects.within(actor.scope).create(
        finding=one,
        region=one.region,
        verb=verb,
        answer=said,
        reason=why,
        by=actor.username,
        post=post_name(request),
        request_id=actor.request_id,
    )
    whose = [str(person) for person in one.people]
    record(
        request,
        f"finding {one.pk}",
        len(whose),
        ("evidence",),
        f"finding_{verb}",
        AccessLog.Kind.CHANGE,
        whose,
    )
    return why
