"""A version of the analysis as a reader sees it: the same parts on the page and on paper."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import NATION
from qianxiao.money.archive.paper import Paper, Part, Table
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.lists import places
from qianxiao.office.lists.figures import ymd
from qianxiao.returns.analysis import counting, queries, telling, words
from qianxiao.returns.analysis.counting import Group
from qianxiao.returns.analysis.models import Report, ReportStep
from qianxiao.returns.indicators import definitions

TABLES = ("place", "age", "trade", "spot", "tag")


def _names(figures: dict[str, Any], region: str) -> dict[str, str]:
    codes = {
        region,
        *(one.key for kind in ("place", "county") for one in counting.groups(figures, kind)),
        *(cell[1] for cell in counting.of(figures, "stale")),
    }
    return {
        **definitions.place_names([code for code in codes if len(code) <= 6]),
        **places.known(code for code in codes if len(code) > 6),
    }


def shown(scope: Scope, one: Report) -> dict[str, Any]:
    """Everything the page and the paper say of a version."""
    figures = one.figures
    names = _names(figures, one.region)
    place = names.get(one.region, one.region)
    steps = queries.steps(scope, one)
    trained = counting.trained(figures)

    def said(group: Group) -> tuple[str, Group]:
        return words.group(group.kind, group.key, names, figures["bands"]), group

    return {
        "report": one, "place": place, "names": names, "before": figures["before"], "day": figures["day"], "sentences": telling.commentary(figures, place),
        "own_words": [step for step in steps if step.verb == ReportStep.SAID], "issued": next((step for step in steps if step.verb == ReportStep.ISSUED), None),
        "stock": [(words.state(state), before, after, after - before) for state, (before, after) in counting.stock(figures).items()],
        "flows": [(words.state(a), words.state(b), n, queries.Moved(a, b).slug) for a, b, n in counting.flows(figures)],
        "largest": [(str(words.GROUPS[group.kind]), *said(group)) for group in counting.largest(figures)],
        "tables": [(kind, str(words.GROUPS[kind]), [said(group) for group in (counting.tagged(figures, one.month) if kind == "tag" else counting.groups(figures, kind))]) for kind in TABLES],
        "trained": [(_("passed training"), trained[0]), (_("all others"), trained[1])], "later": [line for line in counting.later(figures) if line[1]],
        "confirmed": counting.confirmed(figures), "fresh_days": figures["fresh_days"], "stale_days": figures["stale_days"],
        "conclusions": [(telling.concluded(told, figures, names), told) for told in telling.conclusions(figures)],
        "closed": [(definitions.said(definitions.indicators()[code]), n) for code, n in queries.closed_figures(scope, one.region, one.month)],
        "nation": one.region == NATION,
    }  # fmt: skip


def signed(n: int) -> str:
    """A change with its sign."""
    return f"+{n}" if n > 0 else str(n)


def paper(told: dict[str, Any], printed: str) -> Paper:
    """The report as a document for typst."""
    one: Report = told["report"]
    month = f"{one.month // 100}-{one.month % 100:02d}"
    heads = [ymd(told["before"]), ymd(told["day"]), _("Change")]
    moves = [_("Came into work"), _("Left work")]
    parts = [
        Part(_("Commentary"), notes=[*told["sentences"], *(f"{step.words}（{step.post}）" for step in told["own_words"])]),
        Part(_("People by state"), tables=[_table(_("State"), heads, [(label, str(a), str(b), signed(d)) for label, a, b, d in told["stock"]])]),
        Part(_("Flows between the two days"), tables=[Table([_("From"), _("To"), _("People")], [0, 60, 30], [(a, b, str(n)) for a, b, n, _slug in told["flows"]], [2])]),
        Part(_("Largest changes of people in work"), tables=[_groups(_("Group"), [*heads, *moves], [(f"{kind} · {label}", group) for kind, label, group in told["largest"]])]),
    ]  # fmt: skip
    parts += [
        Part(_("People in work: %(what)s") % {"what": label}, tables=[_groups(label, [*heads, *moves], rows)])
        for _kind, label, rows in told["tables"]
        if rows
    ]
    parts.append(_trained(told, heads))
    parts.append(Part(_("Conclusions"), notes=[text for text, _one in told["conclusions"]]))
    if told["closed"]:
        parts.append(
            Part(_("Figures of the closed month"), facts=[(label, str(n)) for label, n in told["closed"]])
        )
    texts = {"nothing": _("Nothing on record."), "proof": _("Digest of this file:")}
    version = _("version %(n)s, counted on %(day)s") % {"n": one.version, "day": ymd(one.counted_on)}
    title = _("%(place)s: monthly analysis of employment, %(month)s") % {"place": told["place"], "month": month}  # fmt: skip
    return Paper(title, version, printed, parts, texts)


def _table(first: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table([first, *heads], [0, *[28] * len(heads)], rows, list(range(1, len(heads) + 1)))


def _groups(first: str, heads: Sequence[str], rows: Sequence[tuple[str, Group]]) -> Table:
    told = [(label, str(one.before), str(one.after), signed(one.change), str(one.came), str(one.went)) for label, one in rows]  # fmt: skip
    return Table([first, *heads], [0, 26, 26, 18, 24, 24], told, [1, 2, 3, 4, 5])


def _trained(told: dict[str, Any], heads: Sequence[str]) -> Part:
    rows = [(label, str(one.people), str(one.before), str(one.after), f"{one.share:g}%") for label, one in told["trained"]]  # fmt: skip
    facts = [(_("%(n)s months after the class") % {"n": n}, _("%(part)s of %(whole)s in work") % {"part": part, "whole": whole}) for n, whole, part in told["later"]]  # fmt: skip
    confirmed = told["confirmed"]
    facts += [
        (_("Confirmed within %(n)s days") % {"n": told["fresh_days"]}, str(confirmed["fresh"])),
        (_("Not confirmed for over %(n)s days") % {"n": told["stale_days"]}, str(confirmed["stale"])),
    ]
    table = Table([_("Group"), _("People"), heads[0], heads[1], _("Share in work")], [0, 24, 28, 28, 28], rows, [1, 2, 3, 4])  # fmt: skip
    return Part(_("Trained against untrained; age of confirmation"), facts, [table])
