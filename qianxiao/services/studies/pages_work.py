"""What is noted on a student's page about posts, recommendations, outcomes, proofs, needs (S06, S11, S12)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools import words as school_words
from qianxiao.registers.schools.models import Institution
from qianxiao.registers.schools.queries import institution
from qianxiao.services.studies import actions_work as actions
from qianxiao.services.studies import forms_work as forms
from qianxiao.services.studies import queries, words, words_work
from qianxiao.services.studies import queries_work as work
from qianxiao.services.studies.lists_work import GRADUATES, INTERNS, NEEDY
from qianxiao.services.studies.models import ACTIVE, GRADUATED, Student
from qianxiao.services.studies.models_work import DegreeProof
from qianxiao.services.studies.writing import FIELDS, day_now

Verb = Callable[[HttpRequest, UUID, dict[str, Any]], Any]
# what is noted → its verb; the state it belongs to
VERBS: dict[str, tuple[Verb, str]] = {
    "place": (
        lambda request, one, told: actions.place(request, one, int(told["post"]), told["reason"]),
        ACTIVE,
    ),
    "recognise": (
        lambda request, one, told: actions.recognise(request, one, told["level"], told["source"]),
        ACTIVE,
    ),
    "recommend": (actions.recommend, GRADUATED),
    "outcome": (actions.tell_outcome, GRADUATED),
    "prove": (lambda request, one, _told: actions.prove(request, one), GRADUATED),
}


def _form(actor: Actor, one: Student, what: str, data: Any = None) -> forms.NoteForm:
    """The form of what is noted. Raises Http404."""
    if what == "place":
        return forms.PlaceForm(data, posts=work.open_posts(actor.scope, one, day_now()))
    kinds: dict[str, type[forms.NoteForm]] = {
        "recommend": forms.RecommendForm, "outcome": forms.OutcomeForm, "recognise": forms.RecogniseForm,
        "prove": forms.ProveForm,
    }  # fmt: skip
    if what not in kinds:
        raise Http404
    return kinds[what](data)


def noted(actor: Actor, one: Student, what: str = "", form: Any = None) -> dict[str, Any]:
    """Variables of the student's page: what is noted, what this post may note."""
    mine = actor.scope.may(Right.ENROL) and one.org_code in actor.scope.institutions
    fits = [name for name, (_verb, status) in VERBS.items() if mine and one.status == status]
    if one.stage not in work.EQUAL and "prove" in fits:
        fits.remove("prove")
    told = work.notes(actor.scope, one)
    return {
        "notes": told,
        "recommendations": [(row, words_work.RESULTS[row.result]) for row in told["recommendations"]],
        "outcomes": [(row, words_work.employ_form(row.form)) for row in told["outcomes"]],
        "needs": [
            (row, words_work.NEEDS[row.category], words_work.level_of_need(row.level), words.term(row.term))
            for row in told["needs"]
        ],
        "noting": [
            (name, words_work.NOTES[name], form if name == what else _form(actor, one, name)) for name in fits
        ],
        "noted": what,
        # what cannot be noted here has no form to say why beside
        **({"refused": " ".join(map(str, form.non_field_errors()))} if what and what not in fits else {}),
    }


@opens(Right.ENROL)
@require_POST
def note(request: HttpRequest, student: UUID, what: str) -> HttpResponse:
    """Write one of them down."""
    from qianxiao.services.studies.pages import show

    actor = actor_of(request)
    one = queries.get_student(actor.scope, student)
    form = _form(actor, one, what, request.POST)
    try:
        if form.is_valid():
            VERBS[what][0](request, student, form.told())
            if what == "prove":
                return redirect("student-proof", student=student)
            return redirect("student", student=student)
    except ValidationError as error:
        form.add_error(None, error)
    return show(request, queries.get_student(actor.scope, student), noted=(what, form))


