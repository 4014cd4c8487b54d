"""F1, F2: each pattern of the security design finds all that was planted and nothing that looks alike; broken, it does not."""

from pathlib import Path
from typing import Any

import pytest

from tests.integrity.controls import CONTROLS
from tests.integrity.planted import DAY, found, run, truth
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
PATTERNS = tuple(range(1, 39))


def test_every_pattern_has_cases_and_a_control(folder: Path) -> None:
    from qianxiao.money.integrity import rules

    assert set(PATTERNS) == set(rules.patterns()) == {pattern for pattern, *_rest in CONTROLS}
    for pattern in PATTERNS:
        assert (
            len(truth(folder, pattern, "planted")) >= 3 and len(truth(folder, pattern, "lookalike")) >= 3
        ), pattern


@pytest.mark.parametrize("pattern", PATTERNS)
def test_all_that_was_planted_is_found_and_nothing_that_looks_alike(pattern: int, folder: Path) -> None:
    planted, alike, there = (
        truth(folder, pattern, "planted"),
        truth(folder, pattern, "lookalike"),
        found(pattern),
    )
    hits = there & set(planted)
    print(
        f"pattern {pattern}: recall {len(hits)}/{len(planted)}, precision {len(hits)}/{len(there)}, look-alikes flagged {len(there & set(alike))}"
    )
    assert {planted[one] for one in set(planted) - there} == set()
    assert {alike[one] for one in set(alike) & there} == set()
    assert there == set(planted)


@pytest.mark.parametrize(("pattern", "old", "new", "other"), CONTROLS)
def test_a_broken_rule_is_seen(pattern: int, old: str, new: str, other: dict[str, int], folder: Path) -> None:
    planted, alike = set(truth(folder, pattern, "planted")), set(truth(folder, pattern, "lookalike"))
    assert run(pattern) == planted
    there = run(pattern, old, new, **other)
    assert planted - there or alike & there


def test_looked_again_nothing_is_added() -> None:
    from qianxiao.money.integrity.actions import look
    from qianxiao.money.integrity.models import Finding
    from qianxiao.office.accounts.scope import whole_scope

    before = all_rows(Finding).count()
    assert set(look(whole_scope(), DAY).values()) == {0}
    assert set(look(whole_scope(), DAY + 1).values()) == {0}
    assert all_rows(Finding).count() == before > 0


def test_a_scope_finds_in_its_own_regions_only() -> None:
    """What a county looks through is its own: nobody else's classes."""
    from qianxiao.money.integrity.actions import look
    from qianxiao.office.accounts.scope import NOTHING

    assert set(look(NOTHING, DAY).values()) == {0}


def test_what_a_roll_call_marked_is_asked_until_it_is_settled() -> None:
    """Pattern 1: the double presence that the roll call held is read, not looked for anew."""
    from qianxiao.money.integrity.actions import look
    from qianxiao.money.integrity.models import Finding
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.services.training.models import Attendance

    one = all_rows(Attendance).filter(state="present").first()
    rows = all_rows(Attendance).filter(day=one.day, session=one.session, trainee=one.trainee)
    rows.update(state="held", other="X1")
    assert look(whole_scope(), DAY, 1) == {1: 1}
    told: Any = all_rows(Finding).filter(pattern=1, variant="marked").get()
    assert told.subject.endswith("|X1") and told.people == [one.person] and told.region == one.region


def test_the_same_seed_gives_the_same_bytes_and_loading_twice_nothing(folder: Path, tmp_path: Path) -> None:
    from qianxiao.demo.services import generate
    from qianxiao.demo.services_load import load
    from tests.integrity.planted import PEOPLE, SEED

    counts = generate(PEOPLE, SEED, tmp_path / "again", "62", money=True)
    for name in counts:
        path = f"{'truth_services' if name == 'truth' else name}.parquet"
        assert (tmp_path / "again" / path).read_bytes() == (folder / path).read_bytes(), path
    other = generate(PEOPLE, SEED + 1, tmp_path / "other", "62", money=True)
    assert (tmp_path / "other" / "marks.parquet").read_bytes() != (
        folder / "marks.parquet"
    ).read_bytes() and other.keys() == counts.keys()
    from tests.scoped import as_owner

    with as_owner():
        assert load(folder, "tester")[0] == {}


