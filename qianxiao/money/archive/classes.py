"""The file of a training class: filing, timetable, roll calls, roster with results and papers, visits, findings, claims (X-12)."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.archive.paper import Paper, Part, Table
from qianxiao.money.claims import words as claim_words
from qianxiao.money.claims.models import Claim
from qianxiao.money.integrity import rules as leads
from qianxiao.money.integrity import words as lead_words
from qianxiao.money.integrity.models import Finding
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.lists.figures import yuan
from qianxiao.registers.schools.words import coded, day, occupation
from qianxiao.services.evaluation.models import Exam
from qianxiao.services.training import queries, words
from qianxiao.services.training.models import Entry, Trainee, TrainingClass


def of_class(scope: Scope, one: TrainingClass, people: Sequence[Trainee], printed: str) -> Paper:
    """Everything on record about a class; people: all who were ever on its roster."""
    parts = [
        _head(one),
        _way(one),
        _timetable(scope, one),
        _roster(scope, one, people),
        _exams(scope, one),
        _visits(scope, one),
        _findings(scope, one),
        _claims(scope, one, people),
    ]
    told = {"nothing": _("Nothing on record."), "proof": _("Digest of this file:")}
    title = f"{occupation(one.occupation)} {coded('train_level', one.level)} · {one.org_name}"
    return Paper(title, f"{_('File of a class')} {one.class_no}", printed, parts, told)


def _head(one: TrainingClass) -> Part:
    where = names({one.region, one.region[:6]})
    return Part(
        _("The class"),
        [
            (_("Number"), one.class_no), (_("Institution"), f"{one.org_name} {one.org_code}"), (_("Place"), f"{where.get(one.region[:6], one.region)} {one.site}"),
            (_("Training type"), coded("train_type", one.train_type)), (_("How it is paid"), coded("train_mode", one.mode)),
            (_("Days"), f"{day(one.starts)} – {day(one.ends)}"), (_("Class hours"), f"{one.hours} ({one.hours_theory} + {one.hours_practice})"),
            (_("Seats"), str(one.seats)), (_("State"), str(words.STATES[one.state])), (_("Filed by"), one.filed_by or "—"),
            (_("Approved by"), one.checked_by or "—"), (_("Project"), one.project.title if one.project else "—"),
        ],
    )  # fmt: skip


def _way(one: TrainingClass) -> Part:
    """Each change of state with who made it: the history keeps what stood before."""
    model = TrainingClass.pgh_event_model  # type: ignore[attr-defined]
    rows = list(
        model.objects.filter(pgh_obj_id=one.pk)
        .order_by("pgh_id")
        .values("state", "note", "pgh_created_at", "pgh_context")
    )
    after = [*(row["state"] for row in rows), one.state][1:]
    told = [
        [
            timezone.localtime(row["pgh_created_at"]).strftime("%Y-%m-%d %H:%M"),
            str(words.STATES[row["state"]]),
            str(words.STATES[to]),
            _who(row["pgh_context"]),
        ]
        for row, to in zip(rows, after, strict=True)
        if row["state"] != to
    ]
    return Part(
        _("What was done, and opinions"),
        tables=[Table([_("When"), _("From"), _("To"), _("Who")], [30, 40, 40, 0], told)],
    )


def _who(context: Any) -> str:
    """Who did it, as the history's context has it."""
    told = json.loads(context) if isinstance(context, str) else context or {}
    return " ".join(str(told[name]) for name in ("username", "user", "post", "why") if told.get(name)) or "—"


def _timetable(scope: Scope, one: TrainingClass) -> Part:
    """Every session with its newest roll call: how many were there, when it was written and when it arrived."""
    calls = queries.last_entries(scope, one)
    told = []
    for row in queries.sessions(scope, one):
        call: Entry | None = calls.get(row.pk)
        told.append(
            [
                day(row.day), f"{row.lo // 60:02}:{row.lo % 60:02}–{row.hi // 60:02}:{row.hi % 60:02}", row.subject, str(row.room or "—"), str(row.teacher or "—"),
                f"{call.present} / {len(call.absent)}" if call else "—", timezone.localtime(call.captured_at).strftime("%m-%d %H:%M") if call else "—",
                call.photo[:12] if call else "",
            ]
        )  # fmt: skip
    head = [
        _("Day"),
        _("Hours"),
        _("Subject"),
        _("Training place"),
        _("Teacher"),
        _("Present / absent"),
        _("Roll call"),
        _("Picture (SHA-256)"),
    ]
    return Part(_("Timetable and roll calls"), tables=[Table(head, [20, 22, 0, 26, 18, 18, 22, 24], told)])


