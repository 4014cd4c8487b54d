"""What can happen to a proposal, as one table: from which state, with which right, into which state."""

from dataclasses import dataclass

from qianxiao.office.accounts.roles import Right
from qianxiao.programme.policies.models import Proposal

_S = Proposal.State


@dataclass(frozen=True)
class Step:
    """One line. own: the proposer does it; second: somebody else must; says: a reason is asked for."""

    verb: str
    start: tuple[str, ...]
    right: Right
    to: str = ""  # '' where what is found decides
    own: bool = False
    second: bool = False
    says: bool = False


FLOW = (
    Step("check", (_S.DRAFT, _S.CHECKED), Right.RULE_DRAFT),
    Step("try", (_S.CHECKED, _S.TRIED), Right.RULE_DRAFT),
    Step("approve", (_S.TRIED,), Right.RULE_PUBLISH, second=True, says=True),
    Step("cosign", (_S.APPROVED,), Right.RULE_COSIGN, _S.PUBLISHED, second=True, says=True),
    Step("return", (_S.TRIED,), Right.RULE_PUBLISH, _S.DRAFT, second=True, says=True),
    Step("refuse", (_S.APPROVED,), Right.RULE_COSIGN, _S.DRAFT, second=True, says=True),
    Step(
        "withdraw",
        (_S.DRAFT, _S.CHECKED, _S.TRIED, _S.APPROVED),
        Right.RULE_DRAFT,
        _S.WITHDRAWN,
        own=True,
        says=True,
    ),
)
STEPS = {step.verb: step for step in FLOW}


def open_to(one: Proposal, username: str, rights: frozenset[Right]) -> list[Step]:
    """What somebody may do with a proposal now."""
    hands = (one.proposed_by, one.approved_by)
    return [
        step
        for step in FLOW
        if one.state in step.start
        and step.right in rights
        and not (step.second and username in hands)
        and not (step.own and username != one.proposed_by)
    ]
