"""Kinds of background work: the right each needs, and the page of what it is about."""

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope

# None: whoever holds a post may ask, and nobody else sees it; what it reads is decided by what it reads
NEEDS: dict[str, Right | None] = {
    "roster.read": Right.IMPORT,
    "roster.accept": Right.IMPORT,
    "list.export": None,
    "rules.trial": Right.RULE_DRAFT,
    "payments.send": Right.PAY,
}
PAGES = {
    "roster.read": "import",
    "roster.accept": "import",
    "list.export": "export",
    "rules.trial": "rule-proposal",
    "payments.send": "payment-batch",
}  # kind → address


def may(scope: Scope, kind: str) -> bool:
    """Whether a post may ask for work of a kind. Raises KeyError for one that is not declared."""
    needs = NEEDS[kind]
    return needs is None or scope.may(needs)


def shared(scope: Scope) -> list[str]:
    """The kinds whose work everybody with the right sees."""
    return [kind for kind, needs in NEEDS.items() if needs is not None and scope.may(needs)]
