"""What refuses a line of a claim at entry: every rule with act B over the people of the claim, in one query."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from qianxiao.money.integrity import rules
from qianxiao.money.integrity.actions import before
from qianxiao.office.accounts.scope import in_scope, whole_scope


def refused(claims: Sequence[str], people: Sequence[UUID], day: int) -> dict[str, dict[str, Any]]:
    """Line of a claim → pattern, part and evidence of the first rule that refuses it. Looks at every county."""
    patterns = rules.at_entry()
    if not claims or not people or not patterns:
        return {}
    values: dict[str, Any] = {
        "day": day,
        "zone": settings.TIME_ZONE,
        "only": list(people),
        "claims": list(claims),
    }
    parts, since = [], 0
    for pattern in patterns:
        told = rules.parameters(pattern, day)
        since = max(since, told["window_days"])
        values |= told
        blocks = [name for name, act in rules.acts(pattern).items() if act == "B"]
        values[f"parts_{pattern}"] = blocks
        parts.append(
            f"SELECT {pattern} AS pattern, f.variant, c.claim, f.evidence FROM ({rules.statement(pattern)}) f"
            " CROSS JOIN LATERAL jsonb_array_elements_text(f.evidence -> 'claims') c(claim)"
            f" WHERE f.variant = ANY (%(parts_{pattern})s) AND c.claim = ANY (%(claims)s)"
        )
    values["since"] = before(day, since)
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1, 2, 3", values)
        found: dict[str, dict[str, Any]] = {}
        for pattern, part, claim, evidence in cursor.fetchall():
            told = evidence if isinstance(evidence, dict) else rules.loaded(evidence)
            found.setdefault(claim, {"pattern": pattern, "part": part, "evidence": told})
    return found
