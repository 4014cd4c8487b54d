"""Why two registers agree, in bits per field (19-05-04): what a page says adds up to what the very run decided."""

import re
from pathlib import Path

import duckdb
import pytest
from django.test import Client

from qianxiao.programme.matching.evidence import alike, weighed
from qianxiao.returns.close.models import Close, EvidenceLink
from tests.households.conftest import JUNE, MAY
from tests.households.test_person import address
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db


def scored(out: Path, month: str) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """Row → its candidates with the bits the run itself gave them, best first."""
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    with duckdb.connect() as con:
        path = out / month / "tables" / "link_scored.parquet"
        rows = con.execute(f"SELECT mkey, person_no, bits FROM '{path}' ORDER BY bits DESC").fetchall()
    for mkey, person_no, bits in rows:
        register, _, rec_id = mkey.partition("|")
        found.setdefault((register, rec_id), []).append((person_no, bits))
    return found


def lines(period: int) -> list[EvidenceLink]:
    return list(all_rows(EvidenceLink).filter(period=period))


@pytest.mark.parametrize(("period", "month"), [(MAY, "2020-05"), (JUNE, "2020-06")])
def test_fields_add_up_to_the_stored_sum_and_to_the_run(months: Path, period: int, month: str) -> None:
    run, checked = scored(months, month), 0
    for line in lines(period):
        fields, sums = weighed(line)
        assert sums is not None, "every link of a close with its memory is weighed"
        assert sums.prior + sum(one.bits or 0 for one in fields) - sums.rival == line.bits
        assert all(one.bits == 0 for one in fields if not one.known), "what was not compared says nothing"
        for person, bits in run.get((line.register, line.rec_id), [])[:1]:
            assert (person, bits) == (line.person_no, sums.prior + sums.said)
            rivals = [other for _who, other in run[line.register, line.rec_id][1:]]
            assert sums.rival == max([0, *rivals])
            checked += 1
    assert checked or month != "2020-05", "the first month decides everybody"


def test_the_bar_is_that_of_the_run(months: Path) -> None:
    told = (months / "2020-06" / "tables" / "link_limits.csv").read_text(encoding="utf-8").splitlines()
    bar = int(dict(zip(told[0].split(","), told[1].split(","), strict=True))["auto_bits"])
    assert Close.objects.get(period=JUNE).auto_bits == bar
    assert all((line.bits or 0) >= bar for line in lines(JUNE))


@pytest.mark.parametrize(
    ("tongue", "words"), [("zh-CN", "自动匹配，无需人工"), ("en", "matched without asking from")]
)
def test_the_page_shows_the_bits_of_each_field_and_their_sum(sign_in, tongue: str, words: str) -> None:  # type: ignore[no-untyped-def]
    client: Client = sign_in("county")
    text = client.get(address("P13"), headers={"accept-language": tongue}).content.decode()
    shown = text[text.index('id="match"') :]
    shown = shown[: shown.index("</section>")]
    line = next(one for one in lines(JUNE) if one.register == "students")
    fields, sums = weighed(line)
    assert sums is not None and words in shown
    chips = [float(told) for told in re.findall(r'<span class="num">([+-][\d.]+)</span></li>', shown)]
    assert chips == [(one.bits or 0) / 100 for one in fields if one.known]
    assert round(sums.prior / 100 + sum(chips) - sums.rival / 100, 2) == (line.bits or 0) / 100
    assert f'<b class="num">{(line.bits or 0) / 100:+.2f}</b>' in shown


def test_red_a_field_of_another_weight_does_not_add_up(months: Path) -> None:
    line = lines(MAY)[0]
    assert line.weights is not None
    line.weights[2] += 1
    _fields, sums = weighed(line)
    run = dict(scored(months, "2020-05")[line.register, line.rec_id])
    assert sums is not None and sums.prior + sums.said != run[line.person_no]
    assert sums.rival != 0, "the page would show a rival that is not there"


def test_rows_of_the_same_evidence_are_one_explanation() -> None:
    line, twin, other = lines(MAY)[0], lines(MAY)[0], lines(MAY)[0]
    twin.rec_id, other.rec_id, other.bits = "Y2", "Y3", (other.bits or 0) + 1
    first, second = alike([line, twin, other])
    assert (first.more, second.line.rec_id, second.more) == (["Y2"], "Y3", [])
