"""The scope of a request: which regions or which institution it may see, and what it may open."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest

from qianxiao.office.accounts.roles import RIGHTS, Right


@dataclass(frozen=True)
class Scope:
    """Region codes in [lo, hi), or one institution. The default sees nothing."""

    lo: str = ""
    hi: str = ""
    institution: str = ""
    rights: frozenset[Right] = field(default_factory=frozenset)

    def may(self, right: Right) -> bool:
        """Whether the post may open this kind of page at all."""
        return right in self.rights

    def need(self, right: Right) -> None:
        """Raise Http404 unless allowed: a page that is not for you looks like a page that is not there."""
        if right not in self.rights:
            raise Http404

    def holds(self, lo: str, hi: str) -> bool:
        """Whether a whole region range lies inside. Nothing lies inside an empty scope."""
        return bool(self.hi) and self.lo <= lo and hi <= self.hi

    def narrow(self, lo: str, hi: str) -> tuple[str, str]:
        """The part of a range that may be seen; an empty range when there is none."""
        low, high = max(self.lo, lo), min(self.hi, hi)
        return (low, high) if low < high else ("", "")

    def within(self, column: str = "region", lo: str = "", hi: str = "~") -> Q:
        """Condition on a region column: inside the scope and inside [lo, hi). Fails closed."""
        low, high = self.narrow(lo, hi)
        bounds: dict[str, Any] = {f"{column}__gte": low, f"{column}__lt": high}
        return Q(**bounds)


NOTHING = Scope()


def scope_of(request: HttpRequest) -> Scope:
    """The scope the middleware put on this request; nothing at all without one."""
    found = getattr(request, "scope", NOTHING)
    return found if isinstance(found, Scope) else NOTHING


def scope_for(role: str, lo: str, hi: str, institution: str) -> Scope:
    """The scope of a post. A school post holds no region, a region post no institution."""
    rights = RIGHTS.get(role, frozenset())
    if institution:
        return Scope(institution=institution, rights=rights)
    return Scope(lo=lo, hi=hi, rights=rights)
