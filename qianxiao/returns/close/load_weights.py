"""What each field of a match weighs, from the memory the matching left beside the month (19-05-04)."""

from pathlib import Path

from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.link.explain import FIELDS, weigh

_ASKED = "SELECT concat(register, '|', rec_id) AS mkey FROM links UNION SELECT concat(register, '|', rec_id) FROM doubts"
# as PostgreSQL writes an array: what counts before anything is compared, then the fields in their order
_ARRAY = ", ".join(("prior", *(f"w_{field}" for field in FIELDS)))


def memory(home: Path, period: int) -> Path | None:
    """Where the memory of the matching that made a result lies: of a whole month, or of one province of a nation's."""
    for index in (home.parent / ".index", home.parent.parent / ".index" / home.name):
        place = index / "link" / str(period)
        if (place / "link_evidence").is_dir():
            return place
    return None


def attach_weights(engine: DuckEngine, place: Path | None, scratch: Path) -> None:
    """Make the view `weights` (mkey, person_no, against, weights) of the month's links and doubts.

    place: the matching's memory; None where the month was closed elsewhere: the view is empty. Needs views `links`, `doubts`.
    """
    engine.view("weights_asked", _ASKED)
    if place is None or not weigh(engine, place, scratch, "weights_asked"):
        engine.con.execute(
            "CREATE TABLE weights (mkey VARCHAR, person_no VARCHAR, against VARCHAR, weights VARCHAR)"
        )
        return
    engine.view(
        "weights",
        f"SELECT mkey, person_no, against, concat('{{', concat_ws(',', {_ARRAY}), '}}') AS weights FROM weighed",
    )


def auto_bits(home: Path) -> int | None:
    """Hundredths of a bit from which this very run linked by itself; None where it left no table of its limits."""
    path = home / "tables" / "link_limits.csv"
    if not path.is_file():
        return None
    head, row = (line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[:2])
    return int(dict(zip(head, row, strict=True))["auto_bits"])
