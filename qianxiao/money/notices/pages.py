"""Pages of notices in the office: the list, one notice with its proof, objections and what becomes of them (B60)."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qianxiao.base import workdays
from qianxiao.masterdata.regions.queries import names
from qianxiao.money.notices import actions, lists, objections, queries, rules, words
from qianxiao.money.notices.forms import AnswerForm, ObjectionForm, SettleForm, WithdrawForm
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show as show_list


@opens(Right.NOTICES)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Notices of the counties of the post."""
    return render(request, "notices/notices.html", show_list(request, lists.NOTICES)[0])


@opens(Right.NOTICES)
@require_safe
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """One notice: its lines as everybody reads them, the days it was up."""
    return _notice(request, number)


def _notice(
    request: HttpRequest,
    number: int,
    form: WithdrawForm | None = None,
    told_form: ObjectionForm | None = None,
) -> HttpResponse:
    shown, told = show_list(request, lists.LINES, {"notice": str(number)})
    one, scope = told["one"], scope_of(request)
    days = queries.days_of(scope, one)
    now = queries.read_back(scope, one.pk)
    counted = sum(
        workdays.works(seen.day) for seen in days if seen.digest == one.digest and seen.day > one.opened_on
    )
    context = {
        **shown, "one": one, "title": lists.title(one), "kind": rules.kinds()[one.kind], "state": words.STATES[one.state], "tone": words.MARKS[one.state],
        "days": [(seen, workdays.works(seen.day), seen.digest == one.digest) for seen in days], "counted": counted, "same": now == one.digest, "place": names({one.region}).get(one.region, one.region),
        "form": form or (WithdrawForm() if one.state == "showing" and scope.may(Right.NOTICE_KEEP) else None),
        "told": told_form or (ObjectionForm() if one.state == "showing" and scope.may(Right.NOTICE_KEEP) else None), "open": told_form is not None,
    }  # fmt: skip
    return render(request, "notices/notice.html", context, status=422 if form or told_form else 200)


@opens(Right.NOTICE_KEEP)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a notice down."""
    queries.notice_of(scope_of(request), number)
    form = WithdrawForm(request.POST)
    try:
        if form.is_valid():
            actions.withdraw(request, number, form.cleaned_data["reason"])
            return redirect("notice", number=number)
    except ValidationError as error:
        form.add_error(None, error)
    return _notice(request, number, form)


@opens(Right.NOTICE_KEEP)
@require_POST
def objection_told(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what somebody said in person against a line."""
    queries.notice_of(scope_of(request), number)
    form = ObjectionForm(request.POST)
    try:
        if form.is_valid():
            told = form.cleaned_data
            made = objections.take_down(
                request, number, told["number"], told["kind"], told["text"], told["name"], told["phone"]
            )
            return redirect("objection", key=made.pk)
    except ValidationError as error:
        form.add_error(None, error)
    return _notice(request, number, told_form=form)


@opens(Right.NOTICES)
@require_safe
def objection_list(request: HttpRequest) -> HttpResponse:
    """Objections to notices of the counties of the post."""
    return render(request, "notices/objections.html", show_list(request, lists.OBJECTIONS)[0])


@opens(Right.NOTICES)
@require_safe
def objection(request: HttpRequest, key: UUID) -> HttpResponse:
    """One objection."""
    return _objection(request, key)


def _objection(
    request: HttpRequest, key: UUID, what: str = "", form: object = None, phone: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    one = queries.objections(actor.scope).filter(pk=key).select_related("line__notice").first()
    if one is None:
        raise Http404
    person = one.line.person_id
    record(
        request,
        f"objection {one.pk}",
        1,
        ("text", "name"),
        "objection",
        whose=[str(person)] if person else [],
    )
    forms: dict[str, object] = {}
    if one.state == "open" and actor.scope.may(Right.NOTICE_KEEP):
        forms["answer"] = AnswerForm()
    if one.state == "answered" and one.answered_by != actor.username and actor.scope.may(Right.NOTICE_SETTLE):
        forms["settle"] = SettleForm()
    if what in forms:
        forms[what] = form
    told: dict[str, object] = {
        "one": one, "said": dict(rules.reasons()).get(one.kind, one.kind), "state": words.OBJECTIONS[one.state], "tone": words.MARKS[one.state],
        "answer": words.ANSWERS.get(one.answer, ""), "title": lists.title(one.line.notice), "line_state": words.LINES[one.line.state],
        "forms": forms, "refused": () if what in forms else getattr(form, "non_field_errors", tuple)(), "phone": phone,
        "calls": bool(one.version) and actor.scope.may(Right.NOTICE_KEEP), "mine": one.state == "answered" and one.answered_by == actor.username,
    }  # fmt: skip
    return render(request, "notices/objection.html", told, status=422 if what else 200)


@opens(Right.NOTICE_KEEP, Right.NOTICE_SETTLE)
@require_POST
def objection_verb(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    """Answer an objection, settle it, or call whoever made it."""
    if verb == "call":
        return _objection(request, key, phone=objections.phone_of(request, key))
    if verb not in ("answer", "settle"):
        raise Http404
    form = AnswerForm(request.POST) if verb == "answer" else SettleForm(request.POST)
    try:
        if form.is_valid():
            data = form.cleaned_data
            if verb == "answer":
                objections.answer(request, key, data["answer"], data["reason"])
            else:
                objections.settle(request, key, data["agrees"] == "yes")
            return redirect("objection", key=key)
    except ValidationError as error:
        form.add_error(None, error)
    return _objection(request, key, verb, form)
