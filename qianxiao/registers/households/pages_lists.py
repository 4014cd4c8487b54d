"""Pages of the lists made from the register: school leavers with what the village says, members able to work."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.lists.listing import show
from qianxiao.office.lists.places import offered
from qianxiao.registers.households import actions, queries
from qianxiao.registers.households import derived as derived_lists
from qianxiao.registers.households.forms import AnswerForm
from qianxiao.registers.households.lists_derived import LISTS
from qianxiao.registers.households.pages import asked_region, crumbs_of
from qianxiao.registers.people.queries import get_person


@opens(Right.PEOPLE)
@require_safe
def derived(request: HttpRequest, kind: str) -> HttpResponse:
    """A list of a county, township or village as the register stood in a month; above a county the way there."""
    return _show(request, kind)


def _show(request: HttpRequest, kind: str, said: str = "") -> HttpResponse:
    scope = scope_of(request)
    listing = LISTS.get(kind)
    if listing is None:
        raise Http404
    region = asked_region(request, scope)
    page: dict[str, Any] = {}
    if queries.listed(region):
        page, told = show(request, listing)
    else:
        told = listing.told(actor_of(request), request.GET.dict())
    crumbs, below = crumbs_of(scope, region), told["below"]
    page |= {
        "kind": kind,
        "title": derived_lists.title(kind),
        "region": region,
        "month": told["month"],
        "said": said,
        "forms": told.get("forms", []) if told["may_confirm"] and kind == "leavers" else [],
        "clause": derived_lists.clause(kind),
        "below": below,
        "crumbs": crumbs,
        "names": offered(told) | names({region, *(one.region for one in below), *crumbs}),
        "label": listing.declared.title,
        "nothing": _("Nobody is on this list."),
    }
    return render(request, "households/derived.html", page, status=422 if said else 200)


@opens(Right.CONFIRM)
@require_POST
def confirm(request: HttpRequest, person: UUID) -> HttpResponse:
    """The village says that the list is right or wrong about somebody."""
    get_person(scope_of(request), person)
    form, right = AnswerForm(request.POST), request.POST.get("right", "")
    try:
        if not form.is_valid() or right not in ("yes", "no"):
            raise ValidationError(_("Please say right or wrong, in a few words."))
        told = actions.confirm(request, person, right == "yes", form.cleaned_data["note"])
    except ValidationError as error:
        return _show(request, "leavers", " ".join(error.messages))
    return redirect(f"{reverse('derived', args=['leavers'])}?region={told.person.region}")
