"""The file of a claim and of one of its lines: facts, checks, opinions, notice, payment, bank line (X-12)."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.archive.paper import Paper, Part, Table
from qianxiao.money.claims import queries, words
from qianxiao.money.claims.models import Claim, ClaimLine
from qianxiao.money.entitlements import reasons
from qianxiao.money.notices import queries as notices
from qianxiao.money.notices import words as notice_words
from qianxiao.money.notices.models import NoticeLine, Objection
from qianxiao.money.payments.models import Hold, Line, Payment, StatementLine
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.exports.limits import limit
from qianxiao.office.lists.figures import yuan
from qianxiao.registers.schools.words import day

Rows = list[list[str]]
_STATES = {"met": "✓", "unmet": "✗", "missing": "?"}


def of_claim(scope: Scope, one: Claim, printed: str) -> Paper:
    """Everything on record about a claim. A long one names its lines by number: names in bulk leave by an export."""
    rows = list(queries.lines(scope, one).select_related("entitlement"))
    named = len(rows) <= limit("people_alone")
    parts = [
        _head(one),
        _way(scope, one),
        _lines(rows, named),
        _checks(rows),
        _rules(rows),
        _put_up(scope, rows),
        _paid(scope, rows),
    ]
    return _paper(words.title(one), one.claim_no, printed, parts)


def of_line(scope: Scope, one: Claim, row: ClaimLine, printed: str) -> Paper:
    """Everything on record about one person's part of a claim."""
    why = reasons.why(row.entitlement)
    conditions = Table(
        [_("Condition"), "", _("Facts and sources"), _("Clause")],
        [0, 8, 56, 34],
        [
            [said.text, _STATES.get(said.state, ""), "；".join(f"{fact}（{source}）" for fact, source in said.facts), said.label]
            for said in why.reasons
        ],
    )  # fmt: skip
    due = row.entitlement
    facts = [
        (_("Rule"), f"{due.rule_id} {due.rule_version}"), (_("Decisive day"), day(due.decisive_date)), (_("Clause"), why.label),
        (_("Amount (yuan)"), yuan(row.amount)), (_("Decided with the month"), f"{due.last_period // 100}-{due.last_period % 100:02}"),
    ]  # fmt: skip
    parts = [
        _head(one),
        _lines([row], True),
        Part(_("Why it is due"), facts, [conditions], [why.plain] if why.plain else []),
        _all_checks(row),
        _way(scope, one, row.number),
        _put_up(scope, [row]),
        _paid(scope, [row]),
    ]
    return _paper(f"{words.title(one)} · {row.name}", row.reference, printed, parts)


def _paper(title: str, number: str, printed: str, parts: Sequence[Part]) -> Paper:
    told = {"nothing": _("Nothing on record."), "proof": _("Digest of this file:")}
    return Paper(title, f"{_('File of a claim')} {number}", printed, parts, told)


def _head(one: Claim) -> Part:
    where = names({one.region}).get(one.region, one.region)
    return Part(
        _("The claim"),
        [
            (_("Number"), one.claim_no), (_("Item"), words.title(one)), (_("County that pays"), where), (_("State"), str(words.STATES[one.state])),
            (_("How it came"), str(words.KINDS[one.kind])), (_("Made on"), day(one.made_on)), (_("Asked by"), one.made_by or _("nobody had to ask")),
            (_("First review"), one.first_by or "—"), (_("Second review"), one.second_by or "—"), (_("Lines"), f"{one.lines_told}"),
            (_("Amount (yuan)"), yuan(one.total)),
        ],
    )  # fmt: skip


