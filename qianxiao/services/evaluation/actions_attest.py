"""Verbs of papers without a body's exam: those of a class by its institution; norms of special abilities (20-05-02)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.catalogues import occupations
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because
from qianxiao.office.duties.clock import today
from qianxiao.registers.schools.queries import own as own_body
from qianxiao.services.evaluation.actions import _run, log
from qianxiao.services.evaluation.models import Norm
from qianxiao.services.evaluation.rules import attested, stem
from qianxiao.services.training import queries as classes
from qianxiao.services.training.timetable import ymd

# verb → states it starts in, the state it leads to, the right it needs
NORM_STEPS = {
    "review": (("proposed",), "reviewed", Right.NORMS),
    "publish": (("reviewed",), "published", Right.NORMS),
    "refuse": (("proposed", "reviewed"), "refused", Right.NORMS),
}


def attest(request: HttpRequest, number: int) -> int:
    """Numbered papers of an institution for those who passed its own class; returns how many.

    Raises Http404, ValidationError for a class that is not assessed, or whose paper is given by a body after an exam.
    """
    actor = actor_of(request)
    actor.scope.need(Right.TEACH)
    with transaction.atomic(), because("attest", actor.username, request):
        one, day = classes.class_of(actor.scope, number, lock=True), ymd(today())
        if not classes.writes(actor, one):
            raise Http404
        if not attested(one.cert_kind):
            raise ValidationError(_("This paper is given by an evaluation body after its exam."))
        if one.state != "assessed":
            raise ValidationError(_("Close the assessment of the class first."))
        begins, digits = stem(one.cert_kind, day, one.region, own_body(actor.scope).pk % 10**6, one.level)
        with in_scope(whole_scope()), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('evaluation.number'), hashtext(%s))", [begins]
            )
            values = {"number": one.pk, "stem": begins, "digits": digits, "issued": day}
            made = _run(cursor, "attest", values)
        log(
            request,
            one.class_no,
            "attest",
            [str(row.person_id) for row in classes.roster(actor.scope, one) if row.cert_no],
        )
    return made


def propose_norm(request: HttpRequest, told: dict[str, Any]) -> Norm:
    """A new norm, or the next version of one (20-05-02). Raises ValidationError for an unknown occupation or an open version."""
    actor = actor_of(request)
    actor.scope.need(Right.CERTIFY)
    body, code = own_body(actor.scope), told["code"].strip().upper()
    if told["occupation"] not in occupations():
        raise ValidationError(_("Please choose an occupation of the catalogue."))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('evaluation.norm'), hashtext(%s))", [code])
        before = Norm.objects.filter(code=code).order_by("-version").first()
        if before is not None and before.state in ("proposed", "reviewed"):
            raise ValidationError(_("A version of this norm is still under review."))
        made = Norm.objects.create(
            code=code, version=before.version + 1 if before else 1, title=told["title"], occupation=told["occupation"],
            hours=told["hours"], content=told["content"], body=body.org_code, proposed_by=actor.username,
        )  # fmt: skip
        log(request, f"{code} {made.version}", "norm")
    return made


def lead_norm(request: HttpRequest, number: int, verb: str, opinion: str) -> Norm:
    """Review, publish or refuse a norm: three people in all. Raises Http404, ValidationError."""
    actor, way = actor_of(request), NORM_STEPS.get(verb)
    if way is None:
        raise Http404
    begins, ends, right = way
    actor.scope.need(right)
    said = " ".join(opinion.split())[:1000]
    with transaction.atomic():
        one = Norm.objects.select_for_update().filter(pk=number).first()
        if one is None:
            raise Http404
        if one.state not in begins:
            raise ValidationError(_("The norm has moved on meanwhile."))
        if len(said) < 2 and verb != "publish":
            raise ValidationError(_("Please say why."))
        if actor.username in (one.proposed_by, one.reviewed_by):
            raise ValidationError(_("A norm is proposed, reviewed and published by three people."))
        one.state, one.opinion = ends, said or one.opinion
        if verb == "review":
            one.reviewed_by = actor.username
        if verb == "publish":
            one.published_by, one.published_on = actor.username, ymd(today())
        one.save()
        log(request, f"{one.code} {one.version}", f"norm_{verb}")
    return one
