"""Pages of institutions that apply for items decided by the rule: which items, one list with every line's answer (E05, E06, S09)."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.claims import about as what_for
from qianxiao.money.claims import actions, actions_apply, flow, queries_apply, telling, words
from qianxiao.money.claims.guide import guide
from qianxiao.money.claims.models_apply import Roster, RosterLine
from qianxiao.money.claims.steps import day, who_of
from qianxiao.money.entitlements import reasons
from qianxiao.money.entitlements import words as due
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.registers.schools.words import choices, coded

Ask = Mapping[str, Any]

LARGEST = 2 << 20  # bytes of a list: a thousand people take a tenth of it
SHOWN = 100  # lines on a page


@opens(Right.CLAIM)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, item: str) -> HttpResponse:
    """Choose what to apply for: a month, a term, a class, a plan; the guide of the item beside it."""
    scope = scope_of(request)
    kind = what_for.kind_of(item)
    if kind not in queries_apply.items(scope):
        raise Http404
    refused: list[str] = []
    options = queries_apply.choices(scope, kind, day())
    if request.method == "POST":
        try:
            chosen = request.POST.get("about", "")
            if chosen not in dict(options):
                raise ValidationError(_("Please choose from the list."))
            return redirect("claims-roster", number=actions_apply.begin(request, item, chosen).pk)
        except ValidationError as error:
            refused = list(error.messages)
    told = {
        "item": item, "title": due.item(item), "label": words.ABOUTS[str((kind.applies or {})["about"])], "refused": refused,
        "options": [(value, words.about(item, value)) for value, _said in options],
        "rows": [(row, words.about(item, row.about)) for row in queries_apply.rosters(scope).filter(item=item)[:20]],
        "guide": guide(item, scope_region(request), day()),
    }  # fmt: skip
    return render(request, "claims/begin.html", told, status=422 if refused else 200)


def scope_region(request: HttpRequest) -> str:
    """The county of the own institution."""
    return what_for.county_of(who_of(request), scope_of(request).institution)


@opens(Right.CLAIM)
@require_safe
def roster(request: HttpRequest, number: int) -> HttpResponse:
    """One list: what was told, the firm's own facts, every line with the rule's answer and reason, what was given back."""
    return _roster(request, number)


def _roster(request: HttpRequest, number: int, refused: list[str] | None = None) -> HttpResponse:
    scope = scope_of(request)
    one = queries_apply.roster(scope, number)
    kind = what_for.kind_of(one.item)
    part = request.GET.get("part", "")
    rows, after = queries_apply.some(scope, one, part, _number(request.GET.get("after", "")), SHOWN)
    counts = queries_apply.counted(scope, one)
    for line in rows:
        line.roster = one
    whose = [str(line.person_id) for line in rows if line.person_id]
    record(request, f"roster {one.pk}", len(whose), actions_apply.FIELDS, "roster", whose=whose[:100])
    asks = kind.asked("line")
    told = {
        "one": one, "title": f"{due.item(one.item)} {words.about(one.item, one.about)}", "item": one.item,
        "firm": _firm(one), "asks": _fields(kind.asked("claim"), one.told), "line_heads": [flow.said(ask) for ask in asks], "refused": refused or [],
        "rows": [_line(line, asks) for line in rows], "n": counts.due, "fen": counts.fen, "not_due": counts.lacking + counts.others,
        "parts": _parts(counts, part), "part": part, "after": after, "all": counts.due + counts.lacking + counts.others + counts.claimed,
        "by_file": (kind.applies or {})["people"] == "file", "people": (kind.applies or {})["people"] != "none",
        "back": [(row, name, words.BACKS.get(why, why)) for row, name, why in one.given_back], "key": uuid4(), "fields": _fields(asks, {}),
    }  # fmt: skip
    return render(request, "claims/roster.html", told, status=422 if refused else 200)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _parts(counts: queries_apply.Counted, part: str) -> list[tuple[str, str, int, bool]]:
    """Parts of a list: name, words, how many, whether it is shown; none of a list that has one part."""
    told = [
        ("lacking", _("Facts missing"), counts.lacking), ("due", _("Due"), counts.due), ("claimed", _("Claimed"), counts.claimed),
        ("others", _("Not due"), counts.others),
    ]  # fmt: skip
    parts = [(name, said, n, name == part) for name, said, n in told if n]
    return (
        [("", _("All"), sum(n for _name, _said, n in told), not part), *parts]
        if len(parts) > 1 or part
        else []
    )


def _taken(line: RosterLine) -> bool:
    held = line.entitlement
    return held is not None and bool(held.claimed or held.had)


def _line(line: RosterLine, asks: list[Ask]) -> dict[str, Any]:
    """A line as the page shows it."""
    taken = _taken(line)
    return {
        "line": line, "verdict": _("Claimed") if taken else words.VERDICTS[line.verdict] if not line.why or line.why == "rule" else _("Not paid"),
        "tone": "info" if taken else "wait" if line.why in ("places", "fund") else words.VERDICT_TONES[line.verdict] if line.why in ("", "rule") else "bad",
        "why": "" if taken else words.why_not(line), "taken": taken,
        "told": [_told(line, ask) for ask in asks],
    }  # fmt: skip


def _told(line: RosterLine, ask: Ask) -> tuple[str, str, str, list[tuple[str, str]], str]:
    """One fact of a line: its field, the question, the value, the choices, the value in words."""
    value, options = telling.shown(ask, line.told.get(ask["fact"])), _options(ask)
    return f"{ask['fact']}-{line.pk}", flow.said(ask), value, options, dict(options).get(value, value)


def _options(ask: Ask) -> list[tuple[str, str]]:
    """Choices of a question; none where it is written."""
    if ask["type"] == "yesno":
        return [("yes", _("yes")), ("no", _("no"))]
    if str(ask["type"]).startswith("code:"):
        return choices(str(ask["type"])[5:])
    return []


def _fields(
    asks: list[Ask], told: Mapping[str, Any]
) -> list[tuple[str, str, str, list[tuple[str, str]], str, str]]:
    """Questions of a form: name, text, what was told, choices, kind, why it is asked."""
    return [
        (ask["fact"], flow.said(ask), telling.shown(ask, told.get(ask["fact"])), _options(ask), ask["type"], flow.said(ask, "why"))
        for ask in asks
    ]  # fmt: skip


def _firm(one: Roster) -> list[tuple[str, str]]:
    """What the market register says of a firm: facts nobody is asked."""
    if what_for.kind_of(one.item).register != "staff":
        return []
    held = queries_apply.employer(one.org_code)
    if held is None:
        return [(_("Market register"), _("This unit is not in the register; ask the county office."))]
    return [
        (_("Unit"), held.name), (_("Kind"), coded("employer_kind", held.kind)), (_("Size"), coded("employer_scale", held.scale)),
        (_("Section of industry"), held.sector), (_("Place"), names({held.region[:6]}).get(held.region[:6], held.region)),
    ]  # fmt: skip


@opens(Right.CLAIM)
@require_POST
def verb(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Tell, bring a file, add one, take out, send. The good is taken; what is wrong is said."""
    queries_apply.roster(scope_of(request), number)
    said = request.POST.dict()
    deeds: dict[str, Callable[[], object]] = {
        "tell": lambda: actions_apply.tell(request, number, said),
        "lines": lambda: actions_apply.tell_lines(request, number, said),
        "file": lambda: _bring(request, number),
        "add": lambda: actions_apply.add(request, number, said),
        "drop": lambda: actions_apply.drop(request, number, request.POST.getlist("id")),
    }
    try:
        if verb == "send":
            made = actions_apply.send(request, number, UUID(said.get("key", "")))
            return redirect("claim", number=made.pk)
        if verb not in deeds:
            raise Http404
        wrong = deeds[verb]()
        if isinstance(wrong, list) and wrong:
            raise ValidationError(wrong)
    except ValueError as error:
        raise Http404 from error
    except ValidationError as error:
        return _roster(request, number, list(error.messages))
    except actions.OtherBody:
        return _roster(request, number, [_("This form was sent before with something else; please open it anew.")])  # fmt: skip
    return redirect("claims-roster", number=number)


def _bring(request: HttpRequest, number: int) -> None:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size or file.size > LARGEST:
        raise ValidationError(_("Please choose a file of at most 2 MB."))
    actions_apply.bring(request, number, file.name or "", file.read())


@opens(Right.CLAIM)
@require_safe
def template(request: HttpRequest, number: int) -> HttpResponse:
    """An empty workbook of the list."""
    one = queries_apply.roster(scope_of(request), number)
    data = telling.template(what_for.kind_of(one.item).asked("line"), reasons.english())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{one.item}.xlsx"'})  # fmt: skip
