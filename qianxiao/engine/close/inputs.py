"""What a close starts from: delivered registers, reference tables, parameters, last month's links."""

import json
from calendar import monthrange
from pathlib import Path
from typing import Any

from qianxiao.base.reference import (
    REGION_TYPES,
    area_tag_rows,
    regions_path,
    units,
    village_paths,
)
from qianxiao.engine.before import attach_table
from qianxiao.engine.close.parameters import PARAMETER_TYPES, parameter_rows
from qianxiao.engine.io.codes import CODE_TYPES, code_rows
from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.rawview import viewed
from qianxiao.engine.link.steps import CORRECTED
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step

TAG_TYPES = {"tag": "VARCHAR", "code": "VARCHAR", "valid_from": "INTEGER", "valid_to": "INTEGER"}
UNIT_TYPES = {"code": "VARCHAR", "name": "VARCHAR", "ordinal": "INTEGER", "region": "VARCHAR"}
LINK_TYPES = {"register": "VARCHAR", "rec_id": "VARCHAR", "person_no": "VARCHAR", "link_class": "VARCHAR"}


def last_day(period: int) -> int:
    """The last day (yyyymmdd) of a month (yyyymm)."""
    return period * 100 + monthrange(*divmod(period, 100))[1]


def attach_raw(run: Run, raw: Path) -> None:
    """Attach the raw registers, stored or as delivered; one that nobody delivered was read as an empty table."""
    for name in layouts():
        if seen := viewed(raw, name):
            run.prints[f"raw_{name}"], sql = seen
            run.engine.view(f"raw_{name}", sql)
        else:
            run.given(f"raw_{name}", raw / f"{name}.parquet")


def attach_reference(run: Run) -> None:
    """Attach regions, area tags, reporting units, codes and parameters."""
    parts = [regions_path(), *village_paths()]
    for number, path in enumerate(parts):
        run.given_csv(f"regions_{number}", path, REGION_TYPES)
    union = " union all ".join(f"select * from regions_{number}" for number in range(len(parts)))
    run.build(
        Step("regions", tuple(f"regions_{number}" for number in range(len(parts))), "code", union, "inputs")
    )
    run.made("area_tags", TAG_TYPES, area_tag_rows())
    run.made("units", UNIT_TYPES, [(unit.code, unit.zh, unit.ordinal, unit.region) for unit in units()])
    run.made("codes", CODE_TYPES, code_rows())
    run.made("parameters", PARAMETER_TYPES, parameter_rows())


def month_before(out: Path, period: int) -> Path | None:
    """The result folder of the newest month before `period` (yyyymm) that was closed under `out`."""
    own = f"{period // 100}-{period % 100:02d}"
    closed = sorted(
        path.parent
        for path in out.glob("*-*/manifest.json")
        # a nation's month links nobody itself: its provinces do
        if path.parent.name < own and any((path.parent / "tables").glob("links.*"))
    )
    return closed[-1] if closed else None


def _month(number: int) -> str:
    """A count of months since year 0 as yyyy-mm."""
    return f"{number // 12}-{number % 12 + 1:02d}"


def left_out(before: Path | None, period: int) -> dict[str, str] | None:
    """What is said when a month stands on one that is not the month just before it, in zh and en; None when it does."""
    if before is None:
        return None
    year, month = before.name.split("-")
    first, last = int(year) * 12 + int(month), period // 100 * 12 + period % 100 - 2
    if first > last:
        return None
    span = _month(first) if first == last else f"{_month(first)}–{_month(last)}"
    return {
        "zh": f"{span} 没有结账（没有 manifest.json）：本月以 {before.name} 为上一个月。",
        "en": f"{span} was not closed (no manifest.json): this month takes {before.name} as the month before.",
    }


def attach_corrected(run: Run, tables: Path, manifest: dict[str, Any]) -> None:
    """Attach what the month before had set right as `previous_corrected`; empty where it knew no corrections."""
    if (tables / "corrected.parquet").exists():
        attach_table(run.engine, "previous_corrected", tables / "corrected.parquet")
        run.prints["previous_corrected"] = manifest["steps"]["corrected"]
    else:
        run.made("previous_corrected", CORRECTED, [])


def attach_previous(run: Run, out: Path) -> str:
    """Attach last month's links as `previous_links`, empty in a first month; returns the month's name or ''."""
    home = month_before(out, run.period)
    if home is None:
        run.made("previous_links", LINK_TYPES, [])
        run.made("previous_corrected", CORRECTED, [])
        return ""
    manifest = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    tables, period = home / "tables", int(manifest["period"])
    attach_table(run.engine, "previous_links", tables / "links.parquet")
    run.prints["previous_links"] = manifest["steps"]["links"]
    attach_corrected(run, tables, manifest)
    run.stand_on(tables, period, last_day(period))
    return f"{home.name} {manifest['steps']['links']}"
