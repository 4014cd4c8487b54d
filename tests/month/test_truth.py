"""A closed county against its truth: who the rows are, what was planted in them, where every delivered row went."""

import csv
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from qianxiao.demo.settings import load
from qianxiao.engine.files.tables import Tables

MONTH = "2020-06"
WRONG_PER_THOUSAND, RECALL = 1, 0.98
LINKED = ("certificates", "employment", "insurance", "intentions", "payments", "students", "trainees")
FILES = load("files")["registers"]
# A world of 6,000 people holds these; 5, 7 and 8 need more students and more deaths, but are looked for all the same.
PLANTED = {2, 3, 4, 9, 12, 13, 15, 25, 28, 30, 31}


@pytest.fixture(scope="module")
def tables(world: Path, closed: Path) -> Tables:
    """The closed month, with the truth as views true_links, true_people, planted and cites (planted × its records)."""
    found = Tables(closed / MONTH / "tables")
    truth = world / "truth"
    for view, name in (("true_links", "links"), ("true_people", "people"), ("planted", "irregularities")):
        found.con.execute(f"create view {view} as select * from '{truth}/{name}.parquet'")
    found.con.execute(
        "create view cites as select pattern, rec_id as case_id, split_part(ref, '|', 1) as register,"
        " split_part(ref, '|', 2) as rec_id"
        " from (select pattern, rec_id, unnest(string_split(evidence, ';')) as ref from planted)"
    )
    clean = " union all ".join(f"select '{name}' as register, rec_id from clean_{name}" for name in FILES)
    found.con.execute(f"create view kept as {clean}")
    return found


def links(tables: Tables) -> dict[str, tuple[int, int, int]]:
    """Register → rows of registered people, automatic links, wrong ones among them."""
    counted = tables.rows(
        """select m.register, count(*) filter (where t.person_no is not null), count(l.person_no),
             count(*) filter (where l.person_no is not null and l.person_no is distinct from t.person_no
               and l.person_no is distinct from t.also_person_no)
           from mentions m join true_links t using (register, rec_id)
           left join (select * from links where link_class <> 'decided') l using (register, rec_id)
           group by m.register"""
    )
    return {register: (people, made, wrong) for register, people, made, wrong in counted}


def test_at_most_one_automatic_link_in_a_thousand_is_wrong(tables: Tables) -> None:
    found = links(tables)
    assert set(found) == set(LINKED)
    made, wrong = sum(row[1] for row in found.values()), sum(row[2] for row in found.values())
    assert made > 5000
    assert wrong * 1000 <= made * WRONG_PER_THOUSAND, found


def test_nearly_every_registered_person_is_recognised(tables: Tables) -> None:
    found = links(tables)
    people = sum(row[0] for row in found.values())
    right = sum(made - wrong for _, made, wrong in found.values())
    assert right >= RECALL * people, found


def open_cases(tables: Tables) -> list[tuple[object, ...]]:
    """Planted cases nothing was found of, and how many of their records were kept back or taken for another person."""
    return tables.rows(
        """select p.pattern, p.rec_id,
             count(*) filter (where k.rec_id is null) as held,
             count(*) filter (where t.rec_id is not null and l.person_no is distinct from t.person_no
               and (l.person_no is null or l.person_no is distinct from t.also_person_no)) as astray
           from planted p join cites c on c.pattern = p.pattern and c.case_id = p.rec_id
           left join kept k on k.register = c.register and k.rec_id = c.rec_id
           left join true_links t on t.register = c.register and t.rec_id = c.rec_id
           left join links l on l.register = c.register and l.rec_id = c.rec_id
           where not exists (select 1 from irregularities i where i.pattern = p.pattern
             and (i.person_key = p.person_no or i.rec_id = p.rec_id or i.other_rec_id = p.rec_id))
           group by p.pattern, p.rec_id order by 1, 2"""
    )


def test_every_planted_case_is_found(tables: Tables) -> None:
    planted = tables.rows("select pattern, count(*) from planted group by pattern")
    assert {pattern for pattern, _ in planted} >= PLANTED
    missed = open_cases(tables)
    # Not to be found: a record of the case was kept back as a fault, or is not linked to its person (a doubt, not
    # a finding).
    unexplained = [case for case in missed if not (case[2] or case[3])]
    print("not found, with records kept back and astray:", missed)
    assert unexplained == []
    total = sum(count for _, count in planted)
    assert len(missed) * 20 <= total, missed


def test_a_finding_compares_the_records_of_the_planted_case(tables: Tables) -> None:
    compared = tables.rows(
        """select p.pattern, p.rec_id, i.other_rec_id, i.other_rec_id in (
             select c.rec_id from cites c where c.pattern = p.pattern and c.case_id = p.rec_id) as own
           from planted p
           join irregularities i on i.pattern = p.pattern and i.register = p.register and i.rec_id = p.rec_id
           where p.pattern in (2, 3, 15, 25, 28) and p.register = 'payments'"""
    )
    assert {row[0] for row in compared} == {2, 3, 15, 25, 28}
    assert [row for row in compared if not row[3]] == []


def lines(path: Path, title: str | None) -> int:
    """Data rows of a delivered file, counted without the code under test."""
    if path.suffix == ".parquet":
        with duckdb.connect() as con:
            return int(con.execute(f"select count(*) from '{path}'").fetchall()[0][0])
    if path.suffix == ".xlsx":
        return len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()) - (
            2 if title else 1
        )
    text = path.read_bytes()
    for encoding in ("utf-8-sig", "gbk"):
        try:
            return sum(1 for row in csv.reader(text.decode(encoding).splitlines()) if row) - 1
        except UnicodeDecodeError:
            continue
    raise ValueError(path.name)


@pytest.mark.parametrize("month", ["2020-05", "2020-06"])
def test_every_delivered_row_is_clean_kept_back_or_a_repeat(world: Path, closed: Path, month: str) -> None:
    found = Tables(closed / month / "tables")
    sums: dict[str, tuple[int, int, int, int]] = {}
    for register, part in FILES.items():
        files = sorted((world / "registers" / month).glob(f"{part['stem']}.*"))
        delivered = sum(lines(path, part["title"]) for path in files)
        clean, held, repeats = found.rows(
            f"""with bad as (
                  select src, sheet, src_row, bool_or(level = 'error') as held,
                    bool_or(fault = 'duplicate_same' or level = 'corrected') as again
                  from faults where register = '{register}' group by all)
                select (select count(*) from clean_{register}), count(*) filter (where held),
                  count(*) filter (where again and not held) from bad"""
        )[0]
        sums[register] = (delivered, clean, held, repeats)
    assert sum(row[2] for row in sums.values()) > 0
    assert {name: row for name, row in sums.items() if row[0] != sum(row[1:])} == {}
    assert all(row[1] > 0 for name, row in sums.items() if name != "decisions"), sums