def test_everything_of_the_files_is_in_the_database(folder: Path) -> None:
    """A row that a constraint swallowed would be a case that nobody finds: only what is planted as refused stays out."""
    import duckdb

    from qianxiao.money.claims.models import ClaimLine
    from qianxiao.money.integrity.models import CallBack, Outside
    from qianxiao.services.evaluation.models import Candidate, Certificate, Exam
    from qianxiao.services.studies.models import Student, TermEntry
    from qianxiao.services.training import models as m

    out = [*truth(folder, 27, "refused"), *truth(folder, 23, "refused")]
    more = {"classes": "mclasses", "trainees": "mtrainees"}  # of the cases of claims
    own = {"sessions": "class_no", "rolls": "class_no", "marks": "class_no", "certificates": "cert_no"}
    for model, name in ((m.TrainingClass, "classes"), (m.Session, "sessions"), (m.Trainee, "trainees"), (m.Entry, "rolls"),
                        (m.Attendance, "marks"), (Exam, "exams"), (Candidate, "candidates"), (Certificate, "certificates"),
                        (Student, "students"), (TermEntry, "terms"), (ClaimLine, "mlines"), (Outside, "outside"), (CallBack, "mcalls")):  # fmt: skip
        asked = (
            f"SELECT count(*) FROM read_parquet(?) WHERE {own[name]} <> ALL (?)"
            if name in own
            else "SELECT count(*) FROM read_parquet(?)"
        )
        values: list[Any] = (
            [str(folder / f"{name}.parquet"), out] if name in own else [str(folder / f"{name}.parquet")]
        )
        rows = duckdb.execute(asked, values).fetchall()[0][0]
        if name in more:
            rows += duckdb.execute("SELECT count(*) FROM read_parquet(?)", [str(folder / f"{more[name]}.parquet")]).fetchall()[0][0]  # fmt: skip
        assert all_rows(model).count() == rows, name


def test_what_the_database_never_holds_is_refused_with_the_other_number(folder: Path) -> None:
    """Patterns 23 and 27: a second class in a room, a paper before its exam: said with the reason, found at entry."""
    from qianxiao.demo.services_load import load
    from qianxiao.services.evaluation.models import Certificate
    from qianxiao.services.training.models import Session
    from tests.scoped import as_owner

    rooms, papers = truth(folder, 27, "refused"), truth(folder, 23, "refused")
    assert len(rooms) >= 3 and len(papers) >= 3
    with as_owner():
        told = {one.number: one for one in load(folder, "tester")[1]}
    assert set(told) == {*rooms, *papers}
    assert not all_rows(Session).filter(training_class__class_no__in=rooms).exists()
    assert not all_rows(Certificate).filter(cert_no__in=papers).exists()
    for number in rooms:
        assert told[number].reason == "room_twice" and int(told[number].other[-6:]) == int(number[-6:]) - 1
    for number in papers:
        assert told[number].reason == "before_exam" and told[number].other.startswith("KS")


def test_the_scoreboard_of_a_small_world_is_green_and_red_without_a_rule(folder: Path) -> None:
    """F1 and F2 in short: the same figures as the command prints for a province."""
    from qianxiao.money.integrity.models import Finding
    from tests.integrity.scoreboard import board, said
    from tests.scoped import as_owner

    found = board(folder, {})
    print(said(found))
    assert found.good and found.honest >= 30
    with as_owner() as cursor:
        for table in ("step", "_target", "_stop", ""):
            name = f"integrity_finding{table}" if table in ("step", "") else f"integrity{table}"
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            column = "id" if not table else "finding_id"
            cursor.execute(
                f"DELETE FROM {name} WHERE {column} IN (SELECT id FROM integrity_finding WHERE pattern = 30)"
            )
    assert not all_rows(Finding).filter(pattern=30).exists()
    assert not board(folder, {}).good
