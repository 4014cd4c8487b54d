"""What refuses a line of a claim at entry: every rule with act B over the people of the claim, in one query."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from qianxiao.money.integrity import rules
from qianxiao.office.accounts.scope import in_scope, whole_scope

_ONE = """
SELECT {pattern} AS pattern, f.variant, c.claim, f.evidence FROM ({rule}) f
CROSS JOIN LATERAL jsonb_array_elements_text(f.evidence -> 'claims') c(claim) WHERE f.variant = ANY (%(parts_{pattern})s) AND c.claim = ANY (%(claims)s)
"""


def refused(claims: Sequence[str], people: Sequence[UUID], day: int) -> dict[str, dict[str, Any]]:
    """Line of a claim → pattern, part and evidence of the first rule that refuses it. Looks at every county."""
    patterns = rules.at_entry()
    if not claims or not people or not patterns:
        return {}
    values: dict[str, Any] = {"claims": list(claims)}
    for pattern in patterns:
        blocks = [name for name, act in rules.acts(pattern).items() if act == "B"]
        values |= {**rules.values(pattern, day), "only": list(people), f"parts_{pattern}": blocks}
    asked = " UNION ALL ".join(
        _ONE.format(pattern=pattern, rule=rules.statement(pattern)) for pattern in patterns
    )
    found: dict[str, dict[str, Any]] = {}
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(f"{asked} ORDER BY 1, 2, 3", values)
        for pattern, part, claim, evidence in cursor.fetchall():
            told = evidence if isinstance(evidence, dict) else rules.loaded(evidence)
            found.setdefault(claim, {"pattern": pattern, "part": part, "evidence": told})
    return found
