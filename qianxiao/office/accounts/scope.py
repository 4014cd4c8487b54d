"""The scope of a request, task or command: which regions and institutions it may see, what it may open."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest

from qianxiao.base.scope import ALONG, INSTITUTIONS, PERSON, RANGES, WHOLE, Range, array, joined, multirange
from qianxiao.office.accounts.roles import RIGHTS, Right


@dataclass(frozen=True)
class Scope:
    """Half-open ranges of region codes, institution codes, rights. The default sees and opens nothing.

    person: somebody who looks at the own rows and at nobody else's (X-14); such a scope has nothing else.
    """

    ranges: tuple[Range, ...] = ()
    institutions: frozenset[str] = frozenset()
    rights: frozenset[Right] = field(default_factory=frozenset)
    person: str = ""

    @classmethod
    def over(cls, *ranges: Range, institutions: Iterable[str] = (), rights: Iterable[Right] = ()) -> "Scope":
        """A scope with its ranges in order and its empty codes dropped: an empty code is nobody's."""
        return cls(joined(ranges), frozenset(code for code in institutions if code), frozenset(rights))

    @property
    def institution(self) -> str:
        """The first institution, '' without any."""
        return min(self.institutions, default="")

    def may(self, right: Right) -> bool:
        """Whether the post may open this kind of page at all."""
        return right in self.rights

    def need(self, right: Right) -> None:
        """Raise Http404 unless allowed: a page that is not for you looks like a page that is not there."""
        if right not in self.rights:
            raise Http404

    def holds(self, lo: str, hi: str) -> bool:
        """Whether a whole region range lies inside. Nothing lies inside an empty scope."""
        return any(low <= lo and hi <= high for low, high in self.ranges)

    def narrow(self, lo: str, hi: str) -> tuple[Range, ...]:
        """The parts of a range that may be seen; empty when there is none."""
        return joined((max(low, lo), min(high, hi)) for low, high in self.ranges)

    def within(self, column: str = "region", lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        """Condition on a region column: inside the scope and inside [lo, hi). Fails closed."""
        # an empty scope still asks the database, so that it answers as slowly as a full one: nothing is below ""
        parts = self.narrow(lo, hi) or (("", ""),)
        bounds: list[dict[str, Any]] = [{f"{column}__gte": low, f"{column}__lt": high} for low, high in parts]
        return reduce(or_, (Q(**one) for one in bounds))

    def owns(self, column: str = "org_code") -> Q:
        """Condition on an institution column. Fails closed."""
        named: dict[str, Any] = {f"{column}__in": sorted(self.institutions)}
        nobody: dict[str, Any] = {f"{column}__lt": ""}
        return Q(**named) if self.institutions else Q(**nobody)


NOTHING = Scope()
_current: ContextVar[Scope] = ContextVar("scope", default=NOTHING)


def whole_scope() -> Scope:
    """The scope of a command of the operator, such as loading a month: every region, no right to any page."""
    return Scope.over(WHOLE)


def own_scope(person: UUID) -> Scope:
    """What a person may see who proved to be it: the own rows."""
    return Scope(person=str(person))


def scope_of(request: HttpRequest) -> Scope:
    """The scope the middleware put on this request; nothing at all without one."""
    found = getattr(request, "scope", NOTHING)
    return found if isinstance(found, Scope) else NOTHING


def scope_for(role: str, ranges: Iterable[Range] = (), institutions: Iterable[str] = ()) -> Scope:
    """The scope of a post. An unknown role opens nothing."""
    return Scope.over(*ranges, institutions=institutions, rights=RIGHTS.get(role, frozenset()))


def tell_database(scope: Scope) -> None:
    """Give the scope to row security, for this transaction only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true), set_config(%s, %s, true), set_config(%s, %s, true)",
            [RANGES, multirange(scope.ranges), INSTITUTIONS, array(scope.institutions), PERSON, scope.person],
        )


@contextmanager
def in_scope(scope: Scope) -> Iterator[Scope]:
    """A transaction under one scope. Inside another one, the other's scope comes back at the end."""
    outer, nested = _current.get(), connection.in_atomic_block
    with transaction.atomic():
        tell_database(scope)
        token = _current.set(scope)
        try:
            yield scope
        finally:
            _current.reset(token)
        if nested and not connection.needs_rollback:  # undone work takes its settings with it
            tell_database(outer)


@contextmanager
def coming_along() -> Iterator[None]:
    """Row security shows lines of people handed into the scope wherever they lie, for what is asked inside."""
    with transaction.atomic(), connection.cursor() as cursor:  # what fails takes the setting with it
        cursor.execute("SELECT set_config(%s, 'on', true)", [ALONG])
        yield
        cursor.execute("SELECT set_config(%s, '', true)", [ALONG])