def _way(scope: Scope, one: Claim, line: int = 0) -> Part:
    """What was done, by whom, why: of the claim, and of one line where only that is asked."""
    steps = [step for step in queries.steps(scope, one) if not line or step.line in (0, line)]
    rows = [
        [timezone.localtime(step.at).strftime("%Y-%m-%d %H:%M"), str(words.VERBS.get(step.verb, step.verb)), str(step.line or ""), step.by,
         step.post, step.reason]
        for step in steps
    ]  # fmt: skip
    head = [_("When"), _("What"), _("No."), _("Who"), _("Post"), _("Why")]
    return Part(_("What was done, and opinions"), tables=[Table(head, [26, 28, 10, 22, 36, 0], rows)])


def _lines(rows: Sequence[ClaimLine], named: bool) -> Part:
    told = [
        [str(row.number), row.name if named else "—", row.id_mask if named else "—", yuan(row.amount), str(words.LINES[row.state]),
         " ".join(part for part in (row.reason, row.clause) if part), words.paid(row.paid)]
        for row in rows
    ]  # fmt: skip
    head = [_("No."), _("Name"), _("ID number"), _("Amount (yuan)"), _("Decision"), _("Reason"), _("Payment")]
    notes = [] if named else [_("Names of a long list leave by an export that a second person releases.")]
    return Part(
        _("Lines"), tables=[Table(head, [10, 20, 34, 20, 20, 0, 28], told, right=[0, 3])], notes=notes
    )


def _checks(rows: Sequence[ClaimLine]) -> Part:
    """What was checked for all, from which source of which day; below it every line that was not in order."""
    counted: dict[tuple[str, str, str, str], dict[str, int]] = {}
    odd = []
    for row in rows:
        for told in map(words.check, row.checks):
            results = counted.setdefault((told["name"], told["from"], told["day"], told["at"]), {})
            results[told["result"]] = results.get(told["result"], 0) + 1
            if told["result"] != "green":
                seen = row.papers.get(told["check"], {})
                odd.append(
                    [str(row.number), told["name"], str(told["said"]), told["why"], seen.get("seen", "")]
                )
    head = [_("Check"), _("Source"), _("Data up to"), _("Checked"), "✓", "✗", "?"]
    whole = [
        [*key, *(str(results.get(tone, 0)) for tone in ("green", "red", "grey"))]
        for key, results in counted.items()
    ]
    exceptions = Table(
        [_("No."), _("Check"), _("Result"), _("What it means"), _("Paper seen")],
        [10, 38, 26, 0, 30],
        odd,
        right=[0],
    )
    return Part(
        _("Checks"), tables=[Table(head, [0, 40, 24, 30, 10, 10, 10], whole, right=[4, 5, 6]), exceptions]
    )


def _all_checks(row: ClaimLine) -> Part:
    told = [
        [one["name"], one["from"], one["day"], one["at"], str(one["said"]), one["why"]]
        for one in map(words.check, row.checks)
    ]
    head = [_("Check"), _("Source"), _("Data up to"), _("Checked"), _("Result"), _("What it means")]
    return Part(_("Checks"), tables=[Table(head, [34, 36, 22, 28, 20, 0], told)])


def _rules(rows: Sequence[ClaimLine]) -> Part:
    """Which versions of which rules decided, under which clause."""
    counted: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        one = row.entitlement
        counted.setdefault((one.rule_id, one.rule_version, reasons.label(one.clause)), []).append(row.amount)
    told = [[*key, str(len(found)), yuan(sum(found))] for key, found in sorted(counted.items())]
    head = [_("Rule"), _("Version"), _("Clause"), _("Lines"), _("Amount (yuan)")]
    return Part(_("Rules that decided"), tables=[Table(head, [44, 18, 0, 18, 28], told, right=[3, 4])])


