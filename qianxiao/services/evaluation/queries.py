"""Reads of evaluation: norms, exams, candidates, certificates in scope; what a number on a paper proves to anybody."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.services.evaluation.models import Candidate, Certificate, Exam, Norm

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Proof:
    """What a paper says, for whoever holds its number: no number of the person. Dates yyyymmdd."""

    number: str
    name: str  # in full: a page for everybody masks it
    cert_kind: str
    occupation: str
    level: str
    issued: int
    issuer: str
    withdrawn: bool


def certificate_proof(number: str) -> Proof | None:
    """Facts of a certificate by its number for a public page, None when there is none. Show the name masked only."""
    said = number.strip().upper()
    if not 0 < len(said) <= 40:
        return None
    with in_scope(whole_scope()) as scope:
        one = Certificate.objects.within(scope).filter(cert_no=said).first()
    if one is None:
        return None
    return Proof(
        one.cert_no,
        one.name,
        one.cert_kind,
        one.occupation,
        one.level,
        one.issued,
        one.issuer,
        bool(one.withdrawn),
    )


def asked(name: str, **values: Any) -> list[tuple[Any, ...]]:
    """Rows of a check over every county: numbers of exams and classes, never a person of elsewhere."""
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())


def exams(scope: Scope) -> "QuerySet[Exam]":
    """Exams in scope."""
    scope.need(Right.CERTIFICATES)
    rows: QuerySet[Exam] = Exam.objects.within(scope)
    return rows


def exam_of(scope: Scope, number: int, lock: bool = False) -> Exam:
    """One exam. Raises Http404 out of scope."""
    found: Exam = the_one(exams(scope), number, lock)
    return found


def candidates(scope: Scope, one: Exam) -> list[Candidate]:
    """Who is examined, by name."""
    return list(Candidate.objects.within(scope).filter(exam=one).order_by("name", "id"))


def certificates(scope: Scope) -> "QuerySet[Certificate]":
    """Certificates in scope."""
    scope.need(Right.CERTIFICATES)
    rows: QuerySet[Certificate] = Certificate.objects.within(scope)
    return rows


def certificate_of(scope: Scope, number: int) -> Certificate:
    """One certificate. Raises Http404 out of scope."""
    found: Certificate = the_one(certificates(scope), number)
    return found


def keeps(actor: Actor, one: Exam) -> bool:
    """Whether this post works on an exam: the body's own people."""
    return actor.scope.may(Right.CERTIFY) and one.org_code in actor.scope.institutions


def norms(state: str = "") -> list[Norm]:
    """Norms, newest version first; those of one state if asked."""
    rows = Norm.objects.filter(state=state) if state else Norm.objects.all()
    return list(rows.order_by("code", "-version")[:500])
