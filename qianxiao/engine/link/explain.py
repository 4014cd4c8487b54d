"""Why a mention was linked, or not: the bits each field speaks for one person and against the likeliest other story."""

import csv
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qianxiao.engine.engines import Engine, open_engine
from qianxiao.engine.link.evidence import LEVELS, LOG_TYPES, WEIGHT_TYPES, scale_row, weight_rows
from qianxiao.engine.link.memory import read_parameters

FIELDS = ("id", "name", "birth", "sex", "region", "phone", "group")
STORIES = ("stranger", "kin", "namesake")
WEIGHED = (Path(__file__).parent / "sql_told" / "weighed.sql").read_text(encoding="utf-8")
_SCALE = ("once", "once_name", "same_prior", "kin_prior", "namesake_prior")
_READ = (
    "mkey",
    "person_no",
    *(f"ev_{field}" for field in FIELDS),
    "fname",
    "syl",
    "birth",
    "region",
    "phone",
)


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
    found: dict[str, list[Candidate]] = {}
    with tempfile.TemporaryDirectory() as scratch, open_engine("duckdb", Path(scratch)) as engine:
        _attached(
            engine, Path(scratch), "asked", {"mkey": "VARCHAR"}, [(mkey,) for mkey in sorted(set(mkeys))]
        )
        if not weigh(engine, place, Path(scratch), "asked"):
            return found
        for mkey, person_no, *told in engine.rows("select * from weighed order by mkey, person_no"):
            found.setdefault(str(mkey), []).append(_candidate(str(person_no), told))
    return {mkey: sorted(them, key=lambda one: (-one.bits, one.person_no)) for mkey, them in found.items()}


def weigh(engine: Engine, place: Path, scratch: Path, asked: str) -> bool:
    """Make the view `weighed`: candidates of the rows named in the table `asked` (mkey), as `sql_told/weighed.sql` says.

    Of each row only the newest part that holds it counts: older parts are of what it was before. False, and no view,
    when nothing was compared yet.
    """
    parts = sorted((place / "link_evidence").iterdir())
    if not parts:
        return False
    said = ", ".join(_READ)
    for number, part in enumerate(parts):
        engine.attach(f"told_part_{number}", part)
    every = " union all ".join(
        f"select {int(part.name.split('-')[0])} as told, {said} from told_part_{number}"
        for number, part in enumerate(parts)
    )
    some = f"select e.* from ({every}) as e where exists (select 1 from {asked} as a where a.mkey = e.mkey)"
    newest = f"{some} qualify told = max(told) over (partition by mkey)" if len(parts) > 1 else some
    engine.view("told_evidence", f"select {said} from ({newest}) as s")
    parameters = read_parameters(place)
    _attached(engine, scratch, "told_weights", WEIGHT_TYPES, weight_rows(parameters))
    _attached(
        engine, scratch, "told_scale", dict.fromkeys(_SCALE, LOG_TYPES["bits"]), [scale_row(parameters)]
    )
    engine.attach("told_common", place / "link_common.parquet")
    engine.view("weighed", WEIGHED)
    return True


def _attached(
    engine: Engine, scratch: Path, table: str, types: dict[str, str], rows: Iterable[Sequence[str | int]]
) -> None:
    """Name some rows as a table."""
    path = scratch / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([list(types), *rows])
    engine.attach_csv(table, path, types)


def _candidate(person_no: str, told: Sequence[object]) -> Candidate:
    """One candidate from a row of `weighed`: seven levels, the other story, the prior, seven weights."""
    size = len(FIELDS)
    levels = [int(str(level or 0)) for level in told[:size]]
    weights = [int(str(bits)) for bits in told[size + 2 :]]
    reasons = tuple(
        Reason(field, LEVELS[field][level], bits)
        for field, level, bits in zip(FIELDS, levels, weights, strict=True)
    )
    prior = int(str(told[size + 1]))
    return Candidate(person_no, prior + sum(weights), str(told[size]), prior, reasons)