def _put_up(scope: Scope, rows: Sequence[ClaimLine]) -> Part:
    """The public list: when, how long, its proof, objections. Nothing without the right to see notices."""
    title = _("Public notices")
    if not scope.may(Right.NOTICES):
        return Part(title)
    found = list(
        NoticeLine.objects.within(scope)
        .filter(claim__in=[row.reference for row in rows])
        .select_related("notice")
        .order_by("notice_id", "number")
    )
    lists = {line.notice_id: line.notice for line in found}
    told = [
        [
            str(one.pk),
            day(one.opened_on),
            day(one.ended_on or one.due_on),
            str(one.term),
            str(notice_words.STATES[one.state]),
            one.digest,
        ]
        for one in lists.values()
    ]
    days = [
        [
            str(one.pk),
            ", ".join(day(seen.day) for seen in notices.days_of(scope, one) if seen.digest == one.digest),
        ]
        for one in lists.values()
    ]
    said = [
        [f"{one.line.notice_id}/{one.line.number}", one.text, str(notice_words.ANSWERS.get(one.answer, "")), one.reason,
         " / ".join(who for who in (one.answered_by, one.settled_by) if who)]
        for one in Objection.objects.within(scope).filter(line__in=found).select_related("line").order_by("at", "id")
    ]  # fmt: skip
    tables = [
        Table(
            [_("No."), _("Up since"), _("Until"), _("Working days"), _("State"), "SM3"],
            [12, 22, 22, 18, 22, 0],
            told,
        ),
        Table([_("No."), _("Read back, the same, on")], [12, 0], days),
        Table([_("Line"), _("Objection"), _("Answer"), _("Reason"), _("Who")], [18, 50, 26, 0, 34], said),
    ]
    return Part(title, tables=tables)


def _paid(scope: Scope, rows: Sequence[ClaimLine]) -> Part:
    """Payments with their holds, the bank's batch and line, and what the bank's own file says."""
    title = _("Payment and bank")
    if not scope.may(Right.FUNDS):
        return Part(title)
    claims = [row.reference for row in rows]
    payments = list(Payment.objects.within(scope).filter(claim__in=claims).order_by("id"))
    lines = list(
        Line.objects.within(scope)
        .filter(payment__in=payments)
        .select_related("batch", "payment")
        .order_by("id")
    )
    bank = (
        StatementLine.objects.within(scope).filter(line__in=lines).select_related("statement").order_by("id")
    )
    made = [
        [
            one.claim.rpartition("/")[2],
            yuan(one.amount),
            one.account_mask,
            f"{one.maker} / {one.checker}",
            words.paid(one.state),
            day(one.settled_on),
        ]
        for one in payments
    ]
    sent = [
        [line.payment.claim.rpartition("/")[2], line.key, str(line.attempt), f"{line.batch.first_by} / {line.batch.second_by}",
         line.batch.digest[:16], words.paid(line.state), line.bank_ref]
        for line in lines
    ]  # fmt: skip
    told = [
        [
            one.line_key,
            one.bank_ref,
            day(one.day),
            yuan(one.amount),
            one.kind,
            one.verdict,
            one.statement.digest[:16],
        ]
        for one in bank
    ]
    held = [
        [one.claim.rpartition("/")[2], one.reason, one.by, one.lifted_why, one.lifted_by]
        for one in Hold.objects.within(scope).filter(claim__in=claims).order_by("id")
    ]
    return Part(title, tables=_bank_tables(made, sent, told, held))


def _bank_tables(made: Rows, sent: Rows, told: Rows, held: Rows) -> list[Table]:
    return [
        Table([_("No."), _("Amount (yuan)"), _("Account"), _("Decided by"), _("State"), _("Arrived on")], [10, 24, 34, 44, 0, 24], made, right=[0, 1]),
        Table([_("No."), _("Line of the batch"), _("Attempt"), _("Released by"), "SM3", _("State"), _("Bank's number")],
              [10, 42, 14, 32, 28, 24, 0], sent, right=[0]),
        Table([_("Line of the batch"), _("Bank's number"), _("Day"), _("Amount (yuan)"), _("Kind"), _("Compared"), "SM3"],
              [42, 34, 20, 20, 16, 18, 0], told, right=[3]),
        Table([_("No."), _("Held because"), _("Who"), _("Let go because"), _("Who")], [10, 0, 24, 40, 24], held, right=[0]),
    ]  # fmt: skip
