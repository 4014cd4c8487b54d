"""Pages of institutions: the lists (B26, B37), one institution (B27, B38), what it writes about itself (S15, T11)."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import above, names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools import actions, queries, words
from qianxiao.registers.schools.forms import FactsForm, RoomForm, TeacherForm
from qianxiao.registers.schools.lists import INSTITUTIONS

_FORMS = {"facts": FactsForm, "room": RoomForm, "teacher": TeacherForm}


@opens(Right.SCHOOLS)
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """Schools, training institutions, evaluation bodies."""
    shown, _told = show_list(request, INSTITUTIONS)
    return render(request, "schools/schools.html", {**shown, "label": _("Schools and institutions")})


@opens(Right.SCHOOLS)
@require_safe
def school(request: HttpRequest, org_code: str) -> HttpResponse:
    """One institution: facts, what it is licensed for, rooms, teachers in scope."""
    return _school(request, org_code)


def _school(request: HttpRequest, org_code: str, what: str = "", form: object = None) -> HttpResponse:
    actor, scope = actor_of(request), scope_of(request)
    one = queries.institution(org_code)
    teachers = list(queries.teachers(scope, org_code)[:200])
    if teachers:
        record(
            request, org_code, len(teachers), ("name",), "teachers", whose=[str(row.pk) for row in teachers]
        )
    mine = queries.keeps(actor, one)
    first = {name: getattr(one, name) for name in actions.FACTS}
    forms = {name: made(initial=first) if name == "facts" else made() for name, made in _FORMS.items()}
    told = {
        "one": one,
        "kind": words.coded("org_type", one.org_type),
        "level": words.coded("school_level", one.school_level) if one.school_level else "",
        "names": names(above(one.region)),
        "until": words.day(one.licence_to),
        "since": words.day(one.licence_from),
        "tuition": f"{one.tuition / 100:,.0f}" if one.tuition else "",
        "rooms": [(room, words.ROOMS[room.kind]) for room in queries.rooms(one)],
        "teachers": [(row, words.occupation(row.occupation)) for row in teachers],
        "licensed": [
            (row, words.occupation(row.occupation), words.coded("train_level", row.level))
            for row in one.licensed_for.order_by("what", "occupation", "-level")
        ],
        "forms": {**forms, **({what: form} if what else {})} if mine else {},
        "open": what,
    }
    return render(request, "schools/school.html", told, status=422 if what else 200)


@opens(Right.OWN)
@require_POST
def keep(request: HttpRequest, org_code: str, what: str) -> HttpResponse:
    """Write the own institution's facts, a room, a teacher."""
    if what not in _FORMS or not queries.keeps(actor_of(request), queries.institution(org_code)):
        raise Http404
    form = _FORMS[what](request.POST)
    try:
        if form.is_valid():
            data = form.cleaned_data
            if what == "facts":
                actions.keep_facts(request, data)
            elif what == "room":
                actions.add_room(request, data["name"], data["kind"], data["seats"], data["shared"])
            else:
                actions.add_teacher(
                    request, data["name"], data["occupation"], data["certificate"], data["hired"]
                )
            return redirect("school", org_code=org_code)
    except ValidationError as error:
        form.add_error(None, error)
    return _school(request, org_code, what, form)
