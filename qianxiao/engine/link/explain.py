"""Why a mention was linked, or not: the bits each field speaks for one person and against the likeliest other story."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from qianxiao.engine.engines import Engine, open_engine
from qianxiao.engine.link.evidence import LEVELS, Parameters, scale_row, weight_rows
from qianxiao.engine.link.memory import read_parameters

FIELDS = ("id", "name", "birth", "sex", "region", "phone", "group")
STORIES = ("stranger", "kin", "namesake")
_KEPT = ("fname", "syl", "val", "birth", "region", "phone")
_REGION_LENGTH = {1: 12, 2: 9, 3: 6, 4: 4}
_OF_ONE_PERSON = (1, 2, 3, 7)
"""Levels of the number at which it is some one registered person's: chance picks that one of all."""


@dataclass(frozen=True)
class Reason:
    """What one field says. level: message id of evidence.LEVELS; bits: hundredths of a bit, negative speaks against."""

    field: str
    level: str
    bits: int


@dataclass(frozen=True)
class Candidate:
    """A person a mention may mean. against: the likeliest other story; prior: bits before anything is compared.

    bits = prior + the bits of all reasons, in hundredths of a bit; a link's own bits are these less a rival's.
    """

    person_no: str
    bits: int
    against: str
    prior: int
    reasons: tuple[Reason, ...]


def explain(place: Path, register: str, rec_id: str) -> list[Candidate]:
    """The candidates of one mention, best first, each field with its level and bits (19-05-04).

    place: a month's memory of the matching, OUT/.index/link/<yyyymm>. Empty when nobody resembles the mention.
    """
    parameters = read_parameters(place)
    with tempfile.TemporaryDirectory() as scratch, open_engine("duckdb", Path(scratch)) as engine:
        rows = _evidence(engine, place, f"{register}|{rec_id}")
        engine.attach("link_common", place / "link_common.parquet")
        found = [_candidate(engine, parameters, row) for row in rows]
    return sorted(found, key=lambda one: (-one.bits, one.person_no))


def _evidence(engine: Engine, place: Path, mkey: str) -> list[dict[str, int | str | None]]:
    """The evidence of a mention in the newest part that holds it: older parts are of what it was before."""
    columns = ("person_no", *(f"ev_{field}" for field in FIELDS), *_KEPT)
    sql = f"select {', '.join(columns)} from link_evidence where mkey = :mkey order by person_no"
    months = sorted({path.name.split("-")[0] for path in (place / "link_evidence").iterdir()}, reverse=True)
    for month in months:
        found = []
        for part in sorted((place / "link_evidence").glob(f"{month}-*.parquet")):
            engine.attach("link_evidence", part)
            found += [dict(zip(columns, row, strict=True)) for row in engine.rows(sql, {"mkey": mkey})]
        if found:
            return found
    return []


def _common(engine: Engine, kind: str, key: str, once: int) -> int:
    """How likely a stranger has the value: hundredths of bits; `once` where it is seen once or never."""
    rows = engine.rows(
        "select bits from link_common where kind = :kind and key = :key", {"kind": kind, "key": key}
    )
    return int(rows[0][0]) if rows else once


def _chance(engine: Engine, row: dict[str, int | str | None], once: int, once_name: int) -> dict[str, int]:
    """By field, how likely chance alone makes a stranger agree in this very value."""
    chance = dict.fromkeys(FIELDS, 0)
    if row["ev_name"] == 1:
        chance["name"] = _common(engine, "name", str(row["fname"]), once_name)
    elif row["ev_name"] == 2:
        chance["name"] = _common(engine, "sound", str(row["syl"]), once)
    if row["ev_birth"] == 1:
        chance["birth"] = _common(engine, "birth", str(row["birth"]), once)
    region, level = str(row["region"] or ""), int(row["ev_region"] or 0)
    if level in _REGION_LENGTH:
        chance["region"] = _common(engine, "region", region[: _REGION_LENGTH[level]], once)
    if row["ev_name"] in (1, 2) and level in (1, 2, 3):
        chance["name"] += _common(engine, "local", region[:6] + str(row["fname"])[:1], 0)
    if row["ev_phone"] == 1:
        chance["phone"] = _common(engine, "phone", str(row["phone"]), once)
    elif row["ev_phone"] == 3:
        chance["phone"] = once
    if row["ev_id"] in _OF_ONE_PERSON:
        chance["id"] = once
    elif row["ev_id"] == 9 and level != 1 and region:
        chance["id"] = min(_common(engine, "region", region, once) - chance["region"], 0)
    return chance


def _candidate(engine: Engine, parameters: Parameters, row: dict[str, int | str | None]) -> Candidate:
    """One candidate with its reasons, as `link_scored` weighs it."""
    once, once_name, same_prior, *other_priors = scale_row(parameters)
    weights = {
        (str(told[0]), int(told[1])): [int(bits) for bits in told[2:]] for told in weight_rows(parameters)
    }
    levels = {field: int(row[f"ev_{field}"] or 0) for field in FIELDS}
    chance = _chance(engine, row, once, once_name)
    priors = (0, *other_priors)
    stories = {
        story: {
            field: weights[field, level][number] + (chance[field] if story == "stranger" else 0)
            for field, level in levels.items()
        }
        for number, story in enumerate(STORIES, 1)
    }
    totals = {story: priors[number] + sum(stories[story].values()) for number, story in enumerate(STORIES)}
    against = max(STORIES, key=lambda story: totals[story])
    reasons = tuple(
        Reason(field, LEVELS[field][level], weights[field, level][0] - stories[against][field])
        for field, level in levels.items()
    )
    prior = same_prior - priors[STORIES.index(against)]
    bits = prior + sum(reason.bits for reason in reasons)
    return Candidate(str(row["person_no"]), bits, against, prior, reasons)
