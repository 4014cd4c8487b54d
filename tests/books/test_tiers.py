"""County, prefecture, province, ministry: who explains, who signs, who gives back to whom, and what freezes (20-11-02, 19-16-01)."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from qianxiao.returns.close.actions import load_close
from qianxiao.returns.close.load import LoadProblem
from qianxiao.returns.close.models import BookStep, Close, CoverageCell, Difference, Side, Signature
from tests.books.signers import MONTH, WHY, SignIn, all_sign, county_signs, explain, sign
from tests.books.world import COUNTIES, NEXT, PERIOD, write_next
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
ONE, TWO, FAR, _LAST = COUNTIES


def _texts(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_sheet_is_the_engine_s_reconciliation_and_every_difference_is_there(
    sign_in: SignIn, closed: Path
) -> None:
    import duckdb

    table = f"'{closed}/2020-05/tables/{{}}.parquet'"
    with duckdb.connect() as con:
        sides = con.execute(
            f"SELECT count(*), sum(reported), sum(recorded), sum(paid_amount) FROM {table.format('reconciliation')}"
        ).fetchall()[0]
        classes = dict(
            con.execute(
                f"SELECT class, count(*) FROM {table.format('differences')} WHERE county = '{ONE}' GROUP BY 1"
            ).fetchall()
        )
    rows = all_rows(Side).filter(period=PERIOD)
    assert (
        rows.count(),
        sum(r.reported for r in rows),
        sum(r.recorded for r in rows),
        sum(r.paid_amount for r in rows),
    ) == tuple(map(int, sides))
    page = _texts(sign_in(f"c{ONE}").get(f"{MONTH}/{ONE}"))
    assert classes and sum(classes.values()) == all_rows(Difference).filter(region=ONE).count()
    for kind in classes:
        assert f"/{ONE}/differences?kind={kind}" in page


def test_a_county_signs_when_everything_is_explained_and_not_by_who_explained(sign_in: SignIn) -> None:
    assert sign(sign_in, f"r{ONE}", ONE) == 422
    one = all_rows(Difference).filter(region=ONE, state="open").first()
    said = {"verb": "resolved", "cause": "other", "reason": WHY}
    assert (
        sign_in(f"c{ONE}").post(f"{MONTH}/difference/{one.row}/assign", {"username": f"r{ONE}"}).status_code
        == 302
    )
    assert (
        sign_in(f"c{ONE}").post(f"{MONTH}/difference/{one.row}/say", {**said, "reason": ""}).status_code
        == 422
    )
    assert sign_in(f"c{ONE}").post(f"{MONTH}/difference/{one.row}/say", said).status_code == 302
    assert sign_in(f"c{TWO}").get(f"{MONTH}/difference/{one.row}").status_code == 404
    told = all_rows(Difference).get(period=PERIOD, row=one.row)
    assert (told.state, told.assigned, told.words, told.by) == ("resolved", f"r{ONE}", WHY, f"c{ONE}")
    explain(sign_in, ONE)
    assert sign(sign_in, f"c{ONE}", ONE) == 404  # who explains has no right to sign
    assert sign(sign_in, f"r{ONE}", TWO) == 404
    assert sign(sign_in, f"r{ONE}", ONE) == 302
    assert sign_in(f"c{ONE}").post(f"{MONTH}/difference/{one.row}/say", said).status_code == 422, "signed"
    assert all_rows(BookStep).filter(region=ONE, verb="resolved").get().by == f"c{ONE}"


def test_a_cause_fits_its_class(sign_in: SignIn) -> None:
    one = all_rows(Difference).filter(kind="platform_missing").first()
    bad = {"verb": "explained", "cause": "figure_wrong", "reason": WHY}
    assert sign_in(f"c{one.region}").post(f"{MONTH}/difference/{one.row}/say", bad).status_code == 422


def test_a_tier_waits_for_all_below_and_gives_back_one_tier_down_with_a_reason(sign_in: SignIn) -> None:
    county_signs(sign_in, ONE)
    assert sign(sign_in, "p621100", "621100") == 422, "the other county has not signed"
    county_signs(sign_in, TWO)
    assert sign(sign_in, "province", "620000") == 422
    assert sign(sign_in, "p621100", "621100") == 302
    why = {"reason": "数字与台账不符，请核对"}
    assert sign_in("province").post(f"{MONTH}/{ONE}/return", why).status_code == 404, "never skips a tier"
    assert sign_in("p621100").post(f"{MONTH}/{ONE}/return", why).status_code == 422, (
        "its own signature stands above"
    )
    assert sign_in("province").post(f"{MONTH}/621100/return", {"reason": ""}).status_code == 422
    assert sign_in("province").post(f"{MONTH}/621100/return", why).status_code == 302
    assert sign_in("p621100").post(f"{MONTH}/{ONE}/return", why).status_code == 302
    assert "数字与台账不符" in _texts(sign_in(f"c{ONE}").get(f"{MONTH}/{ONE}"))
    assert sign(sign_in, "p621100", "621100") == 422
    one = all_rows(Difference).filter(region=ONE).first()
    said = {"verb": "explained", "cause": "other", "reason": "按台账更正"}
    assert sign_in(f"c{ONE}").post(f"{MONTH}/difference/{one.row}/say", said).status_code == 302
    assert sign(sign_in, f"r{ONE}", ONE) == 302 and sign(sign_in, "p621100", "621100") == 302
    signed = list(all_rows(Signature).filter(region=ONE).order_by("id"))
    assert [row.verb for row in signed] == ["signed", "returned", "signed"]
    assert (
        signed[0].body["differences"] != signed[2].body["differences"]
        and signed[2].body["before"] == signed[1].hash
    )


def test_signatures_hold_those_below(sign_in: SignIn) -> None:
    all_sign(sign_in)
    last = {row.region: row for row in all_rows(Signature)}
    for region, below in (("621100", (ONE, TWO)), ("620000", ("621100", "621200")), ("CN", ("620000",))):
        assert last[region].body["below"] == [[one, last[one].hash] for one in below]


def test_the_last_signature_freezes_and_nothing_moves_after_it(
    sign_in: SignIn, closed: Path, tmp_path: Path
) -> None:
    all_sign(sign_in)
    assert Close.objects.get(period=PERIOD).state == "frozen"
    one = all_rows(Difference).filter(region=ONE).first()
    said = {"verb": "explained", "cause": "other", "reason": WHY}
    assert sign_in(f"c{ONE}").post(f"{MONTH}/difference/{one.row}/say", said).status_code == 422
    assert sign_in("ministry").post(f"{MONTH}/620000/return", {"reason": "晚了"}).status_code == 422
    page = _texts(sign_in(f"c{ONE}").get(f"{MONTH}/{ONE}"))
    assert "已签章封账" in page and "/explain" not in page
    with as_owner() as cursor:
        for statement in (
            "UPDATE close_coveragecell SET people = people + 1", "DELETE FROM close_side", "UPDATE close_difference SET words = 'x'",
            "INSERT INTO close_side SELECT * FROM close_side LIMIT 1", "UPDATE close_close SET state = 'open'", "DELETE FROM close_close",
            "DELETE FROM close_signature", "UPDATE close_bookstep SET reason = 'x'", "DELETE FROM close_person",
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement)
        changed = write_next(closed, tmp_path)
        (changed / "2020-06").rename(changed / "2020-05")
        manifest = changed / "2020-05" / "manifest.json"
        manifest.write_text(
            manifest.read_text(encoding="utf-8").replace(str(NEXT), str(PERIOD)), encoding="utf-8"
        )
        with pytest.raises(LoadProblem):
            load_close(changed, PERIOD, "late")


def test_a_later_edit_is_a_correction_of_the_open_month(
    sign_in: SignIn, closed: Path, tmp_path: Path
) -> None:
    all_sign(sign_in)
    before = list(all_rows(Side).filter(period=PERIOD).order_by("row").values_list("row", "recorded"))
    with as_owner():
        load_close(write_next(closed, tmp_path), NEXT, "tester")
    assert list(all_rows(Side).filter(period=PERIOD).order_by("row").values_list("row", "recorded")) == before
    page = _texts(sign_in("province").get("/reports/monthly/2020-06/620000"))
    assert "对以前月份的更正" in page and "/reports/monthly/2020-05/620000" in page
    # what was explained stays explained, told as such
    states = set(all_rows(Difference).filter(period=NEXT).values_list("state", "since"))
    assert states == {("carried", PERIOD)}


def test_loading_an_open_month_again_keeps_what_was_said(
    sign_in: SignIn, closed: Path, tmp_path: Path
) -> None:
    explain(sign_in, ONE)
    changed = write_next(closed, tmp_path)
    (changed / "2020-06").rename(changed / "2020-05")
    manifest = changed / "2020-05" / "manifest.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(str(NEXT), str(PERIOD)), encoding="utf-8"
    )
    with as_owner():
        load_close(changed, PERIOD, "again")
    assert set(all_rows(Difference).filter(period=PERIOD, region=ONE).values_list("state", "words")) == {
        ("explained", WHY)
    }
    assert set(all_rows(Difference).filter(period=PERIOD, region=FAR).values_list("state", flat=True)) == {
        "open"
    }


def test_the_coverage_of_every_county_is_in_the_tree() -> None:
    from qianxiao.office.accounts.roles import Role
    from qianxiao.office.accounts.scope import scope_for
    from qianxiao.returns.close.queries_books import units

    tree = units(scope_for(Role.MINISTRY, [("", "~")]), PERIOD, "CN")
    assert tree["CN"].below == ["620000"] and tree["620000"].below == ["621100", "621200"]
    assert set(all_rows(CoverageCell).filter(level=3).values_list("region", flat=True)) == set(COUNTIES)
    assert connection.in_atomic_block
