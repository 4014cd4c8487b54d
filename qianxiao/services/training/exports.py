"""The register of trainees in the layout that a close reads (19-05-02)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qianxiao.services.training.registers import dated, said, trade, write_register

_ROWS = """
SELECT t.trainee_no, c.class_no, c.org_code, c.org_name, left(c.region, 6) AS region, t.name, p.sex, left(p.region, 6) AS home, t.person_group,
    c.occupation, c.level, c.train_type, c.mode, c.starts, c.ends, c.hours_theory + c.hours_practice AS hours, plan.days, got.days AS attended,
    CASE WHEN t.left_on IS NOT NULL THEN '3' ELSE t.result END AS result, t.person_id, n.version, n.sealed, f.version AS tel_version,
    f.sealed AS tel_sealed
FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id JOIN people_person p ON p.id = t.person_id
LEFT JOIN people_sealed n ON n.person_id = t.person_id AND n.kind = 'id_no'
LEFT JOIN people_sealed f ON f.person_id = t.person_id AND f.kind = 'phone'
LEFT JOIN LATERAL (
    SELECT count(DISTINCT s.day) AS days FROM training_session s WHERE s.training_class_id = c.id AND s.live
) plan ON true
LEFT JOIN LATERAL (
    SELECT count(DISTINCT a.day) AS days FROM training_attendance a
    WHERE a.training_class = c.id AND a.trainee = t.id AND a.state = 'present' AND a.day BETWEEN c.starts AND c.ends
) got ON true
WHERE c.region >= %(lo)s AND c.region < %(hi)s AND c.state NOT IN ('draft', 'filed', 'returned', 'dropped')
ORDER BY t.trainee_no
"""


def write_trainees(target: Path, region: str, by: str) -> int:
    """Write the trainees of approved classes of a region as a register file; returns rows. Full numbers stand in it."""
    return write_register(target, "trainees", _ROWS, region, by, _told)


def _told(row: dict[str, Any], opened: Callable[[str, str], str]) -> dict[str, Any]:
    return {
        "trainee_no": row["trainee_no"], "class_no": row["class_no"], "org_code": row["org_code"], "org_name": row["org_name"],
        "region": row["region"], "name": row["name"], "sex": said("sex", row["sex"]), "id_no": opened("id_no", ""),
        "phone": opened("phone", "tel_"), "hukou_region": row["home"], "person_group": said("person_group", row["person_group"]),
        "occupation_code": row["occupation"], "occupation": trade(row["occupation"]), "train_level": said("train_level", row["level"]),
        "train_type": said("train_type", row["train_type"]), "train_mode": said("train_mode", row["mode"]), "start": dated(row["starts"]),
        "end": dated(row["ends"]), "hours": row["hours"], "days": row["days"], "attended_days": row["attended"],
        "result": said("train_result", row["result"]), "fee_charged": 0,
    }  # fmt: skip
