"""Words of claims in the reader's language."""

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianxiao.money.claims import flow
from qianxiao.money.claims.models import Claim
from qianxiao.money.entitlements import words as due
from qianxiao.money.integrity import rules as patterns
from qianxiao.office.lists.figures import yuan
from qianxiao.registers.schools.words import coded
from qianxiao.registers.schools.words import day as said_day

STATES: dict[str, str | Promise] = {
    "draft": gettext_lazy("Draft"),
    "submitted": gettext_lazy("To be reviewed"),
    "returned": gettext_lazy("Given back to complete"),
    "checked": gettext_lazy("Waits for the second review"),
    "to_notice": gettext_lazy("To be put up"),
    "notice": gettext_lazy("Public list is up"),
    "to_pay": gettext_lazy("Ready for payment"),
    "paying": gettext_lazy("Being paid"),
    "done": gettext_lazy("Arrived"),
    "refused": gettext_lazy("Refused"),
    "withdrawn": gettext_lazy("Taken back"),
}
TONES = {
    "done": "ok",
    "refused": "bad",
    "withdrawn": "",
    "paying": "info",
    "to_pay": "info",
    "notice": "info",
}
KINDS: dict[str, str | Promise] = {
    "auto": gettext_lazy("List without an application"),
    "org": gettext_lazy("Asked by an institution"),
    "person": gettext_lazy("Asked by a person"),
}
LINES: dict[str, str | Promise] = {
    "open": gettext_lazy("Not decided yet"),
    "passed": gettext_lazy("Passed"),
    "refused": gettext_lazy("Refused"),
    "held": gettext_lazy("Kept back"),
    "withdrawn": gettext_lazy("Taken back"),
}
LINE_TONES = {"passed": "ok", "refused": "bad", "held": "wait", "open": "wait", "withdrawn": ""}
RESULTS: dict[str, str | Promise] = {
    "green": gettext_lazy("In order"),
    "red": gettext_lazy("Speaks against it"),
    "grey": gettext_lazy("Not checked"),
}
RESULT_TONES = {"green": "ok", "red": "bad", "grey": "wait"}
VERBS: dict[str, str | Promise] = {
    "made": gettext_lazy("List made"),
    "submitted": gettext_lazy("Submitted"),
    "withdraw": gettext_lazy("Taken back"),
    "return": gettext_lazy("Given back to complete"),
    "supplement": gettext_lazy("Completed"),
    "first": gettext_lazy("First review"),
    "refuse": gettext_lazy("Refused"),
    "back": gettext_lazy("Back to the first review"),
    "second": gettext_lazy("Second review"),
    "put_up": gettext_lazy("Put up"),
    "seen": gettext_lazy("Public list is over"),
    "reserve": gettext_lazy("Money committed"),
    "arrived": gettext_lazy("Arrived"),
    "line_pass": gettext_lazy("Line passed"),
    "line_refuse": gettext_lazy("Line refused"),
    "line_hold": gettext_lazy("Line kept back"),
    "paper": gettext_lazy("Paper seen"),
    "recheck": gettext_lazy("Checked anew"),
    "kept_back": gettext_lazy("Kept back from another claim"),
    "appeal_up": gettext_lazy("Appeal upheld"),
    "appeal_no": gettext_lazy("Appeal rejected"),
    "appealed": gettext_lazy("Anew after an appeal"),
    "confirmed": gettext_lazy("The payee says it arrived"),
}
PAID: dict[str, str | Promise] = {
    "reserved": gettext_lazy("Money committed"),
    "batched": gettext_lazy("In a payment batch"),
    "reoffered": gettext_lazy("Offered again"),
    "sent": gettext_lazy("Sent to the bank"),
    "accepted": gettext_lazy("Taken by the bank"),
    "unknown": gettext_lazy("The bank has not answered"),
    "settled": gettext_lazy("Arrived"),
    "returned": gettext_lazy("Sent back by the bank"),
    "recovered": gettext_lazy("Asked back"),
    "withdrawn": gettext_lazy("Payment given up"),
    "held": gettext_lazy("Payment is held"),
    "no_account": gettext_lazy("Waits for an account"),
    "no_money": gettext_lazy("Waits for money of its fund"),
    "already": gettext_lazy("Paid before: never twice"),
    "other_source": gettext_lazy("Paid from another fund: never twice"),
    "two_people": gettext_lazy("Two people have to decide"),
    "bad": gettext_lazy("Cannot be paid as it is"),
}
APPEALS: dict[str, str | Promise] = {
    "open": gettext_lazy("Waits for an answer"),
    "upheld": gettext_lazy("Upheld"),
    "rejected": gettext_lazy("Rejected"),
}
WHO: dict[str, str | Promise] = {
    "county": gettext_lazy("county office"),
    "reviewer": gettext_lazy("a second person of the county"),
    "system": gettext_lazy("by itself"),
    "finance": gettext_lazy("finance department"),
    "payee": gettext_lazy("whoever gets the money"),
}
CLAIMANTS: dict[str, str | Promise] = {
    "none": gettext_lazy("Nobody: the list is made by itself"),
    "person": gettext_lazy("The person"),
    "school": gettext_lazy("The school"),
    "institution": gettext_lazy("The training institution"),
    "enterprise": gettext_lazy("The enterprise"),
    "office": gettext_lazy("Nobody: the county asks the money back"),
}


