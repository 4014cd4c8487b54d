"""Words of the shell's own pages."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianxiao.doors.desk.queries import Queue, Today

# claims by the state they wait in
CLAIM = ("claim_submitted", "claim_checked", "claim_to_notice", "claim_returned")


def heading(found: Today) -> str:
    """The page in one sentence: how much there is to do, how much of it is late."""
    late = found.counted.get("overdue", 0)
    if not found.to_do:
        return _("Everything is done")
    said = ngettext("%(n)s thing to do", "%(n)s things to do", found.to_do) % {"n": found.to_do}
    if not late:
        return said
    return said + ngettext(", %(n)s of them overdue", ", %(n)s of them overdue", late) % {"n": late}


def group(name: str) -> str:
    """A group of the work by time left."""
    return {"overdue": _("Overdue"), "today": _("Due today"), "week": _("Within seven days")}[name]


def queue_kind(what: str) -> str:
    """What kind of work waits."""
    return {
        "exports": _("Exports"),
        "doubts": _("Matching doubts"),
        "visits": _("Matching doubts"),
        "duplicates": _("One person or two"),
        "irregularities": _("Irregularities"),
        "feedback": _("School feedback"),
        **dict.fromkeys(CLAIM, _("Claims")),
        "claims": _("Claims"),
        "appeals": _("Appeals"),
        **dict.fromkeys(
            ("pay_batch", "pay_release", "late_pay", "late_returned", "late_confirm"), _("Payments")
        ),
        "train": _("Gap lists"),
        "study": _("Gap lists"),
        "aid": _("Gap lists"),
    }[what]


def queue_icon(what: str) -> str:
    """Its symbol."""
    return {
        "exports": "download",
        "irregularities": "warn",
        "feedback": "school",
        "train": "tool",
        "study": "school",
        "aid": "yuan",
        **dict.fromkeys((*CLAIM, "pay_batch", "pay_release"), "yuan"),
        "claims": "yuan",
        "appeals": "flag",
        **dict.fromkeys(("late_pay", "late_returned", "late_confirm"), "clock"),
    }.get(what, "swap")


def queue_said(queue: Queue) -> str:
    """How many of what."""
    n = queue.n
    if queue.what in CLAIM:
        return _claim_said(queue)
    return {
        "exports": ngettext(
            "%(n)s export waits for a second person", "%(n)s exports wait for a second person", n
        ),
        "doubts": ngettext("%(n)s doubt waits to be decided", "%(n)s doubts wait to be decided", n),
        "visits": ngettext("%(n)s doubt: somebody was sent", "%(n)s doubts: somebody was sent", n),
        "duplicates": ngettext(
            "%(n)s pair of records may be one person", "%(n)s pairs of records may be one person", n
        ),
        "irregularities": ngettext("%(n)s finding to look into", "%(n)s findings to look into", n),
        "feedback": ngettext(
            "%(n)s row of your students asks for something",
            "%(n)s rows of your students ask for something",
            n,
        ),
        "train": ngettext("%(n)s person still to be trained", "%(n)s people still to be trained", n),
        "study": ngettext("%(n)s person still to be schooled", "%(n)s people still to be schooled", n),
        "claims": ngettext("%(n)s more claim waits for you", "%(n)s more claims wait for you", n),
        "pay_batch": ngettext("%(n)s payment to put into a batch", "%(n)s payments to put into a batch", n),
        "pay_release": ngettext("%(n)s batch to release", "%(n)s batches to release", n),
        "appeals": ngettext("%(n)s appeal waits for an answer", "%(n)s appeals wait for an answer", n),
        "late_pay": ngettext(
            "%(n)s approved payment is not sent in time", "%(n)s approved payments are not sent in time", n
        ),
        "late_returned": ngettext(
            "%(n)s payment that came back waits too long", "%(n)s payments that came back wait too long", n
        ),
        "late_confirm": ngettext(
            "%(n)s payment arrived and nobody confirmed it",
            "%(n)s payments arrived and nobody confirmed them",
            n,
        ),
        "aid": ngettext("%(n)s aid payment is missing", "%(n)s aid payments are missing", n),
    }[queue.what] % {"n": f"{n:,}"}


def _claim_said(queue: Queue) -> str:
    """A batch in one line: what, how many people, how many of them somebody has to look at."""
    people = ngettext("%(n)s person", "%(n)s people", queue.n) % {"n": f"{queue.n:,}"}
    if not queue.look:
        return _("%(what)s, %(people)s") % {"what": queue.title, "people": people}
    look = ngettext("%(n)s to look at", "%(n)s to look at", queue.look) % {"n": queue.look}
    return _("%(what)s, %(people)s, %(look)s") % {"what": queue.title, "people": people, "look": look}


def queue_why(what: str) -> str:
    """Why it waits for this post."""
    return {
        "exports": _(
            "Somebody wants to take a large list away; nothing is made before somebody else agrees."
        ),
        "doubts": _("A row of another register may be this person; each is asked once."),
        "visits": _("Decide when the answer has come back."),
        "duplicates": _("Two records of one person would be paid twice or not at all."),
        "irregularities": _("Every finding is a question, never a verdict."),
        "feedback": _("What the close found about your students goes back to you each month."),
        "train": _("Willing, and nothing is under way."),
        "study": _("Willing, and nothing is under way."),
        "aid": _("Due by the rules, and no payment was found."),
        "claim_submitted": _("Checked by itself; whoever is in order passes together."),
        "claim_checked": _("Passed once; a second person agrees or gives it back."),
        "claim_to_notice": _("Approved; the list is put up before money moves."),
        "claim_returned": _("Given back with everything that is missing."),
        "pay_batch": _("Approved; grouped by county and fund, sent once."),
        "pay_release": _("Two people release what goes to the bank."),
        "claims": _("Checked by itself; whoever is in order passes together."),
        "appeals": _("Answered by somebody who took no part in the decision."),
        **dict.fromkeys(("late_pay", "late_returned", "late_confirm"), _("The limit of this step is over.")),
    }[what]


def queue_do(what: str) -> str:
    """The verb on the button."""
    return {
        "exports": _("Answer"),
        "doubts": _("Decide"),
        "visits": _("Decide"),
        "duplicates": _("Compare"),
        "irregularities": _("Check"),
        "feedback": _("Open"),
        "claim_submitted": _("Look through"),
        "claim_checked": _("Look through"),
        "claim_to_notice": _("Put the list up"),
        "claim_returned": _("Open"),
        "pay_batch": _("Open"),
        "pay_release": _("Open"),
        "claims": _("Open"),
        "appeals": _("Answer"),
    }.get(what, _("Name list"))
