"""Verbs of the operator: begin the platform from the register, tell a demo's people plausible states."""

import json
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.base.tables import OPEN_END
from qianxiao.base.uscc import check_char
from qianxiao.office.accounts.actions import only_in_demo
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because, record_command
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.services.employment import parameters
from qianxiao.services.employment.applying import Applied, apply, stage, whole
from qianxiao.services.employment.models import EMPLOYED, OF_NO_WORK, OF_WORK, Record

SQL = Path(__file__).parent / "sql"


def begin(day: int, by: str) -> int:
    """A record for everybody of the labour force on the register who has none; returns how many. Twice makes none."""
    least, most = parameters.ages(day)
    told: dict[str, Any] = {
        "oldest": day - (most + 1) * 10000, "youngest": day - least * 10000, "labour": parameters.labour(),
        "not_student": parameters.not_student(), "day": day, "by": by, "open": OPEN_END,
    }  # fmt: skip
    with in_scope(whole_scope()), because("employment begin", by), connection.cursor() as cursor:
        for name in ("begin", "begun"):
            cursor.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"), told)
        made = int(cursor.rowcount)
        if made:
            cursor.execute("ANALYZE employment_record, employment_spell")
        record_command(by, AccessLog.Kind.CHANGE, "employment begin", made, "state")
    return made


# name, section of industry, county: invented firms of the demo
_FIRMS = (
    ("深圳市某电子有限公司", "C", "440306"), ("昆山市某精密制造有限公司", "C", "320583"), ("晋江市某鞋业有限公司", "C", "350582"),
    ("广州市某物业服务有限公司", "O", "440106"),
)  # fmt: skip


def demo_states(by: str) -> Applied:
    """States by lot for a demo's people: written as of past days, by nobody. Returns what was written; nothing the second time."""
    only_in_demo()
    day = ymd(today())
    with in_scope(whole_scope()) as scope:
        first = parameters.before(day, 180)
        begin(first, by)
        if Record.objects.within(scope).exclude(way="file").exists():
            return Applied(0, 0, 0)
        stage()
        told: dict[str, Any] = {
            "day": day,
            "firms": json.dumps(_firms()),
            "no_work": _rest("2"),
            "no_idle": _rest("1"),
        }
        with connection.cursor() as cursor:
            cursor.execute((SQL / "demo.sql").read_text(encoding="utf-8"), told)
        return apply()


def _rest(state: str) -> str:
    """Facts that do not belong to a state, empty, as JSON."""
    empty = whole({"state": state, "since": 0})
    return json.dumps({name: empty[name] for name in (OF_NO_WORK if state == EMPLOYED else OF_WORK)})


def _firms() -> list[list[Any]]:
    """Firms far away, and two of the demo's own county: code, name, section, county."""
    post = Post.objects.filter(user__username="county", role=Role.COUNTY).first()
    workshop = Post.objects.filter(user__username="enterprise", role=Role.ENTERPRISE).select_related("agency").first()  # fmt: skip
    found = [[_code(county, n), name, section, county] for n, (name, section, county) in enumerate(_FIRMS)]
    if post is not None:
        code = (
            min(workshop.institutions)
            if workshop is not None and workshop.institutions
            else _code(post.home, 9)
        )
        near = [code, workshop.agency.name if workshop is not None else "县扶贫车间", "C", post.home]
        found += [near, near, near]
    return found


def _code(county: str, n: int) -> str:
    first = f"91{county}MA7999{n:03}"
    return first + check_char(first)
