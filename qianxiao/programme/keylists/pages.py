"""Pages of the key lists: ranking (B28), one application, applying (S10), weights, publishing (B29), who is late."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.base.catalogues import majors
from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.duties import clock
from qianxiao.programme.keylists import actions, queries, rules, scoring, words
from qianxiao.programme.keylists.actions import Wanted
from qianxiao.programme.keylists.models import Application, KeyList, MajorChoice
from qianxiao.registers.schools import words as school_words

READ = (Right.KEY_APPLY, Right.KEY_REVIEW, Right.KEY_DECIDE, Right.STUDENTS)


def year_of(text: str) -> int:
    """The year of an address; this year without one. Raises Http404."""
    if not text:
        return clock.today().year
    if not (text.isdecimal() and len(text) == 4):
        raise Http404
    return int(text)


@opens(Right.KEYLISTS)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Applications of a year, ranked by sheets that nobody types; who reads figures only finds who is late."""
    if not any(scope_of(request).may(right) for right in READ):
        return redirect("key-late")
    return _keys(request, year_of(request.GET.get("year", "")))


def _keys(request: HttpRequest, year: int, refused: str = "") -> HttpResponse:
    actor, scope = actor_of(request), scope_of(request)
    rows = [(one, words.STATES[one.application.state], words.TONES[one.application.state])
            for one in queries.ranked(scope, year)]  # fmt: skip
    decides = scope.may(Right.KEY_DECIDE)
    province = queries.decides(actor) if decides else ""
    listed = KeyList.objects.filter(province=province, year=year).first() if decides else None
    told = {
        "year": year,
        "years": sorted({clock.today().year, *queries.years(), year}, reverse=True),
        "rows": rows,
        "names": names({one.application.region for one, _s, _t in rows}),
        "applies": scope.may(Right.KEY_APPLY),
        "decides": decides,
        "listed": listed,
        "weights": [_weights(province, subject) for subject in rules.SUBJECTS] if decides else [],
        "refused": refused,
        "mine": bool(listed and listed.proposed_by == actor.username),
    }
    return render(request, "keylists/keys.html", told, status=422 if refused else 200)


def _weights(province: str, subject: str) -> tuple[str, list[tuple[str, str, int]]]:
    told = rules.weights(province, subject)
    return subject, [(name, words.criterion(name), weight) for name, weight in told.items()]


@opens(*READ)
@require_safe
def key(request: HttpRequest, number: int) -> HttpResponse:
    """One application: sheet, majors, opinion, decision."""
    return _key(request, number)


def _key(request: HttpRequest, number: int, refused: str = "") -> HttpResponse:
    scope = scope_of(request)
    one = queries.application(scope, number)
    rows = list(MajorChoice.objects.within(scope).filter(application=one).order_by("major"))
    province = queries.province_of(one.region)
    sheet, several = one.sheet, {row.major: row.sheet for row in rows}
    if not sheet:
        sheet, several = scoring.sheets(one.org_code, one.year, province, tuple(row.major for row in rows))
    told = {
        "one": one,
        "state": words.STATES[one.state],
        "tone": words.TONES[one.state],
        "sheet": _said(sheet),
        "points": scoring.points(sheet),
        "majors": [
            (
                row,
                school_words.major(row.major),
                _said(several[row.major]),
                scoring.points(several[row.major]),
            )
            for row in rows
        ],
        "reviews": scope.may(Right.KEY_REVIEW) and one.state == Application.State.HANDED,
        "decides": scope.may(Right.KEY_DECIDE) and one.state != Application.State.HANDED,
        "refused": refused,
    }
    return render(request, "keylists/key.html", told, status=422 if refused else 200)


def _said(sheet: list[dict[str, object]]) -> list[tuple[str, dict[str, object]]]:
    return [(words.criterion(str(line["criterion"])), line) for line in sheet]


