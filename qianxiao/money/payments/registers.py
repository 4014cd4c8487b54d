"""Settled payments as the register a close reads, so that the next month knows them as paid."""

from pathlib import Path
from typing import Any

from qianxiao.services.training.registers import dated, said, write_register

_SQL = """
SELECT p.id, p.item, p.region, p.instalment, p.record, p.amount, p.payee_kind, p.state, p.settled_on, p.fund, p.person_id,
    q.name, p.holder, i.version AS id_version, i.sealed AS id_sealed
FROM payments_payment p LEFT JOIN people_person q ON q.id = p.person_id
LEFT JOIN people_sealed i ON i.person_id = p.person_id AND i.kind = 'id_no'
WHERE p.region >= %(lo)s AND p.region < %(hi)s AND p.person_id IS NOT NULL AND p.settled_on IS NOT NULL
    AND p.state IN ('settled', 'recovered') ORDER BY p.id
"""
_STATUS = {"settled": "1", "recovered": "4"}


def _told(row: dict[str, Any], opened: Any) -> dict[str, Any]:
    yuan, fen = divmod(row["amount"], 100)
    return {
        "pay_no": f"Z{row['id']:09}", "item": said("aid_item", row["item"]) or row["item"], "name": row["name"],
        "id_no": opened("id_no", "id_"), "region": row["region"][:6], "term": row["instalment"],
        "subject_no": row["record"].rpartition("/")[2], "amount": f"{yuan}.{fen:02}", "payee_kind": said("payee_kind", row["payee_kind"]),
        "account_holder": row["holder"], "pay_date": dated(row["settled_on"]), "status": said("pay_status", _STATUS[row["state"]]),
        "fund": said("fund", row["fund"]),
    }  # fmt: skip


def write_payments(target: Path, region: str, by: str) -> int:
    """Write the register of payments of a region; returns rows. Raises OSError, RingProblem, Tampered, StoreAway."""
    return write_register(target, "payments", _SQL, region, by, _told)
