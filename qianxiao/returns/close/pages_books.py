"""Pages of the month's books (B71): months, one unit's sheet with differences and signatures, one difference, the verbs."""

from collections.abc import Callable
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.duties.clock import today
from qianxiao.office.lists.listing import show
from qianxiao.office.lists.places import place
from qianxiao.returns.close import actions_books, books, queries, queries_books, words_books
from qianxiao.returns.close.forms_books import AllForm, AssignForm, ReturnForm, SayForm
from qianxiao.returns.close.lists_books import DIFFERENCES
from qianxiao.returns.close.models import Close, Signature
from qianxiao.returns.close.pages import trail_of
from qianxiao.returns.close.queries_books import Unit


@opens(Right.FILES)
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """The months with how far their books are, for the own unit."""
    actor = actor_of(request)
    home = actor.post.home if actor.post else ""
    rows = []
    for close in queries.closes():
        unit = queries_books.units(actor.scope, close.period, home).get(home)
        rows.append((close, unit, books.windows(close.period)[-1].last))
    return render(request, "close/books.html", {"rows": rows, "home": home, "names": names([home])})


@opens(Right.FILES)
@require_safe
def book(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """A unit's books of a month."""
    return _book(request, period, region)


def _book(
    request: HttpRequest, period: int, region: str, bad: Form | None = None, at: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    close = queries.get_close(period)
    units = queries_books.units(actor.scope, period, region)
    unit, kinds = units[region], queries_books.by_kind(actor.scope, period, region)
    sheet = queries_books.sheet(actor.scope, period, region, period)
    crumbs = trail_of(actor.scope, region)
    said = names([*crumbs, region, *units])
    told = {
        "close": close, "period": period, "region": region, "unit": unit, "units": [units[one] for one in unit.below], "names": said, "crumbs": crumbs,
        "sheet": [(row, _agrees(row)) for row in sheet], "kinds": [(row, books.kind(row["kind"])) for row in kinds],
        "corrections": [(one, [(words_books.SIDES[name], *pair) for name, pair in one["changed"].items()]) for one in queries_books.corrections(actor.scope, period, region)[:50]],
        "finding": _finding(close, unit, said), "windows": [(one, _turn(one)) for one in books.windows(period)],
        "signatures": [(one, words_books.VERBS[one.verb]) for one in queries_books.signatures(actor.scope, period, region)],
        "steps": [(one, words_books.VERBS[one.verb], books.kind(one.kind), books.cause(one.cause) if one.verb != "assigned" else "") for one in queries_books.steps(actor.scope, period, region)],
        "listed": books.level(region) == queries_books.COUNTY and actor.scope.may(Right.REVIEW), **_verbs(actor, close, unit, kinds),
    }  # fmt: skip
    if bad is not None:
        told |= {at: bad, "refused": bad.non_field_errors(), "bad_at": at}
    return render(request, "close/book.html", told, status=200 if bad is None else 422)


def _verbs(actor: Actor, close: Close, unit: Unit, kinds: list[dict[str, Any]]) -> dict[str, Any]:
    """Which verbs the reader has here, and what stands before the signature."""
    home = actor.post.home if actor.post else ""
    if close.state == Close.State.FROZEN:
        return {}
    open_kinds = [row["kind"] for row in kinds if row["open"]]
    signs = actor.scope.may(Right.BOOK_SIGN) and home == unit.region
    explains = (
        actor.scope.may(Right.BOOK_KEEP)
        and unit.level == queries_books.COUNTY
        and open_kinds
        and not unit.signed
    )
    gives_back = actor.scope.may(Right.BOOK_SIGN) and books.above(unit.region) == home and unit.signed
    return {
        "signs": signs,
        "before": actions_books.before_signing(actor, close.period, unit) if signs else "",
        "all_form": AllForm(open_kinds) if explains else None,
        "return_form": ReturnForm() if gives_back else None,
    }


def _agrees(row: dict[str, Any]) -> bool:
    return bool(row["reported"] == row["recorded"] == row["certified"] == row["paid_people"])


def _turn(window: books.Window) -> str:
    day = today()
    return "past" if day > window.last else "now" if day >= window.first else "next"


def _finding(close: Close, unit: Unit, said: dict[str, str]) -> str:
    """The page in one sentence."""
    shown = {"place": place(unit.region, said), "month": str(close), "n": intcomma(unit.open)}
    if close.state == Close.State.FROZEN:
        return _("%(place)s, %(month)s: signed and frozen") % shown
    if unit.signed:
        return _("%(place)s, %(month)s: signed") % shown
    if unit.open:
        return ngettext("%(place)s, %(month)s: %(n)s difference is not explained", "%(place)s, %(month)s: %(n)s differences are not explained", unit.open) % shown  # fmt: skip
    if unit.below_signed < len(unit.below):
        left = len(unit.below) - unit.below_signed
        shown["n"] = intcomma(left)
        return ngettext("%(place)s, %(month)s: %(n)s unit below has not signed", "%(place)s, %(month)s: %(n)s units below have not signed", left) % shown  # fmt: skip
    return _("%(place)s, %(month)s: ready to be signed") % shown


@opens(Right.FILES)
@require_safe
def differences(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """The differences of a county, one by one."""
    queries_books.differences(scope_of(request), queries.get_close(period).period, region)
    page, _told = show(request, DIFFERENCES, {"period": str(period), "region": region})
    crumbs = trail_of(scope_of(request), region)
    page |= {"period": period, "region": region, "crumbs": crumbs, "names": names([*crumbs, region]), "label": _("Differences of the monthly reconciliation"), "nothing": _("No difference here.")}  # fmt: skip
    return render(request, "close/book_differences.html", page)


@opens(Right.FILES)
@require_safe
def difference(request: HttpRequest, period: int, row: int) -> HttpResponse:
    """One difference with the person behind it."""
    return _difference(request, period, row)


def _difference(request: HttpRequest, period: int, row: int, bad: Form | None = None) -> HttpResponse:
    actor = actor_of(request)
    one = queries_books.difference_of(actor.scope, period, row)
    whose = [one.person_no] if one.person_no else []
    record(
        request, f"difference {period} {row}", len(whose), ("name", "id_mask"), "book-difference", whose=whose
    )
    close = queries.get_close(period)
    units = queries_books.last_signatures(actor.scope, period, one.region, one.region + "~")
    signed = one.region in units and units[one.region].verb == Signature.SIGNED
    acts = actor.scope.may(Right.BOOK_KEEP) and close.state == Close.State.OPEN and not signed
    told = {
        "one": one, "period": period, "region": one.region, "kind": books.kind(one.kind), "state": words_books.STATES[one.state], "tone": words_books.TONES[one.state],
        "cause": books.cause(one.cause) if one.cause else "", "names": names([one.region]), "signed": signed,
        "say_form": SayForm(one.kind) if acts else None, "assign_form": AssignForm(queries_books.helpers(actor.scope, one.region)) if acts else None,
        "seen": bool(one.person_no) and queries.persons_by_no(actor.scope, period, [one.person_no]),
    }  # fmt: skip
    if bad is not None:
        told |= {
            "assign_form" if isinstance(bad, AssignForm) else "say_form": bad,
            "refused": bad.non_field_errors(),
        }
    return render(request, "close/book_difference.html", told, status=200 if bad is None else 422)


def _do(form: Form, verb: Callable[[dict[str, Any]], object]) -> bool:
    """Whether a verb went through; what stands against it goes onto the form."""
    try:
        if form.is_valid():
            verb(form.cleaned_data)
            return True
    except ValidationError as error:
        form.add_error(None, error)
    return False


@opens(Right.BOOK_KEEP)
@require_POST
def say(request: HttpRequest, period: int, row: int) -> HttpResponse:
    """Explain one difference."""
    one = queries_books.difference_of(scope_of(request), period, row)
    form = SayForm(one.kind, request.POST)
    if _do(
        form,
        lambda data: actions_books.explain(request, period, row, data["verb"], data["cause"], data["reason"]),
    ):
        return redirect("book-difference", period=period, row=row)
    return _difference(request, period, row, form)


@opens(Right.BOOK_KEEP)
@require_POST
def assign(request: HttpRequest, period: int, row: int) -> HttpResponse:
    """Put a difference on an officer."""
    one = queries_books.difference_of(scope_of(request), period, row)
    form = AssignForm(queries_books.helpers(scope_of(request), one.region), request.POST)
    if _do(form, lambda data: actions_books.assign(request, period, row, data["username"])):
        return redirect("book-difference", period=period, row=row)
    return _difference(request, period, row, form)


@opens(Right.BOOK_KEEP)
@require_POST
def explain_all(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """Explain all open differences of a class."""
    queries_books.differences(scope_of(request), queries.get_close(period).period, region)
    kinds = [row["kind"] for row in queries_books.by_kind(scope_of(request), period, region) if row["open"]]
    form = AllForm(kinds, request.POST)
    if _do(
        form,
        lambda data: actions_books.explain_all(
            request, period, region, data["kind"], data["cause"], data["reason"]
        ),
    ):
        return redirect("book", period=period, region=region)
    return _book(request, period, region, form, "all_form")


@opens(Right.BOOK_SIGN)
@require_POST
def sign(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """Sign the own unit's month."""
    actor = actor_of(request)
    queries.get_close(period)
    if actor.post is None or actor.post.home != region:
        raise Http404
    form = Form(request.POST)
    if _do(form, lambda _data: actions_books.sign(request, period, region)):
        return redirect("book", period=period, region=region)
    return _book(request, period, region, form, "sign_form")


@opens(Right.BOOK_SIGN)
@require_POST
def give_back(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """Give a signed month back one tier down."""
    actor = actor_of(request)
    queries.get_close(period)
    if actor.post is None or books.above(region) != actor.post.home:
        raise Http404
    form = ReturnForm(request.POST)
    if _do(form, lambda data: actions_books.give_back(request, period, region, data["reason"])):
        return redirect("book", period=period, region=region)
    return _book(request, period, region, form, "return_form")
