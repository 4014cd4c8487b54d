"""What two people set right reaches the next close, a closed month stays as it was, and the page says what was used (B10)."""

import csv
import hashlib
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client

from qianxiao.cli import main
from qianxiao.engine.layers import relation
from qianxiao.registers.people.models import Correction
from qianxiao.returns.close.models import DutyState
from qianxiao.returns.close.models import Person as MonthPerson
from tests.households import registers as told
from tests.households.conftest import JUNE, close
from tests.households.test_corrections import answer, ask, who
from tests.households.test_snapshots import lines, load
from tests.link.cast import number
from tests.scoped import all_rows

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
JULY = 202007
NAME, BIRTH = "杨秀美", 20021212
FILE = "人员信息更正.csv"


@pytest.fixture
def corrected(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    """A name and a birth date two people set right, a name one person only asked for, a telephone of one hand."""
    ask(county, "name", NAME)
    answer(sign_in("reviewer"), "apply")
    ask(county, "birth", "2002-12-12", "P14")
    answer(sign_in("reviewer"), "apply")
    ask(county, "phone", "18800001234")
    ask(county, "name", "马玉方", "P21")


def written(file: Path, month: str) -> list[list[str]]:
    assert main(["corrections", "--period", month, "--out", str(file)]) == 0
    assert file.stat().st_mode & 0o077 == 0
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def rows_of(out: Path, month: str, table: str, what: str) -> list[Any]:
    with duckdb.connect() as con:
        path = out / month / "tables" / f"{table}.parquet"
        return con.execute(f"SELECT {what} FROM ({relation(path)}) AS t ORDER BY ALL").fetchall()


def person(out: Path, month: str, number: str) -> tuple[str, int]:
    found = [row for row in rows_of(out, month, "persons", "person_no, name, birth") if row[0] == number]
    return found[0][1], found[0][2]


def prints(folder: Path) -> dict[str, str]:
    """Every file of a closed month by its content."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def july(root: Path, out: Path, name: str = "july", **changed: dict[str, str]) -> Path:
    """The registers of July: those of June again, some people otherwise."""
    rows = told.june()
    for who_, said in changed.items():
        rows[who_] |= said
    return told.write(root / name, rows)


@pytest.mark.usefixtures("corrected")
def test_only_what_two_people_set_right_is_written_for_a_later_month(tmp_path: Path) -> None:
    rows = written(tmp_path / FILE, "2020-07")
    assert [row[1:7] for row in rows] == [
        ["P13", "姓名", "杨秀梅", NAME, "county", "reviewer"],
        ["P14", "出生日期", "20041212", str(BIRTH), "county", "reviewer"],
    ]
    assert written(tmp_path / "again.csv", "2020-06") == [], (
        "made on the data of June: June is closed without them"
    )


@pytest.mark.usefixtures("corrected")
def test_the_next_close_recomputes_and_the_closed_one_stays(
    months: Path, tmp_path: Path, county: Client
) -> None:
    out, plain = tmp_path / "out", tmp_path / "plain"
    for copy in (out, plain):
        shutil.copytree(months, copy)
    before, june = prints(out / "2020-06"), list(all_rows(MonthPerson).filter(period=JUNE).values())
    source = july(tmp_path, out)
    close("2020-07", source, plain)  # the control: the same month without the corrections
    written(source / FILE, "2020-07")
    close("2020-07", source, out)
    assert (person(plain, "2020-07", "P13")[0], person(out, "2020-07", "P13")[0]) == ("杨秀梅", NAME)
    assert person(out, "2020-07", "P14")[1] == BIRTH
    state = "person_no, duty, state, step"
    assert rows_of(plain, "2020-07", "states", state) != rows_of(out, "2020-07", "states", state)
    link = "rec_id, person_no, link_class, ev_name"
    assert rows_of(plain, "2020-07", "links", link) == [("X1", "P13", "exact", 1)]
    assert rows_of(out, "2020-07", "links", link) == [], "the row still bears the old name: now a question"
    assert rows_of(out, "2020-07", "doubts", "rec_id, person_no, ev_name > 1") == [("X1", "P13", True)]
    load(out, JULY)
    assert prints(out / "2020-06") == before
    assert list(all_rows(MonthPerson).filter(period=JUNE).values()) == june
    assert {one.state for one in all_rows(Correction).exclude(checked_by="")} == {"applied"}, (
        "our own word back from the close is no agreement of the register"
    )
    assert (who().name, lines(JULY, "member")) == (NAME, set()), "nor a change of it"
    _shown(county)


def _shown(county: Client) -> None:
    """The page of the person names the correction the close used; nobody else's page does."""
    used = all_rows(MonthPerson).filter(period=JULY).exclude(corrected="")
    assert {(one.person_no, one.name) for one in used} == {("P13", NAME), ("P14", "杨小军")}
    text = county.get(f"/people/{who().id}").content.decode()
    month = text[text.index('id="month"') :]
    month = month[: month.index("</section>")]
    assert "2020-07 结账采用了更正" in month and "杨秀梅 → <b>杨秀美</b>" in month and "户口簿原件" in month
    assert "采用了更正" not in county.get(f"/people/{who('P12').id}").content.decode()
    assert all_rows(DutyState).filter(period=JULY, person_no="P14").exists()


@pytest.mark.usefixtures("corrected")
def test_a_month_on_the_month_before_gives_what_a_whole_one_gives(months: Path, tmp_path: Path) -> None:
    """Carried on without a new file, lifted by new words of the register; decided anew or on the month before alike."""
    out, whole = tmp_path / "out", tmp_path / "whole"
    shutil.copytree(months, out)
    source = july(tmp_path, out)
    written(source / FILE, "2020-07")
    close("2020-07", source, out)
    august = july(tmp_path, out, "august", P14={"证件号码": number(20041213, 14)})
    shutil.copytree(out, whole)
    close("2020-08", august, out)
    close("2020-08", august, whole, "--whole")
    assert person(out, "2020-08", "P13")[0] == NAME, (
        "nobody delivered it again, and the register says what it said"
    )
    assert person(out, "2020-08", "P14")[1] == 20041213, "the register says something new, and counts"
    for table in ("corrected", "persons", "links", "states", "person_state"):
        assert rows_of(out, "2020-08", table, "*") == rows_of(whole, "2020-08", table, "*"), table
    assert [row[:2] for row in rows_of(out, "2020-08", "corrected", "person_no, field")] == [("P13", "姓名")]


def test_red_a_correction_of_other_words_than_the_register_s_is_not_used(
    months: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(months, out)
    source = july(tmp_path, out)
    head = "更正编号,人编号,更正项,原登记内容,更正后内容,更正人,复核人,复核日期,理由"
    lines_ = ["1,P13,姓名,杨秀枚,杨秀美,a,b,2020-07-01,x", "2,P14,性别,1,2,a,b,2020-07-01,x"]
    (source / FILE).write_text("\n".join([head, *lines_]) + "\n", encoding="utf-8")
    close("2020-07", source, out)
    assert person(out, "2020-07", "P13")[0] == "杨秀梅"
    assert rows_of(out, "2020-07", "corrected", "person_no, field, value") == [("P14", "性别", "2")]
