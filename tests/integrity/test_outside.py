"""What another department tells comes in by a file: good lines are kept, faulty ones given back, twice changes nothing; a rule reads it."""

from pathlib import Path

import pytest

from tests.integrity.planted import DAY
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db


def told(path: Path, lines: list[str]) -> Path:
    path.write_text("kind,name,id_no,starts,ends,org_code\n" + "\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def taken(path: Path) -> tuple[int, list[tuple[int, str]]]:
    from qianxiao.money.integrity.actions_outside import take_outside

    with as_owner():
        return take_outside(path, 20200630, "tester")


def test_a_death_register_comes_in_and_the_next_look_asks(folder: Path, tmp_path: Path) -> None:
    import duckdb

    from qianxiao.money.integrity.actions import look
    from qianxiao.money.integrity.models import Finding, Outside
    from qianxiao.office.accounts.scope import whole_scope

    # an ordinary trainee with attendance, as the world's files have the person
    name, number = duckdb.execute(
        "SELECT p.name, p.id_no FROM read_parquet(?) p JOIN read_parquet(?) t ON t.person = p.number JOIN read_parquet(?) m ON m.trainee_no = t.trainee_no"
        " WHERE m.state = 'present' AND m.day > 20200505 GROUP BY ALL ORDER BY p.id_no LIMIT 1",
        [str(folder / f"{one}.parquet") for one in ("people", "trainees", "marks")],
    ).fetchall()[0]
    lines = [f"death,{name},{number},20200501,,", f"death,别人,{number},20200501,,", "death,某某,110101199001011239,20200501,,", f"ghost,{name},{number},20200501,,",
             f"prison,{name},{number},20200501,20200401,", f"death,{name},123,20200501,,"]  # fmt: skip
    file = told(tmp_path / "deaths.csv", lines)
    before = all_rows(Finding).filter(pattern=8, variant="present").count()
    new, faulty = taken(file)
    assert new == 1 and [line for line, _why in faulty] == [3, 4, 5, 6, 7]
    assert taken(file)[0] == 0
    one = all_rows(Outside).get(starts=20200501, kind="death")
    assert (one.ends, one.source_day) == (99991231, 20200630)
    look(whole_scope(), DAY, 8)
    assert all_rows(Finding).filter(pattern=8, variant="present").count() > before


def test_another_heading_is_refused(tmp_path: Path) -> None:
    from django.core.exceptions import ValidationError

    path = tmp_path / "x.csv"
    path.write_text("name,number\n", encoding="utf-8")
    with pytest.raises(ValidationError):
        taken(path)
