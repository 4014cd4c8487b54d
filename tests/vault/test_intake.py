"""Taking in a register: one person once, changes with history, questions instead of silent merging, nothing in clear."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from qianxiao.base.idno import check_char
from qianxiao.base.vault import normal
from qianxiao.office.audit.keys import ring
from qianxiao.registers.people.intake import Arrival, take_in
from qianxiao.registers.people.models import Decision, Duplicate, Enrolment, Intake, Person, Sealed
from qianxiao.registers.people.queries import secret
from tests.scoped import all_rows, as_owner
from tests.web.sample import COUNTY, FAR, FULL_ID, PEOPLE, VILLAGE

pytestmark = pytest.mark.django_db


def number(serial: int) -> str:
    first = f"990002{1970 + serial // 1000}0101{serial % 1000:03d}"
    return first + check_char(first)


def one(no: str, name: str = "石小兰", serial: int = 1, **more: Any) -> Arrival:
    told = {"sex": "2", "birth": 19700101, "region": VILLAGE, "id_class": "valid", "id_no": number(serial)}
    return Arrival(number=no, name=name, **{**told, "phone": f"1590000{serial:04d}", "account": "", **more})


def load(period: int, *rows: Arrival, size: int = 2) -> Intake:
    def read() -> Iterator[list[Arrival]]:
        for at in range(0, len(rows), size):
            yield list(rows[at : at + size])

    return take_in("test", period, "digest", "tester", read)


def held(no: str) -> Person:
    return all_rows(Person).get(enrolments__register="test", enrolments__number=no)


def opened(person: Person) -> dict[str, str]:
    return {row.kind: secret(row, person).opened(ring()) for row in all_rows(Sealed).filter(person=person)}


def test_the_month_is_in_the_vault_person_by_person() -> None:
    assert all_rows(Person).count() == PEOPLE + FAR == all_rows(Enrolment).count()
    someone = all_rows(Person).get(enrolments__number="P00000")
    assert (someone.name, someone.pinyin, someone.initials) == ("杨秀梅", "yangxiumei", "yxm")
    assert (someone.id_mask, someone.phone_mask) == ("99*************017", "139****0000")
    assert opened(someone) == {"id_no": FULL_ID, "phone": "13900000000"}
    assert someone.region.startswith(COUNTY)


def test_the_same_again_changes_nothing() -> None:
    rows = (one("A", serial=1), one("B", "马玉芳", 2), one("C", "王建军", 3))
    first = load(202005, *rows)
    assert (first.rows, first.new, first.sealed) == (3, 3, 6)
    before = list(all_rows(Sealed).order_by("id").values_list("id", "sealed"))
    again = load(202006, *rows, size=3)
    assert (again.rows, again.new, again.changed, again.sealed) == (3, 0, 0, 0)
    assert [(n, bytes(s)) for n, s in all_rows(Sealed).order_by("id").values_list("id", "sealed")] == [
        (n, bytes(s)) for n, s in before
    ]
    assert all_rows(Enrolment).get(number="A", register="test").last_period == 202006


def test_a_change_keeps_what_stood_there_with_who_and_why() -> None:
    load(202005, one("A"), one("B", "马玉芳", 2))
    who = held("A")
    done = load(202006, one("A", "石晓兰", 9), one("B", "马玉芳", 2))
    assert (done.new, done.changed, done.sealed) == (0, 1, 2)
    assert held("A").id == who.id and opened(held("A")) == {"id_no": number(9), "phone": "15900000009"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, pgh_label, pgh_context FROM people_personevent WHERE id = %s", [who.id])
        ((name, label, context),) = cursor.fetchall()
    assert (name, label) == ("石小兰", "changed")
    assert '"reason": "intake test 202006"' in str(context) and '"user": "tester"' in str(context)


def test_a_number_that_no_longer_comes_is_no_longer_held() -> None:
    load(202005, one("A"))
    load(202006, one("A", phone=""))
    assert set(opened(held("A"))) == {"id_no"} and held("A").phone_mask == ""


def test_an_older_month_adds_people_and_changes_none() -> None:
    load(202006, one("A", "石晓兰"))
    load(202005, one("A", "石小兰", 5), one("B", "马玉芳", 2))
    assert held("A").name == "石晓兰" and opened(held("A"))["id_no"] == number(1)
    line = all_rows(Enrolment).get(number="A", register="test")
    assert (line.first_period, line.last_period) == (202005, 202006)
    assert opened(held("B"))["id_no"] == number(2)


def test_somebody_with_a_new_register_number_stays_one_person() -> None:
    load(202005, one("A"))
    who = held("A").id
    load(202006, one("Z"))
    assert held("Z").id == held("A").id == who


def test_two_records_with_one_number_stay_two_and_are_asked_about() -> None:
    load(202005, one("A"), one("B", "马玉芳"), one("C", "马玉兰", 3))
    assert len({held(no).id for no in "ABC"}) == 3
    asked = all_rows(Duplicate).get(why="number")
    assert {asked.one_id, asked.two_id} == {held("A").id, held("B").id} and asked.state == "open"
    holders = all_rows(Sealed).filter(kind="id_no", person__in=[held("A"), held("B")])
    assert sorted(holders.values_list("contested", flat=True)) == [False, True]
    all_rows(Duplicate).update(state="apart")
    load(202006, one("A"), one("B", "马玉芳"))
    assert all_rows(Duplicate).get(why="number").state == "apart", "decided once, not asked again"


def test_the_database_itself_knows_one_holder() -> None:
    load(202005, one("A"), one("B", "马玉芳"))
    with pytest.raises(IntegrityError, match="sealed_one_holder"), transaction.atomic():
        all_rows(Sealed).filter(kind="id_no").update(contested=False)


def test_two_people_may_exchange_their_numbers() -> None:
    load(202005, one("A", serial=1), one("B", "马玉芳", 2))
    load(202006, one("A", serial=2), one("B", "马玉芳", 1))
    assert (opened(held("A"))["id_no"], opened(held("B"))["id_no"]) == (number(2), number(1))
    assert not all_rows(Sealed).filter(contested=True, person__in=[held("A"), held("B")]).exists()


def test_a_faulty_number_is_kept_and_matches_nobody() -> None:
    bad = number(1)[:-1] + ("0" if number(1)[-1] != "0" else "1")
    load(202005, one("A", id_class="bad_check", id_no=bad), one("B", id_class="bad_check", id_no=bad))
    assert held("A").id != held("B").id
    assert opened(held("A"))["id_no"] == bad == opened(held("B"))["id_no"]
    assert {(d.why, d.state) for d in all_rows(Duplicate).filter(one__in=[held("A"), held("B")])} <= {
        ("names", "open")
    }
    load(202006, one("C", "石小兰", id_class="missing", id_no="", phone="", birth=None))
    assert opened(held("C")) == {}


def test_same_name_and_birth_date_is_a_question_only_without_two_good_numbers() -> None:
    load(202005, one("A"), one("B", serial=2), one("C", id_class="missing", id_no="", phone=""))
    pairs = {frozenset((d.one_id, d.two_id)) for d in all_rows(Duplicate).filter(why="names")}
    assert pairs == {frozenset((held("A").id, held("C").id)), frozenset((held("B").id, held("C").id))}


def test_history_and_decisions_cannot_be_changed() -> None:
    load(202005, one("A"))
    load(202006, one("A", "石晓兰"))
    Decision.objects.create(verb="apart", one=held("A").id, two=held("A").id, by="x", reason="x")
    tables = ("people_personevent", "people_sealedevent", "people_enrolmentevent", "people_decision")
    with as_owner() as cursor:
        for table in tables:
            for change in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
                if change.startswith("DELETE") and table in tables[1:3]:
                    continue  # row triggers speak where there are rows
                with (
                    pytest.raises(Exception, match=r"insert-only|Cannot update or delete"),
                    transaction.atomic(),
                ):
                    cursor.execute(change)


def test_control_without_the_trigger_a_change_leaves_no_trace() -> None:
    load(202005, one("A"))
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE people_person DISABLE TRIGGER USER")
    done = load(202006, one("A", "石晓兰"))
    assert done.changed == 0


def _forms(text: str) -> list[bytes]:
    plain = text.encode()
    shifted = [base64.b64encode(b"x" * pad + plain)[4 if pad else 0 : -4] for pad in range(3)]
    return [plain, plain.hex().encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), *shifted]


def _written(needles: list[bytes]) -> dict[bytes, str]:
    """Needle → file of the database that holds it: tables, indexes, WAL, temporary files."""
    told = connection.settings_dict
    with psycopg.connect(
        host=told["HOST"], port=told["PORT"] or None, user="postgres", dbname="postgres"
    ) as link:
        link.autocommit = True
        data = Path(str(link.execute("SHOW data_directory").fetchall()[0][0]))
        own = link.execute("SELECT oid FROM pg_database WHERE datname = %s", [told["NAME"]]).fetchall()[0][0]
        link.execute("CHECKPOINT")
    shared = [path for path in data.iterdir() if path.name != "base"]  # databases of other tests come and go
    files = [path for top in (*shared, data / "base" / str(own)) for path in (top, *top.rglob("*"))]
    files = [path for path in files if path.is_file() and path.stat().st_size]
    assert len(files) > 500, "the files of the database were not looked at"
    found: dict[bytes, str] = {}
    for path in files:
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # a log segment given a new name meanwhile
            continue
        found |= {needle: path.name for needle in needles if needle in content}
    return found


def test_no_number_stands_in_the_files_of_the_database() -> None:
    """P2: every canary in every form; the control is a plain column that has to be found."""
    load(202005, one("A", "石小兰", 77, account="6217990000001234567"))
    canaries = [FULL_ID, number(77), "15900000077", "13900000000", "6217990000001234567"]
    assert all(normal("account", text) for text in canaries)
    assert _written([form for text in canaries for form in _forms(text)]) == {}
    with as_owner() as cursor:
        cursor.execute("CREATE TABLE plain_control (id_no text)")
        cursor.execute("INSERT INTO plain_control VALUES (%s)", [number(78)])
    assert number(78).encode() in _written(_forms(number(78)))