def paid(state: str) -> str:
    """Where the payment of a line stands; nothing before there is one."""
    return str(PAID.get(state, state))


def title(claim: Claim) -> str:
    """A claim in words: item, and class or term."""
    about = due.term(claim.about) if claim.about else ""
    return f"{due.item(claim.item)} {claim.title if claim.title != claim.about else about}".strip()


VERDICTS: dict[str, str | Promise] = {
    "due": gettext_lazy("Due"),
    "not_due": gettext_lazy("Not due"),
    "unknown": gettext_lazy("Facts missing"),
    "none": gettext_lazy("No rule in force on that day"),
    "": gettext_lazy("Not decided yet"),
}
VERDICT_TONES = {"due": "ok", "not_due": "bad", "unknown": "wait", "none": "bad", "": "wait"}
APART: dict[str, str | Promise] = {
    "places": gettext_lazy("All places are taken; others come first."),
    "fund": gettext_lazy("The fund does not hold enough."),
    "twice": gettext_lazy("Is claimed already."),
    "taken": gettext_lazy("Another institution has claimed it."),
}
BACKS: dict[str, str | Promise] = {
    "number": gettext_lazy("Please give the name and an ID number without mistakes."),
    "again": gettext_lazy("This ID number stands in the list already."),
    "name": gettext_lazy("This ID number belongs to somebody of another name; please look at the document."),
}
PLAN_STATES: dict[str, str | Promise] = {
    "draft": gettext_lazy("Draft"),
    "asked": gettext_lazy("Waits to be filed"),
    "filed": gettext_lazy("Filed"),
}
ABOUTS: dict[str, str | Promise] = {
    "term": gettext_lazy("Term"),
    "year": gettext_lazy("Year"),
    "month": gettext_lazy("Month"),
    "class": gettext_lazy("Class"),
    "project": gettext_lazy("Project and stage"),
    "plan": gettext_lazy("Plan and stage"),
}


def about(item: str, value: str) -> str:
    """What an application is for, in words: a term, month, class; project or plan with its stage."""
    what = (flow.flows()[item].applies or {}).get("about")
    if what in ("project", "plan"):
        number, _sign, stage = value.rpartition("/")
        return f"{number} {coded('pay_stage', stage)}"
    return due.term(value)


def facts_of(line: Any) -> list[tuple[str, str, str]]:
    """Every fact a line was decided on: name, value, source."""
    from qianxiao.engine.rules.load import every_rule
    from qianxiao.money.entitlements import reasons

    file = next((file for file in every_rule() if file.item == line.roster.item), None)
    lang = "en" if reasons.english() else "zh"
    if file is None:
        return []
    return [
        (field.says.in_language(lang), value(field.type, line.facts.get(name)), reasons.source(field.source))
        for name, field in file.fields.items()
    ]  # fmt: skip


