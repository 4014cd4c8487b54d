"""Pages of students: the lists (B30, S05), a new registration (S04), one student with every step of the flow (S06)."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.exports.asking import answer as take_away
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools import words as school_words
from qianxiao.registers.schools.queries import institution
from qianxiao.services.studies import actions, queries, words
from qianxiao.services.studies.flow import STEPS
from qianxiao.services.studies.forms import RegisterForm, StepForm
from qianxiao.services.studies.lists import FROM_HERE, STUDENTS
from qianxiao.services.studies.models import StatusEvent, Student
from qianxiao.services.studies.pages_work import noted as notes_of
from qianxiao.services.studies.writing import FIELDS, day_now

TOLD = "student-told"  # session: what is said once about a student just written


@opens(Right.STUDENTS)
@require_safe
def students(request: HttpRequest) -> HttpResponse:
    """Students of the own school, or of the schools of the region."""
    return _listed(request, STUDENTS)


@opens(Right.STUDENTS)
@require_safe
def from_here(request: HttpRequest) -> HttpResponse:
    """Students whose home is here, wherever they learn."""
    return _listed(request, FROM_HERE)


def _listed(request: HttpRequest, listing: Listing) -> HttpResponse:
    actor = actor_of(request)
    shown, _told = show_list(request, listing)
    n = shown["list"]["total"] or 0
    heading = ngettext("%(n)s student", "%(n)s students", n) % {"n": f"{n:,}"}
    step = queries.review_of(actor)
    page = {
        **shown,
        "heading": heading if shown["list"]["exact"] else _("More than %(n)s students") % {"n": f"{n:,}"},
        "label": listing.declared.title,
        "here": listing is STUDENTS,
        "office": not actor.scope.institutions,
        "may_enrol": actor.scope.may(Right.ENROL),
        "claims": queries.conflicts(actor.scope).filter(state="open").count(),
    }
    if listing is STUDENTS:
        page["export_to"] = reverse("students-export")
    if step and listing is STUDENTS:
        page["verbs"] = [(reverse("students-review"), words.STEPS[step.verb])]
    return render(request, "studies/students.html", page)


@opens(Right.STUDENTS)
@require_POST
def students_export(request: HttpRequest) -> HttpResponseBase:
    """What is ticked, else all that the filters leave, as a masked file; the access row comes first."""
    return take_away(request, STUDENTS)


@opens(Right.ENROL)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register somebody at the own school."""
    form = RegisterForm(request.POST if request.method == "POST" else None, day=day_now())
    if request.method == "POST":
        try:
            if form.is_valid():
                data = {key: value for key, value in form.cleaned_data.items() if key != "enrol"}
                made = actions.register(request, actions.Entry(**data, enrol_month=form.month))
                request.session[TOLD] = [str(made.student.pk), made.student.first_term if made.late else ""]
                return redirect("student", student=made.student.pk)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "studies/new.html", {"form": form}, status=422 if form.errors else 200)


@opens(Right.STUDENTS)
@require_safe
def student(request: HttpRequest, student: UUID) -> HttpResponse:
    """One student: what the roll says, what happened, what can be done now."""
    return show(request, queries.get_student(scope_of(request), student))


def show(
    request: HttpRequest,
    one: Student,
    verb: str = "",
    form: StepForm | None = None,
    noted: tuple[str, object] = ("", None),
) -> HttpResponse:
    """The page of a student; with what was refused of a step or a note."""
    actor, scope, day = actor_of(request), scope_of(request), day_now()
    record(request, str(one.pk), 1, FIELDS, "student", whose=[str(one.person_id)])
    said = request.session.pop(TOLD, None) if not verb else None
    school = institution(one.org_code) if one.org_code else None
    steps = queries.steps_for(actor, one)
    told = {
        "one": one,
        "school": school,
        "major": school_words.major(one.major),
        "stage": words.stage_of(one.stage),
        "kind": words.kind(one.reg_kind),
        "status": words.status(one.status),
        "tone": words.TONES.get(one.status, ""),
        "waits": words.WAITS.get(one.waits, ""),
        "enrolled": words.month(one.enrol_month),
        "first_term": words.term(one.first_term),
        "terms": [(words.term(row.term), row.day, row.by) for row in queries.terms(scope, one)],
        "events": [(row, words.EVENTS.get(row.verb, row.verb), changes(row)) for row in queries.history(scope, one)],
        "claim": queries.open_conflict(scope, one),
        "late": words.term(said[1]) if said and said[0] == str(one.pk) and said[1] else "",
        "steps": [
            (step, words.STEPS[step.verb], form if form and step.verb == verb
             else StepForm(step=step, student=one, day=day))
            for step in steps
        ],
        "refused": " ".join(str(one) for one in form.non_field_errors()) if form and verb not in {step.verb for step in steps} else "",
        "open": verb,
        "names": names({one.home[:6]}),
    }  # fmt: skip
    told |= notes_of(actor, one, *noted)
    return render(request, "studies/student.html", told, status=422 if verb or noted[0] else 200)


def changes(row: StatusEvent) -> str:
    """What a step changed, in words: another major, another school's number."""
    if "major" in row.before:
        return f"{school_words.major(row.before['major'])} → {school_words.major(row.after['major'])}"
    return ""


@opens(Right.ENROL, Right.PRINCIPAL, Right.STUDENT_CHECK)
@require_POST
def move(request: HttpRequest, student: UUID, verb: str) -> HttpResponse:
    """Take one step of the flow."""
    scope = scope_of(request)
    one, step = queries.get_student(scope, student), STEPS.get(verb)
    if step is None or not scope.may(step.right):
        raise Http404
    form = StepForm(request.POST, step=step, student=one, day=day_now())
    try:
        if form.is_valid():
            actions.move(request, student, verb, form.told())
            return redirect("student", student=student)
    except ValidationError as error:
        form.add_error(None, error)
    return show(request, queries.get_student(scope, student), verb, form)
