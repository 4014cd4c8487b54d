"""Why a mention was linked, or not: the bits each field speaks for one person and against the likeliest other story."""

import csv
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qianxiao.engine.engines import Engine, open_engine
from qianxiao.engine.link.evidence import LEVELS, scale_row, weight_rows
from qianxiao.engine.link.memory import read_parameters

FIELDS = ("id", "name", "birth", "sex", "region", "phone", "group")
STORIES = ("stranger", "kin", "namesake")
Evidence = dict[str, int | str | None]
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
    mkey = f"{register}|{rec_id}"
    return explain_many(place, [mkey]).get(mkey, [])


def explain_many(place: Path, mkeys: Iterable[str]) -> dict[str, list[Candidate]]:
    """The same of many mentions (`register|rec_id`) at once; those whom nobody resembles are left out."""
    parameters = read_parameters(place)
    weights = {
        (str(told[0]), int(told[1])): [int(bits) for bits in told[2:]] for told in weight_rows(parameters)
    }
    with tempfile.TemporaryDirectory() as scratch, open_engine("duckdb", Path(scratch)) as engine:
        rows = _evidence(engine, place, Path(scratch), mkeys)
        common = _common(engine, place, Path(scratch), rows)
    found: dict[str, list[Candidate]] = {}
    for row in rows:
        found.setdefault(str(row["mkey"]), []).append(_candidate(common, scale_row(parameters), weights, row))
    return {mkey: sorted(them, key=lambda one: (-one.bits, one.person_no)) for mkey, them in found.items()}


def _asked(
    engine: Engine, scratch: Path, table: str, head: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """Name some rows of text as a table."""
    path = scratch / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    engine.attach_csv(table, path, dict.fromkeys(head, "VARCHAR"))


def _evidence(engine: Engine, place: Path, scratch: Path, mkeys: Iterable[str]) -> list[Evidence]:
    """The evidence of each mention in the newest part that holds it: older parts are of what it was before."""
    _asked(engine, scratch, "asked", ("mkey",), ((mkey,) for mkey in sorted(set(mkeys))))
    columns = ("mkey", "person_no", *(f"ev_{field}" for field in FIELDS), *_KEPT)
    said = ", ".join(columns)
    parts = sorted((place / "link_evidence").iterdir())
    for number, part in enumerate(parts):
        engine.attach(f"part_{number}", part)
    every = " union all ".join(
        f"select {int(part.name.split('-')[0])} as told, {said} from part_{number}"
        for number, part in enumerate(parts)
    )
    sql = (
        f"select {said} from (select e.* from ({every}) as e join asked as a on a.mkey = e.mkey) as s"
        " qualify told = max(told) over (partition by mkey) order by mkey, person_no"
    )
    return [dict(zip(columns, row, strict=True)) for row in engine.rows(sql)] if parts else []


class _Wanted(dict[tuple[str, str], int]):
    """Notes which values were asked for."""

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        self[key] = 0
        return default


def _common(engine: Engine, place: Path, scratch: Path, rows: list[Evidence]) -> dict[tuple[str, str], int]:
    """How common the values are that the rows agree in: hundredths of bits; what is seen once is left out."""
    wanted = _Wanted()
    for row in rows:
        _chance(wanted, row, 0, 0)
    _asked(engine, scratch, "wanted", ("kind", "key"), sorted(wanted))
    engine.attach("link_common", place / "link_common.parquet")
    sql = "select c.kind, c.key, c.bits from link_common as c join wanted as w on w.kind = c.kind and w.key = c.key"
    return {(str(kind), str(key)): int(bits) for kind, key, bits in engine.rows(sql)}


def _chance(
    common: Mapping[tuple[str, str], int], row: Evidence, once: int, once_name: int
) -> dict[str, int]:
    """By field, how likely chance alone makes a stranger agree in this very value."""
    chance = dict.fromkeys(FIELDS, 0)
    if row["ev_name"] == 1:
        chance["name"] = common.get(("name", str(row["fname"])), once_name)
    elif row["ev_name"] == 2:
        chance["name"] = common.get(("sound", str(row["syl"])), once)
    if row["ev_birth"] == 1:
        chance["birth"] = common.get(("birth", str(row["birth"])), once)
    region, level = str(row["region"] or ""), int(row["ev_region"] or 0)
    if level in _REGION_LENGTH:
        chance["region"] = common.get(("region", region[: _REGION_LENGTH[level]]), once)
    if row["ev_name"] in (1, 2) and level in (1, 2, 3):
        chance["name"] += common.get(("local", region[:6] + str(row["fname"])[:1]), 0)
    if row["ev_phone"] == 1:
        chance["phone"] = common.get(("phone", str(row["phone"])), once)
    elif row["ev_phone"] == 3:
        chance["phone"] = once
    if row["ev_id"] in _OF_ONE_PERSON:
        chance["id"] = once
    elif row["ev_id"] == 9 and level != 1 and region:
        chance["id"] = min(common.get(("region", region), once) - chance["region"], 0)
    return chance


def _candidate(
    common: Mapping[tuple[str, str], int],
    scale: Sequence[int],
    weights: Mapping[tuple[str, int], Sequence[int]],
    row: Evidence,
) -> Candidate:
    """One candidate with its reasons, as `link_scored` weighs it."""
    once, once_name, same_prior, *other_priors = scale
    levels = {field: int(row[f"ev_{field}"] or 0) for field in FIELDS}
    chance = _chance(common, row, once, once_name)
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
