"""Loading a month: once, again, another one, never over a frozen one; and no full number in the database."""

from pathlib import Path

import pytest
from django.db import connection

from qianxiao.returns.close.actions import LINES, freeze_close, load_close
from qianxiao.returns.close.load import LoadProblem
from qianxiao.returns.close.models import Close, CloseEvent, FeedbackLine, FeedbackOrg, Person, ReturnFile
from tests.scoped import all_rows, as_owner
from tests.web.sample import COUNTY, FULL_ID, OTHER, SCHOOL, write_month

PERIOD = 202005
pytestmark = pytest.mark.django_db


def _stamps() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, row, person_no FROM close_person ORDER BY row")
        return cursor.fetchall()


def test_the_same_manifest_changes_nothing(out: Path) -> None:
    before, events = _stamps(), CloseEvent.objects.count()
    close = load_close(out, PERIOD, "again")
    assert close.loaded_by == "tester"
    assert _stamps() == before and CloseEvent.objects.count() == events


def test_another_result_replaces_the_open_month(tmp_path: Path) -> None:
    people = all_rows(Person).count()
    with as_owner():
        close = load_close(write_month(tmp_path, change="rerun"), PERIOD, "second")
    assert (close.loaded_by, all_rows(Person).count()) == ("second", people)
    assert list(CloseEvent.objects.order_by("id").values_list("verb", flat=True))[-1] == "replaced"


def test_two_months_lie_side_by_side(tmp_path: Path) -> None:
    with as_owner():
        load_close(write_month(tmp_path, 202006), 202006, "tester")
    assert set(all_rows(Person).values_list("period", flat=True)) == {202005, 202006}


def test_a_frozen_month_stays(tmp_path: Path) -> None:
    freeze_close(PERIOD, "province")
    before = _stamps()
    with pytest.raises(LoadProblem, match="frozen"):
        load_close(write_month(tmp_path, change="too late"), PERIOD, "second")
    assert _stamps() == before and Close.objects.get(period=PERIOD).state == "frozen"


def test_a_missing_table_or_month_loads_nothing(tmp_path: Path) -> None:
    before = _stamps()
    out = write_month(tmp_path, change="broken")
    (out / "2020-05" / "tables" / "doubts.parquet").unlink()
    with pytest.raises(LoadProblem, match="doubts"):
        load_close(out, PERIOD, "second")
    with pytest.raises(LoadProblem, match="2020-07"):
        load_close(out, 202007, "second")
    assert _stamps() == before


def test_no_full_number_enters_the_database() -> None:
    wanted = rf"99[0-9]{{4}}(19|20)[0-9]{{6}}[0-9]{{3}}[0-9Xx]|{FULL_ID}|139[0-9]{{8}}"
    with connection.cursor() as cursor:
        for model in LINES.values():
            table = model._meta.db_table
            cursor.execute(
                f"SELECT count(*) FROM {table} AS t WHERE replace(t::text, %s, '') ~ %s", [SCHOOL, wanted]
            )
            assert cursor.fetchone() == (0,), table
    assert all_rows(Person).get(person_no="P00000").id_mask == "99*************017"


def test_codes_sort_by_byte_and_indexes_serve_the_lists() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE table_name LIKE 'close_%%'"
            " AND column_name IN ('region', 'org_code', 'person_no') AND collation_name IS DISTINCT FROM 'C'"
        )
        assert cursor.fetchone() == (0,)
        # so few rows are as well sorted as walked: what counts is that the index can give the order
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM close_gapline WHERE period = 202005 AND kind = 'train' AND region >= '621126'"
            " AND region < '621126:' AND row > 5 ORDER BY region, row LIMIT 51"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "gap_list" in plan and "Sort" not in plan


def test_feedback_and_files_know_whose_they_are() -> None:
    org = FeedbackOrg.objects.get(org_code=SCHOOL)
    assert (org.name, org.region, org.lines) == (
        "岷州技工学校",
        COUNTY,
        all_rows(FeedbackLine).filter(org_code=SCHOOL).count(),
    )
    files = {file.path: (file.kind, file.region, file.org_code) for file in all_rows(ReturnFile).all()}
    assert files[f"lists/{OTHER}.xlsx"] == ("lists", OTHER, "")
    assert files[f"feedback/{SCHOOL}.xlsx"] == ("feedback", COUNTY, SCHOOL)
    assert files["faults/poor.xlsx"] == ("faults", "", "")
