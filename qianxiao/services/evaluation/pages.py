"""Pages of evaluation: exams (T06), one exam, norms (20-05-02), certificates with their QR (B45)."""

from typing import Any

import segno
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.queries import own as own_body
from qianxiao.registers.schools.words import coded, day, occupation
from qianxiao.services.evaluation import actions, actions_attest, queries, words
from qianxiao.services.evaluation.forms import CandidateForm, ExamForm, NormForm
from qianxiao.services.evaluation.lists import CERTIFICATES, EXAMS
from qianxiao.services.training.timetable import clock


@opens(Right.CERTIFICATES)
@require_safe
def exams(request: HttpRequest) -> HttpResponse:
    """Exams by state."""
    shown, _told = show_list(request, EXAMS)
    return render(
        request,
        "evaluation/exams.html",
        {**shown, "label": _("Exams"), "may_plan": scope_of(request).may(Right.CERTIFY)},
    )


@opens(Right.CERTIFY)
@require_http_methods(["GET", "POST"])
def exam_new(request: HttpRequest) -> HttpResponse:
    """Plan an exam."""
    scope = scope_of(request)
    form = ExamForm(request.POST or None, scope=scope, body=own_body(scope))
    try:
        if request.method == "POST" and form.is_valid():
            return redirect("exam", number=actions.plan_exam(request, form.cleaned_data).pk)
    except ValidationError as error:
        form.add_error(None, error)
    return render(
        request, "evaluation/new.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@opens(Right.CERTIFICATES)
@require_safe
def exam(request: HttpRequest, number: int) -> HttpResponse:
    """One exam with its candidates and scores."""
    return _exam(request, number)


def _exam(request: HttpRequest, number: int, status: int = 422, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    one = queries.exam_of(actor.scope, number)
    people = queries.candidates(actor.scope, one)
    if people:
        record(
            request,
            one.exam_no,
            len(people),
            ("name", "id_mask"),
            "exam",
            whose=[str(row.person_id) for row in people],
        )
    told = {
        "one": one,
        "trade": f"{occupation(one.occupation)} · {coded('train_level', one.level)}",
        "kind": coded("cert_kind", one.cert_kind),
        "when": f"{day(one.day)} {clock(one.lo)}–{clock(one.hi)}",
        "state": words.STATES[one.state],
        "tone": words.TONES[one.state],
        "people": [(row, coded("train_result", row.result) if row.result != "0" else "") for row in people],
        "keeps": queries.keeps(actor, one),
        "form": CandidateForm(),
        **more,
    }
    return render(request, "evaluation/exam.html", told, status=status if more else 200)


@opens(Right.CERTIFY)
@require_POST
def exam_class(request: HttpRequest, number: int) -> HttpResponse:
    """Put the people of a class in the exam; who cannot be is shown with the reason."""
    try:
        made, left = actions.add_class(request, number, request.POST.get("class_no", ""))
    except ValidationError as error:
        return _exam(request, number, errors=error.messages)
    return (
        _exam(request, number, status=200, left=left, made=made) if left else redirect("exam", number=number)
    )


@opens(Right.CERTIFY)
@require_POST
def exam_person(request: HttpRequest, number: int) -> HttpResponse:
    """Put somebody in the exam by name and number."""
    queries.exam_of(scope_of(request), number)
    form = CandidateForm(request.POST)
    try:
        if form.is_valid():
            actions.add_candidate(request, number, form.cleaned_data["name"], form.cleaned_data["id_no"])
            return redirect("exam", number=number)
    except ValidationError as error:
        form.add_error(None, error)
    return _exam(request, number, form=form)


@opens(Right.CERTIFY)
@require_POST
def exam_scores(request: HttpRequest, number: int) -> HttpResponse:
    """Write the scores of all candidates down."""
    one = queries.exam_of(scope_of(request), number)
    try:
        points = {
            row.pk: (_points(request, f"theory-{row.pk}"), _points(request, f"practice-{row.pk}"))
            for row in queries.candidates(scope_of(request), one)
        }
        actions.enter_scores(request, number, points)
    except ValidationError as error:
        return _exam(request, number, errors=error.messages)
    return redirect("exam", number=number)


def _points(request: HttpRequest, name: str) -> int | None:
    said = request.POST.get(name, "").strip()
    if not said:
        return None
    if not said.isdecimal() or len(said) > 3 or int(said) > 100:
        raise ValidationError(_("Scores are whole points from 0 to 100."))
    return int(said)


@opens(Right.CERTIFY)
@require_POST
def exam_lead(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Close the scores, give the certificates."""
    if verb not in ("close", "issue"):
        raise Http404
    try:
        (actions.close if verb == "close" else actions.issue)(request, number)
    except ValidationError as error:
        return _exam(request, number, errors=error.messages)
    return redirect("exam", number=number)


@opens(Right.CERTIFICATES)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Certificates in scope."""
    shown, _told = show_list(request, CERTIFICATES)
    return render(request, "evaluation/certificates.html", {**shown, "label": _("Certificates")})


@opens(Right.CERTIFICATES)
@require_safe
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """One certificate with the code that leads to its public proof."""
    return _certificate(request, number)


def _certificate(request: HttpRequest, number: int, **more: Any) -> HttpResponse:
    scope = scope_of(request)
    one = queries.certificate_of(scope, number)
    record(request, one.cert_no, 1, ("name", "id_mask"), "certificate", whose=[str(one.person_id)])
    proof = request.build_absolute_uri(f"{reverse('portal-verify')}?number={one.cert_no}")
    told = {
        "one": one,
        "kind": coded("cert_kind", one.cert_kind),
        "trade": f"{occupation(one.occupation)} · {coded('train_level', one.level)}",
        "issued": day(one.issued),
        "exam_day": day(one.exam_day),
        "proof": proof,
        # made of our own number and address: nothing of it comes from outside
        "code": SafeString(segno.make(proof, error="m").svg_inline(scale=4, omitsize=False)),
        "keeps": scope.may(Right.CERTIFY) and one.org_code in scope.institutions and not one.withdrawn,
        **more,
    }
    return render(request, "evaluation/certificate.html", told, status=422 if more else 200)


@opens(Right.CERTIFY)
@require_POST
def certificate_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a paper does not count any more."""
    try:
        actions.withdraw(request, number, request.POST.get("reason", ""))
    except ValidationError as error:
        return _certificate(request, number, errors=error.messages)
    return redirect("certificate", number=number)


@opens(Right.TEACH)
@require_POST
def class_attest(request: HttpRequest, number: int) -> HttpResponse:
    """Give the papers of an institution's own class."""
    try:
        actions_attest.attest(request, number)
    except ValidationError as error:
        return render(
            request,
            "desk/refused.html",
            {"told": error.messages, "back": reverse("class", args=[number])},
            status=422,
        )
    return redirect("class", number=number)


@opens(Right.CERTIFICATES)
@require_safe
def norms(request: HttpRequest) -> HttpResponse:
    """Norms of special abilities."""
    return _norms(request, NormForm(), 200)


@opens(Right.CERTIFY)
@require_POST
def norm_new(request: HttpRequest) -> HttpResponse:
    """A body proposes a norm."""
    form = NormForm(request.POST)
    try:
        if form.is_valid():
            actions_attest.propose_norm(request, form.cleaned_data)
            return redirect("norms")
    except ValidationError as error:
        form.add_error(None, error)
    return _norms(request, form, 422)


def _norms(request: HttpRequest, form: NormForm, status: int, **more: Any) -> HttpResponse:
    scope, by = scope_of(request), actor_of(request).username
    told = {
        "rows": [
            (
                one,
                occupation(one.occupation),
                words.NORMS[one.state],
                words.NORM_TONES[one.state],
                _verbs(scope.may(Right.NORMS), one, by),
            )
            for one in queries.norms()
        ],
        "form": form if scope.may(Right.CERTIFY) else None,
        "open": form.is_bound,
        **more,
    }
    return render(request, "evaluation/norms.html", told, status=status)


def _verbs(may: bool, one: Any, by: str) -> list[tuple[str, Any]]:
    if not may or by in (one.proposed_by, one.reviewed_by):
        return []
    return [
        (verb, words.NORM_VERBS[verb])
        for verb, (begins, _ends, _right) in actions_attest.NORM_STEPS.items()
        if one.state in begins
    ]


@opens(Right.NORMS)
@require_POST
def norm_lead(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Review, publish or refuse a norm."""
    try:
        actions_attest.lead_norm(request, number, verb, request.POST.get("opinion", ""))
    except ValidationError as error:
        return _norms(request, NormForm(), 422, errors=error.messages)
    return redirect("norms")
