"""The one way a state comes into a record, for one or for a million: what arrived is staged, then applied as a set."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.base.tables import OPEN_END
from qianxiao.services.employment.models import FACTS, OF_NO_WORK, OF_WORK

SQL = Path(__file__).parent / "sql"
_MANY = 100
_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS employment_arriving (record_id bigint, kind text, facts jsonb, way text, source text, day integer,
    due integer, note text, who text, post text, request text) ON COMMIT DROP;
TRUNCATE employment_arriving
"""
_TOLD = """
INSERT INTO employment_arriving SELECT n.record, 'changed', n.facts, n.way, n.source, n.day, n.due, n.note, n.who, n.post, n.request
FROM jsonb_to_recordset(%s::jsonb) AS n(record bigint, facts jsonb, way text, source text, day integer, due integer, note text, who text, post text, request text)
"""
_EMPTY: dict[str, Any] = {
    "form": "", "org_code": "", "employer": "", "sector": "", "job": "", "work_region": "", "starts": None, "contract": "",
    "contract_end": None, "income": None, "insured": [], "organised": None, "reason": "", "willing": None, "wanted_trade": "",
    "wanted_place": "", "wanted_income": None, "wants_training": None, "training_trade": "", "training_time": "", "wants_business": None,
}  # fmt: skip


@dataclass(frozen=True)
class News:
    """What is told of one record: all facts of a state (FACTS), how it was verified, from where, as of which day, by whom."""

    record: int
    facts: Mapping[str, Any]
    way: str
    source: str
    day: int
    due: int
    who: str
    post: str = ""
    note: str = ""
    request: str = ""


@dataclass(frozen=True)
class Applied:
    """Records written, of those changed, of those handed to another county."""

    written: int
    changed: int
    handed: int


def whole(told: Mapping[str, Any]) -> dict[str, Any]:
    """All facts of a state, those that do not belong to it empty. told: at least state and since."""
    mine = OF_WORK if told["state"] == "1" else OF_NO_WORK
    return {
        "state": told["state"],
        "since": told["since"],
        **_EMPTY,
        **{name: told[name] for name in mine if name in told},
    }


def stage() -> None:
    """The table that news are put into, empty; inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)


def apply(news: Iterable[News] = ()) -> Applied:
    """Apply what is staged, and these. In a transaction and scope that owns the records now and afterwards.

    Without any a statement has filled the table before (`stage`).
    """
    lines = [{**asdict(one), "facts": dict(one.facts)} for one in news]
    with connection.cursor() as cursor:
        if lines:
            cursor.execute(_STAGE)
            cursor.execute(_TOLD, [json.dumps(lines)])
        if (
            not lines or len(lines) > _MANY
        ):  # a planner that takes a county for a handful looks at every spell for each record
            cursor.execute("ANALYZE employment_arriving")
        told: dict[str, Any] = {"facts": list(FACTS), "open": OPEN_END}
        cursor.execute((SQL / "apply.sql").read_text(encoding="utf-8"), told)
        written, changed, handed = cursor.fetchone()
    return Applied(written, changed, handed)