def _roster(scope: Scope, one: TrainingClass, people: Sequence[Trainee]) -> Part:
    hours = queries.attended(scope, one)
    told = [
        [row.trainee_no, row.name, row.id_mask, coded("person_group", row.person_group), row.group_from, str(hours.get(row.pk, {}).get("present", 0)),
         _("left on %(day)s") % {"day": day(row.left_on)} if row.left_on else coded("train_result", row.result), row.cert_no]
        for row in people
    ]  # fmt: skip
    head = [
        _("Number"),
        _("Name"),
        _("ID number"),
        _("Person group"),
        _("Recognised by"),
        _("Hours attended"),
        _("Result"),
        _("Certificate"),
    ]
    return Part(_("Trainees"), tables=[Table(head, [24, 16, 32, 22, 20, 16, 18, 0], told, right=[5])])


def _exams(scope: Scope, one: TrainingClass) -> Part:
    """Exams that people of the class sat: who marked, who closed the points."""
    if not scope.may(Right.CERTIFICATES):
        return Part(_("Exams"))
    rows = (
        Exam.objects.within(scope).filter(candidates__class_no=one.class_no).distinct().order_by("day", "id")
    )
    rows = rows.annotate(sat=Count("candidates", filter=Q(candidates__class_no=one.class_no)),
                         passed=Count("candidates", filter=Q(candidates__class_no=one.class_no, candidates__result="1")))  # fmt: skip
    told = [
        [row.exam_no, day(row.day), row.scored_by, row.closed_by, str(row.sat), str(row.passed)]
        for row in rows
    ]
    head = [_("Number"), _("Day"), _("Marked by"), _("Closed by"), _("Sat it"), _("Passed")]
    return Part(_("Exams"), tables=[Table(head, [44, 24, 32, 32, 20, 0], told, right=[4, 5])])


def _visits(scope: Scope, one: TrainingClass) -> Part:
    told = [
        [day(row.day), row.seed, str(len(row.drawn)), str(len(row.missing)), row.note, row.by]
        for row in queries.inspections(scope, one)
    ]
    head = [_("Day"), _("Seed"), _("Drawn"), _("Not found"), _("What was seen"), _("Who")]
    return Part(_("Inspections"), tables=[Table(head, [22, 40, 16, 18, 0, 26], told, right=[2, 3])])


def _findings(scope: Scope, one: TrainingClass) -> Part:
    """Leads about the class, for offices only: institutions never see them."""
    if not scope.may(Right.REVIEW):
        return Part(_("Leads"))
    rows = (
        Finding.objects.within(scope)
        .filter(Q(subject=one.class_no) | Q(evidence__contains={"class": one.class_no}))
        .order_by("id")
    )
    told = [
        [day(row.found_on), leads.title(row.pattern), leads.question(row.pattern, row.variant, row.evidence), str(lead_words.STATES[row.state]),
         str(lead_words.ANSWERS.get(row.answer, ""))]
        for row in rows
    ]  # fmt: skip
    return Part(
        _("Leads"),
        tables=[
            Table(
                [_("Found on"), _("What"), _("The question"), _("State"), _("Answer")],
                [22, 32, 0, 20, 26],
                told,
            )
        ],
    )


def _claims(scope: Scope, one: TrainingClass, people: Sequence[Trainee]) -> Part:
    if not (scope.may(Right.ENTITLEMENTS) or scope.may(Right.CLAIM)):
        return Part(_("Claims"))
    rows = (
        Claim.objects.within(scope)
        .filter(Q(about=one.class_no) | Q(lines__entitlement__rec_id__in=[row.trainee_no for row in people]))
        .distinct()
        .order_by("id")
    )
    told = [
        [
            row.claim_no,
            claim_words.title(row),
            str(claim_words.STATES[row.state]),
            str(row.lines_told),
            yuan(row.total),
        ]
        for row in rows
    ]
    return Part(
        _("Claims"),
        tables=[
            Table(
                [_("Number"), _("Item"), _("State"), _("Lines"), _("Amount (yuan)")],
                [46, 0, 34, 18, 28],
                told,
                right=[3, 4],
            )
        ],
    )
