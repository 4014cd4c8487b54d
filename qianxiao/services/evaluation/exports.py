"""The register of certificates in the layout that a close reads (20-05-01)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qianxiao.services.training.registers import dated, said, trade, write_register

_ROWS = """
SELECT c.cert_no, c.cert_kind, c.name, c.occupation, c.level, c.issued, c.org_code, c.issuer, c.person_id, n.version, n.sealed
FROM evaluation_certificate c LEFT JOIN people_sealed n ON n.person_id = c.person_id AND n.kind = 'id_no'
WHERE c.region >= %(lo)s AND c.region < %(hi)s AND c.withdrawn = '' ORDER BY c.cert_no
"""


def write_certificates(target: Path, region: str, by: str) -> int:
    """Write the certificates of bodies of a region as a register file, without withdrawn ones; returns rows."""
    return write_register(target, "certificates", _ROWS, region, by, _told)


def _told(row: dict[str, Any], opened: Callable[[str, str], str]) -> dict[str, Any]:
    return {
        "cert_no": row["cert_no"], "cert_kind": said("cert_kind", row["cert_kind"]), "name": row["name"],
        "id_no": opened("id_no", ""), "occupation_code": row["occupation"], "occupation": trade(row["occupation"]),
        "level": said("train_level", row["level"]), "issue_date": dated(row["issued"]), "issuer_code": row["org_code"],
        "issuer": row["issuer"],
    }  # fmt: skip
