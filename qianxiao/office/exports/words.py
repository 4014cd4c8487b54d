"""States, refusals and lines about exports in the reader's language."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.exports.limits import limit, purposes
from qianxiao.office.exports.models import Export, ExportStep
from qianxiao.office.lists.listing import LISTINGS


def state(name: str) -> str:
    """Where an export stands."""
    return {
        "asked": _("waits for a second person"),
        "making": _("being made"),
        "ready": _("can be fetched"),
        "refused": _("not agreed to"),
        "failed": _("failed"),
        "dropped": _("taken back"),
        "gone": _("its time is over"),
    }.get(name, name)


def tone(name: str) -> str:
    """The tone of a state's tag."""
    return {"asked": "wait", "making": "info", "ready": "ok", "refused": "bad", "failed": "bad"}.get(name, "")


def list_title(page: str) -> str:
    """What a list is called."""
    found = LISTINGS.get(page)
    return str(found.declared.title or page) if found else page


def purpose(code: str) -> str:
    """What a file is for."""
    return purposes().get(code, code)


def trail(text: str) -> str:
    """A purpose of the access log, `people-export:visit:1200`: list, what for, rows; '' for another one."""
    name, _sign, rest = text.partition(":")
    if not name.endswith("-export"):
        return ""
    code, _sign, rows = rest.partition(":")
    n = int(rows) if rows.isdecimal() else 0
    counted = ngettext("%(n)s row", "%(n)s rows", n) % {"n": f"{n:,}"} if rows else ""
    return " · ".join(
        part for part in (list_title(name.removesuffix("-export")), purpose(code), counted) if part
    )


def refusal(key: str) -> str:
    """Why a verb was refused."""
    return {
        "purpose": _("Choose what the file is for, and say in a few words what happens with it."),
        "most": _("A file holds at most %(most)s rows. Please choose fewer.")
        % {"most": f"{limit('most_rows'):,}"},
        "second": _(
            "Somebody else has to agree: another person at another post over the whole region of this one."
        ),
        "reason": _("Say why not."),
        "answer": _("Choose one of the answers."),
        "state": _("Somebody was faster, or its time is over."),
    }[key]


def step(one: ExportStep) -> str:
    """What was done."""
    said = {
        "asked": _("asked for"),
        "yes": _("agreed to"),
        "no": _("not agreed to"),
        "made": _("file made"),
        "failed": _("failed"),
        "dropped": _("taken back"),
        "gone": _("its time is over"),
    }.get(one.verb, one.verb)
    rows = one.detail.get("rows")
    return (
        said
        if rows is None
        else f"{said} · " + ngettext("%(n)s row", "%(n)s rows", rows) % {"n": f"{rows:,}"}
    )


def taken(actor: Actor) -> str:
    """Who took a file at once, at which post, when: the first line of its workbook."""
    return _("Taken by %(who)s (%(post)s), %(at)s; numbers are masked") % {
        "who": actor.username, "post": actor.post or "", "at": f"{timezone.localtime():%Y-%m-%d %H:%M}",
    }  # fmt: skip


def watermark(actor: Actor, one: Export) -> str:
    """Who takes the file, at which post, when, what for, which export: the mark of its workbook."""
    return _("Export %(number)s: taken by %(who)s (%(post)s), %(at)s, for: %(purpose)s; numbers are masked") % {
        "number": one.pk, "who": actor.username, "post": actor.post or "",
        "at": f"{timezone.localtime():%Y-%m-%d %H:%M}", "purpose": purpose(one.purpose),
    }  # fmt: skip