@opens(Right.STUDENTS)
@require_safe
def proof(request: HttpRequest, student: UUID) -> HttpResponse:
    """The proof of equal standing, to be printed; not there before it was issued (19-15-01)."""
    scope = scope_of(request)
    one = queries.get_student(scope, student)
    found = DegreeProof.objects.within(scope).filter(student=one).order_by("-id").first()
    if found is None:
        raise Http404
    record(request, str(one.pk), 1, FIELDS, "student-proof", whose=[str(one.person_id)])
    told = {
        "one": one,
        "proof": found,
        "school": institution(one.org_code),
        "major": school_words.major(one.major),
        "stage": words.stage_of(found.stage),
        "equal": words_work.EQUALS[found.stage],
    }
    return render(request, "studies/proof.html", told)


@opens(Right.STUDENTS)
@require_safe
def graduates(request: HttpRequest) -> HttpResponse:
    """Graduates with recommendation and outcome; who lacks one (S11, S12)."""
    actor = actor_of(request)
    shown, _told = show_list(request, GRADUATES)
    year = day_now() // 10000
    school = actor.scope.institution
    rate = work.employment_rate(school, None, year) if school else None
    return render(
        request, "studies/graduates.html",
        {**shown, "label": _("Graduates"), "nothing": _("No graduate is on the list."), "rate": rate, "year": year},
    )  # fmt: skip


@opens(Right.STUDENTS)
@require_safe
def interns(request: HttpRequest) -> HttpResponse:
    """Posts for interns, and whether poor students get their share (19-04-08)."""
    return _interns(request)


def _interns(request: HttpRequest, form: forms.PostForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    shown, _told = show_list(request, INTERNS)
    lines = work.fairness(actor.scope)
    known = _schools({one.org_code for one in lines})
    page = {
        **shown,
        "label": _("Internships"),
        "nothing": _("No post for interns is written down yet."),
        "form": form or (forms.PostForm(day=day_now()) if actor.scope.may(Right.ENROL) else None),
        "fair": [(one, known.get(one.org_code, one.org_code)) for one in lines],
    }
    return render(request, "studies/interns.html", page, status=422 if form else 200)


@opens(Right.ENROL)
@require_POST
def intern_post(request: HttpRequest) -> HttpResponse:
    """Write a post for interns down."""
    form = forms.PostForm(request.POST, day=day_now())
    try:
        if form.is_valid():
            actions.offer_post(request, form.told())
            return redirect("interns")
    except ValidationError as error:
        form.add_error(None, error)
    return _interns(request, form)


def _schools(codes: set[str]) -> dict[str, str]:
    return dict(Institution.objects.filter(org_code__in=codes).values_list("org_code", "name"))


@opens(Right.STUDENTS)
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Who moved up to a higher level this year, by school, and who may (19-05-11)."""
    actor, day = actor_of(request), day_now()
    year = request.GET.get("year", "")
    if year and not (year.isdecimal() and len(year) == 4):
        raise Http404
    at = int(year or day // 10000)
    lines = work.progression(actor.scope, at)
    known = _schools({line["student__org_code"] for line in lines})
    rows = work.candidates(actor.scope, day)
    told = {
        "year": at,
        "lines": [
            {**line, "school": known.get(line["student__org_code"], ""), "stage": words.stage_of(line["after__stage"])}
            for line in lines
        ],
        "waiting": rows.count(),
        "poor": rows.filter(poor=True).count(),
    }  # fmt: skip
    return render(request, "studies/progress.html", told)


@opens(Right.STUDENTS)
@require_safe
def needy(request: HttpRequest) -> HttpResponse:
    """The list of needy students with the source of each category (20-09-01)."""
    shown, _told = show_list(request, NEEDY)
    page = {
        **shown,
        "label": _("Needy students"),
        "nothing": _("The list of this term is not built yet."),
        "may": actor_of(request).scope.may(Right.ENROL),
    }
    return render(request, "studies/needy.html", page)


@opens(Right.ENROL)
@require_POST
def build_needs(request: HttpRequest) -> HttpResponse:
    """Build the list of the open term by matching."""
    actions.build_needs(request)
    return redirect("students-needy")