def value(kind: str, said: Any) -> str:
    """A fact in words."""
    if said is None:
        return "—"
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    if kind == "yuan":
        return yuan(int(said))
    if kind == "date":
        return str(said_day(int(said)))
    if kind.startswith("code:"):
        return coded(kind[5:], str(said)) or str(said)
    return str(said)


def why_not(line: Any) -> str:
    """Why a line of a list is not paid, in sentences: conditions that are not met or not known, places, the other item."""
    from qianxiao.money.claims.about import file_of
    from qianxiao.money.entitlements import reasons

    file, lang = file_of(line.roster.item), "en" if reasons.english() else "zh"
    rule = file.rule_on(line.roster.day)
    if rule is None:
        return str(VERDICTS["none"])
    said = []
    for mask, head in ((line.unmet, _("Not met: %(said)s")), (line.missing, _("Not known: %(said)s"))):
        names = [
            one.says.in_language(lang) for bit, one in enumerate((*rule.when, rule.amount)) if mask >> bit & 1
        ]
        said += [head % {"said": name} for name in names]
    if line.stop:
        said.append(_("Has %(said)s in the same period.") % {"said": due.item(line.stop.partition(":")[2])})
    return " ".join([*said, str(APART.get(line.why, ""))]).strip()


def check(told: dict[str, Any]) -> dict[str, Any]:
    """A check's result for a page: name, source, day, time, result, what it means."""
    line = flow.checks()[told["check"]]
    return {
        **told,
        "name": flow.said(line),
        "from": flow.said(flow.sources()[told["source"]]),
        "day": said_day(told["day"]) or "—",
        "at": str(told["at"])[:16].replace("T", " "),
        "tone": RESULT_TONES[told["result"]],
        "said": RESULTS[told["result"]],
        "why": reason(told),
        "paper": flow.said(line["paper"]),
        "over": bool(line.get("over")),
    }


def reason(told: dict[str, Any]) -> str:
    """What a result means, in a sentence; nothing for one that is in order."""
    detail = str(told["detail"])
    return {
        "": "",
        "again": _("The rule, asked again with today's facts, does not give this sum."),
        "away": _("The source does not answer or is too old; the money waits until it does, or until the paper was seen."),
        "left": _("No longer in the register of the newest month."),
        "status": _("School roll: %(said)s.") % {"said": coded("student_status", detail)},
        "withdrawn": _("Certificate %(said)s was withdrawn.") % {"said": detail},
        "change": _("Register of households: %(said)s.") % {"said": coded("change_type", detail)},
        "not_due": _("The newest closed month no longer decides that it is due."),
        "paid": _("It was paid meanwhile, wholly or in part."),
        "none": _("No account is on record."),
        "apart": _("%(said)s is claimed for the same time; the two never go together.") % {"said": due.item(detail)},
        "same": _("Claimed already for the same occupation and level: %(said)s.") % {"said": detail},
        "month": _("The monthly check found something (pattern %(said)s).") % {"said": detail},
        "rule": ruled(detail),
        "lead": _("A finding that holds payment is open (pattern %(said)s).") % {"said": detail},
    }[str(told["code"])]  # fmt: skip


def ruled(detail: str) -> str:
    """The sentence of the pattern that refuses a line, with its clause; nothing for another detail."""
    if not detail.startswith("{"):
        return ""
    told = json.loads(detail)
    asked = patterns.question(told["pattern"], told["part"], told["evidence"])
    return _("%(pattern)s (%(clause)s): %(question)s") % {
        "pattern": patterns.title(told["pattern"]), "clause": patterns.clause(told["pattern"]), "question": asked,
    }  # fmt: skip


def look(checks: list[dict[str, Any]]) -> str:
    """What a line has to be looked at for, in a sentence."""
    return " ".join(reason(told) for told in checks if told["result"] != "green")
