"""Apprenticeship: a plan written by the firm, filed by the county, advance, settlement, what comes back (facts 4.7, E05)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.claims.test_apply import FIRM, LARGE, begun, firm, number, row_lines, sent
from tests.payments.test_payees import settled
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
PLAN = {"agreement": "学徒协议〔2019〕1号", "occupation": "6-18-02-04", "level": "4", "provider": "某技工学校", "starts": "2019-06-01",
        "ends": "2020-05-31"}  # fmt: skip


def filed(me: Client, sign_in: SignIn) -> Any:
    """A plan of two that the county filed."""
    from qianxiao.money.claims.models_apply import Plan

    place = me.post("/claims/plans/new", PLAN)["Location"]
    for serial in (1, 2):
        told = {"name": f"学徒{'甲乙'[serial - 1]}", "id_no": number(serial)}
        assert me.post(f"{place}/do/add", told).status_code == 302
    assert me.post(f"{place}/do/add", {"name": "学徒甲", "id_no": number(1)}).status_code == 422
    assert me.post(f"{place}/do/ask").status_code == 302
    county = sign_in("county")
    assert "学徒甲" in county.get(place).content.decode()
    assert county.post(f"{place}/answer/file").status_code == 302
    return place, all_rows(Plan).get()


def asked(me: Client, plan: Any, stage: str) -> str:
    place = begun(me, "apprenticeship", f"{plan.plan_no}/{stage}")
    said = {f"insured-{row.pk}": "yes" for row in row_lines(place)}
    assert me.post(f"{place}/do/lines", said).status_code == 302
    return place


def test_an_advance_of_half_then_the_rest_for_who_completed_and_the_advance_back(sign_in: SignIn) -> None:
    from qianxiao.money.claims.models_apply import Apprentice
    from qianxiao.money.payments.actions import Payable, reserve
    from qianxiao.money.payments.models import Recovery
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.services.evaluation.models import Certificate
    from tests.claims.world import COUNTY
    from tests.payments.world import actor, give

    me = sign_in(firm(FIRM))
    place, plan = filed(me, sign_in)
    advance = sent(me, asked(me, plan, "1"))
    assert (advance.lines_told, advance.total) == (2, 400000)  # half of 4,000 yuan each
    again = begun(me, "apprenticeship", f"{plan.plan_no}/1")
    assert me.post(f"{again}/do/send", {"key": "8b0cf4ce-7d53-4be0-a6f3-2f6b2b5c7a01"})["Location"].endswith(f"/{advance.pk}")  # fmt: skip
    rows = list(advance.lines.within(whole_scope()).order_by("name"))
    with as_owner():
        give(COUNTY, 100_000_00, "3")
    payables = [
        Payable("apprenticeship", None, FIRM, row.entitlement.record, "stage-1", row.amount, "5", "3", COUNTY, row.reference, "county", "reviewer")
        for row in rows
    ]  # fmt: skip
    reserve(actor("reviewer"), payables)
    for row in rows:
        settled(row.reference, 20200610)
    person = all_rows(Apprentice).order_by("name")[1].person_id
    Certificate.objects.within(whole_scope()).create(
        cert_no="Z1", cert_kind="1", person_id=person, name="学徒", occupation="6-18-02-04", level="4", issued=20200520, region=COUNTY,
        org_code="x", source="x",
    )  # fmt: skip
    rest = asked(me, plan, "2")
    page = me.get(rest).content.decode()
    assert "结算时期满取证" in page and "2,000" in page
    settlement = sent(me, rest)
    assert (settlement.lines_told, settlement.total) == (1, 200000)
    county = sign_in("county")
    page = county.get(place).content.decode()
    assert "预拨资金应退回" in page and "未期满取证" in page
    one, two = list(all_rows(Apprentice).order_by("name"))
    assert (
        county.post(f"{place}/answer/recover", {"id": str(two.pk)}).status_code == 422
    )  # who completed gives nothing back
    assert county.post(f"{place}/answer/recover", {"id": str(one.pk)}).status_code == 302
    assert [(row.amount, row.state) for row in all_rows(Recovery)] == [(200000, "asked")]
    assert county.post(f"{place}/answer/recover", {"id": str(one.pk)}).status_code == 422
    assert sign_in(firm(LARGE)).get(place).status_code == 404


def test_a_plan_that_is_not_filed_brings_nothing(sign_in: SignIn) -> None:
    from qianxiao.money.claims.models_apply import Plan

    me = sign_in(firm(FIRM))
    place = me.post("/claims/plans/new", PLAN)["Location"]
    plan = all_rows(Plan).get()
    assert me.post(f"{place}/do/ask").status_code == 422  # nobody is on it
    assert me.post("/claims/apply/apprenticeship", {"about": f"{plan.plan_no}/1"}).status_code == 422
    assert me.post(f"{place}/answer/file").status_code == 404
    assert me.post("/claims/plans/new", {**PLAN, "ends": "2019-01-01"}).status_code == 422
