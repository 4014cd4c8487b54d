"""What became of a row: claim, notice, payment. The apps that know stand on the same floor and above, and hang themselves in."""

from collections.abc import Callable
from dataclasses import dataclass

from qianxiao.money.entitlements.models import Entitlement
from qianxiao.office.accounts.scope import Scope


@dataclass(frozen=True)
class Link:
    """One step: when (day or time, '' when not yet), what, a note, its page."""

    when: str
    title: str
    note: str = ""
    href: str = ""


SOURCES: list[Callable[[Scope, Entitlement], list[Link]]] = []


def links(scope: Scope, one: Entitlement) -> list[Link]:
    """Every step that is known, in the order of the sources."""
    return [link for source in SOURCES for link in source(scope, one)]
