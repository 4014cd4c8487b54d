"""The access log in the database: only added to, chained from the first row, and what happens when it is full."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from qianxiao.office.audit import actions, chain, verify_trail
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.audit.queries import exported
from qianxiao.returns.close.models import ReturnFile
from tests.scoped import all_rows, as_owner
from tests.web.sample import COUNTY, SCHOOL

pytestmark = pytest.mark.django_db
PERSON = "/closes/2020-05/person/P00000"
TASKS = f"/closes/2020-05/gaps/{COUNTY}"
FULL = """
CREATE FUNCTION test_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER a_full BEFORE INSERT ON audit_accesslog FOR EACH ROW EXECUTE FUNCTION test_full();
"""
ROOM = "DROP TRIGGER a_full ON audit_accesslog; DROP FUNCTION test_full();"


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path) -> Any:
    """Heads and spool of this test alone."""
    before = settings.AUDIT_HEADS, settings.AUDIT_SPOOL
    settings.AUDIT_HEADS, settings.AUDIT_SPOOL = str(tmp_path / "heads.jsonl"), str(tmp_path / "spool.jsonl")
    yield
    settings.AUDIT_HEADS, settings.AUDIT_SPOOL = before


def sql(text: str) -> None:
    with as_owner() as cursor:
        cursor.execute(text)


def keys() -> dict[str, str]:
    return {"1": ring().plain("chain", 1).hex()}


def test_what_pages_write_is_a_chain_with_heads_outside(
    county: Client, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            assert county.get(PERSON).status_code == 200
            assert sign_in("auditor").get(TASKS).status_code == 200
    rows = list(exported())
    heads = [json.loads(line) for line in Path(settings.AUDIT_HEADS).read_text().splitlines()]
    assert len(rows) == len(heads) == 10 and len({row["stream"] for row in rows}) == 2
    assert verify_trail.check(rows, heads, keys()) == {}
    rows[4]["purpose"] = "nothing"
    assert verify_trail.check(rows, heads, keys()) != {}
    mine = AccessLog.objects.filter(username="county").first()
    assert mine and mine.whose[0] == "P00000" and mine.people == len(mine.whose) and "岷县" in mine.post


def test_rolled_back_leaves_no_row(county: Client) -> None:
    with transaction.atomic():
        county.get(PERSON)
        transaction.set_rollback(True)
    assert not AccessLog.objects.exists() and not Path(settings.AUDIT_HEADS).exists()
    county.get(PERSON)
    assert AccessLog.objects.get().seq == 1, "a hole would look like a row taken out"


def test_only_added_to_by_any_name(county: Client) -> None:
    county.get(PERSON)
    month = AccessLog.objects.get().month
    for table in ("audit_accesslog", f"audit_accesslog_{month}"):
        for change in (f"UPDATE {table} SET people = 0", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
                sql(change)
    sql("ALTER TABLE audit_accesslog DISABLE TRIGGER USER")  # control: without the rule a row can go …
    sql(f"ALTER TABLE audit_accesslog_{month} DISABLE TRIGGER USER")
    sql(f"DELETE FROM audit_accesslog_{month}")
    assert not AccessLog.objects.exists()
    county.get(PERSON)
    assert verify_trail.check(list(exported()), [], keys()) != {}, "… and the numbers of the rows tell"


def test_months_are_there_before_they_begin() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_accesslog'::regclass")
        (before,) = cursor.fetchone()
        assert before == 26
        actions.open_months(26)
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_accesslog'::regclass")
        assert cursor.fetchone() == (28,)


def test_a_full_store_lets_tasks_go_on_and_takes_them_up_later(
    county: Client, django_capture_on_commit_callbacks: Any
) -> None:
    sql(FULL)
    for _ in range(3):
        assert county.get(TASKS).status_code == 200
    assert not AccessLog.objects.exists()
    sql(ROOM)
    with django_capture_on_commit_callbacks(execute=True):
        assert county.get(PERSON).status_code == 200
    rows = list(exported())
    assert [row["subject"] for row in rows] == ["P00000"] + [COUNTY] * 3
    assert all(row["at"] < rows[0]["at"] < row["written"] for row in rows[1:]), "it shows: written later"
    heads = [json.loads(line) for line in Path(settings.AUDIT_HEADS).read_text().splitlines()]
    assert verify_trail.check(rows, heads, keys()) == {} and not Path(settings.AUDIT_SPOOL).exists()


def test_a_full_store_stops_downloads(sign_in: Any) -> None:
    school = sign_in("school")
    file = f"/closes/2020-05/files/{all_rows(ReturnFile).get(org_code=SCHOOL).row}"
    assert b"".join(school.get(file)) == b"feedback"
    sql(FULL)
    refused = school.get(file)
    assert refused.status_code == 503 and b"feedback" not in refused.content.partition(b"<main")[2]
    assert AccessLog.objects.filter(kind="export").count() == 1
    assert not Path(settings.AUDIT_SPOOL).exists(), "what was not handed out is not claimed to have been"
    sql(ROOM)
    assert school.get(file).status_code == 200


def test_no_room_for_heads_stops_downloads_but_not_tasks(sign_in: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(chain, "room", lambda: settings.AUDIT_MIN_FREE - 1)
    office = sign_in("county")
    file = all_rows(ReturnFile).get(path=f"lists/{COUNTY}.xlsx").row
    assert office.get(f"/closes/2020-05/files/{file}").status_code == 503
    assert office.get(TASKS).status_code == 200


def test_heads_on_a_full_device_stop_what_leaves_the_house(
    county: Client, django_capture_on_commit_callbacks: Any
) -> None:
    settings.AUDIT_HEADS = "/dev/full"
    with django_capture_on_commit_callbacks(execute=True):
        assert county.get(TASKS).status_code == 200
    with pytest.raises(actions.StoreAway), django_capture_on_commit_callbacks(execute=True):
        actions.export_trail(Path(settings.AUDIT_SPOOL).with_name("out.jsonl"), None, "tester")


def test_without_store_and_spool_nothing_is_shown(county: Client, monkeypatch: Any) -> None:
    sql(FULL)
    settings.AUDIT_SPOOL = "/dev/null/spool.jsonl"
    refused = county.get(PERSON)
    assert refused.status_code == 503 and "杨秀梅" not in refused.content.decode()


def test_the_spool_is_no_way_to_work_without_a_log_for_ever(county: Client) -> None:
    sql(FULL)
    assert county.get(TASKS).status_code == 200
    old = timezone.now() - timedelta(minutes=settings.AUDIT_SPOOL_MINUTES + 1)
    line = json.loads(Path(settings.AUDIT_SPOOL).read_text().splitlines()[0]) | {"at": old.isoformat()}
    Path(settings.AUDIT_SPOOL).write_text(json.dumps(line) + "\n")
    assert county.get(TASKS).status_code == 503


def test_control_fire_and_forget_shows_what_was_never_logged(county: Client, monkeypatch: Any) -> None:
    """The broken variant: a log that swallows its failure. The test above has to catch it."""

    def careless(told: Any) -> None:
        try:
            with transaction.atomic():
                actions._store(told, strict=False)
        except DatabaseError:
            pass

    monkeypatch.setattr(actions, "write", careless)
    with pytest.raises(AssertionError):
        test_without_store_and_spool_nothing_is_shown(county, monkeypatch)


def test_control_characters_make_no_line_of_their_own(county: Client) -> None:
    agent = 'x\r\n{"stream":"forged"}\x1b[31m\u202e' + "y" * 5000
    county.get(TASKS, {"note": agent})
    lines = [json.dumps(row, ensure_ascii=True) for row in exported()]
    assert len(lines) == 1 and lines[0].isascii() and "\n" not in lines[0] and "\x1b" not in lines[0]
    assert len(AccessLog.objects.get().path) <= 1000
