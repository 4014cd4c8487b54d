"""What became of people, as the platform of employment tells it: written where nobody has told it yet (20-11-01)."""

import json
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.services.training.queries_outcomes import ENDED
from qianxiao.services.training.rules import limit, types

_SQL = Path(__file__).parent / "sql" / "platform.sql"
BY = "platform"  # whoever told it is no person of the institution


def take_states(day: int, until: int) -> int:
    """Outcomes due up to a day from the staged table platform_states; returns new ones. In the caller's transaction and scope."""
    asked = [
        {"train_type": code, "months": months} for code, kind in types().items() for months in kind.months
    ]
    told: dict[str, Any] = {
        "day": day, "until": until, "by": BY, "asked": json.dumps(asked), "ended": list(ENDED), "start_days": limit("start_days", until),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SQL.read_text(encoding="utf-8"), told)
        return int(cursor.rowcount)