@opens(Right.KEY_APPLY)
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Apply for this year with up to so many majors."""
    year, refused = clock.today().year, ""
    chosen = request.POST.getlist("major")
    if request.method == "POST":
        told = [
            Wanted(one, _whole(request, f"seats-{one}"), _whole(request, f"poor-{one}")) for one in chosen
        ]
        try:
            made = actions.apply(request, year, request.POST.get("note", ""), told)
            return redirect("key", number=made.pk)
        except ValidationError as error:
            refused = " ".join(error.messages)
    day = year * 10000 + 1231
    rows = [
        (code, school_words.major(code), school_words.coded("school_stage", one.stage), code in chosen,
         request.POST.get(f"seats-{code}", ""), request.POST.get(f"poor-{code}", ""))
        for code, one in majors().items() if one.valid_from <= day <= one.valid_to
    ]  # fmt: skip
    shown = {
        "year": year,
        "rows": rows,
        "most": rules.most_majors(),
        "refused": refused,
        "note": request.POST.get("note", ""),
    }
    return render(request, "keylists/apply.html", shown, status=422 if refused else 200)


def _whole(request: HttpRequest, name: str) -> int:
    """A whole number that was typed; -1 for anything else."""
    text = request.POST.get(name, "").strip()
    return int(text) if text.isdecimal() and len(text) < 7 else -1


@opens(Right.KEY_REVIEW, Right.KEY_DECIDE)
@require_POST
def verb(request: HttpRequest, number: int) -> HttpResponse:
    """Give an opinion, or decide; what the post may do says which."""
    scope = scope_of(request)
    queries.application(scope, number)
    try:
        if scope.may(Right.KEY_DECIDE):
            is_key = request.POST.get("decision") == "key"
            actions.decide(
                request, number, is_key, request.POST.getlist("major"), request.POST.get("reason", "")
            )
        else:
            actions.review(request, number, request.POST.get("reason", ""))
    except ValidationError as error:
        return _key(request, number, " ".join(error.messages))
    return redirect("key", number=number)


@opens(Right.KEY_DECIDE)
@require_POST
def weights(request: HttpRequest, subject: str) -> HttpResponse:
    """Set what the criteria weigh."""
    if subject not in rules.SUBJECTS:
        raise Http404
    told = {one.criterion: _whole(request, f"w-{one.criterion}") for one in rules.criteria(subject)}
    try:
        actions.set_weights(request, subject, told)
    except ValidationError as error:
        return _keys(request, clock.today().year, " ".join(error.messages))
    return redirect("keys")


@opens(Right.KEY_DECIDE)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """The list as the public would see it; propose it, publish what somebody else proposed, or take it back."""
    actor = actor_of(request)
    province, year, refused = queries.decides(actor), year_of(request.GET.get("year", "")), ""
    if request.method == "POST":
        acts = {"propose": actions.propose, "publish": actions.publish, "drop": actions.drop}
        try:
            if (act := acts.get(request.POST.get("act", ""))) is not None:
                act(request, year)
                return redirect(f"{request.path}?year={year}")
        except ValidationError as error:
            refused = " ".join(error.messages)
    held = KeyList.objects.filter(province=province, year=year).first()
    rows = held.entries.order_by("region", "name", "major") if held else []
    told = {
        "year": year,
        "held": held,
        "rows": [
            (one, school_words.major(one.major) if one.major else "", words.VERDICTS[one.verdict])
            for one in rows
        ],
        "mine": bool(held and held.proposed_by == actor.username),
        "refused": refused,
    }
    return render(request, "keylists/publish.html", told, status=422 if refused else 200)


@opens(Right.KEYLISTS)
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """Which of the 32 units have published this year's list, and which not (19-04-05)."""
    year = year_of(request.GET.get("year", ""))
    rows = queries.late(year)
    told = {"year": year, "rows": rows, "missing": sum(one is None for _zh, _en, one in rows)}
    return render(request, "keylists/late.html", told)
