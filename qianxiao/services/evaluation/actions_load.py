"""Taking the certificates of a register in, all at once."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because
from qianxiao.registers.people.intake import Arrival
from qianxiao.registers.people.intake_known import find_or_add
from qianxiao.services.evaluation.models import Certificate
from qianxiao.services.evaluation.rules import faults

SQL = Path(__file__).parent / "sql"
Rows = Callable[[], Iterator[list[dict[str, Any]]]]
_ARRIVED = """CREATE TEMP TABLE evaluation_arrived (number text, kind text, occupation text, level text, issued integer, org_code text,
    issuer text, warned jsonb) ON COMMIT DROP"""


def take_in(rows: Rows, period: int, region: str, by: str) -> int:
    """The certificates of a month's register; returns the new ones.

    rows: gives the same batches each time, with the columns of the layout `certificates`. region: where somebody whom no
    register knows is kept. Whose number is faulty or belongs to another name is left out.
    """
    source = f"技能证书 {period // 100}-{period % 100:02}"
    with in_scope(whole_scope()) as scope, because(source, by), connection.cursor() as cursor:
        find_or_add(lambda: (_arrivals(batch, region) for batch in rows()))
        before = Certificate.objects.within(scope).count()
        cursor.execute(_ARRIVED)
        with cursor.copy("COPY evaluation_arrived FROM STDIN") as copy:
            for batch in rows():
                for row in filter(_whole, batch):
                    copy.write_row(_line(row))
        cursor.execute("CREATE INDEX ON evaluation_arrived (number); ANALYZE evaluation_arrived")
        cursor.execute((SQL / "load.sql").read_text(encoding="utf-8"), {"source": source})
        made = Certificate.objects.within(scope).count() - before
        cursor.execute("DROP TABLE evaluation_arrived, people_found")
    return int(made)


def _whole(row: dict[str, Any]) -> bool:
    return all(row.get(name) for name in ("cert_no", "cert_kind", "occupation_code", "issue_date"))


def _arrivals(batch: list[dict[str, Any]], region: str) -> list[Arrival]:
    return [
        Arrival(
            row["cert_no"],
            row["name"] or "",
            "",
            None,
            region,
            row["id_class"] or "",
            row["id18"] or row["id_no"] or "",
            "",
            "",
        )
        for row in batch
        if _whole(row)
    ]


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        row["cert_no"], row["cert_kind"], row["occupation_code"], row["level"] or "", row["issue_date"], row["issuer_code"] or "",
        row["issuer"] or "", json.dumps(faults(row["cert_no"], row["cert_kind"], row["issue_date"], row["level"] or "")),
    )  # fmt: skip
