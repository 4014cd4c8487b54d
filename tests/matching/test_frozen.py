"""What the system finds done: a frozen month has its reconciliation, county by county (19-16-04, 20-11-02)."""

import pytest
from django.test import Client

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties.actions import open_duties, set_clock
from qianxiao.office.duties.declared import rule_of
from qianxiao.office.duties.models import Duty, DutyEvent
from qianxiao.returns.close.actions import freeze_close
from qianxiao.returns.close.models import Close
from tests.scoped import all_rows, as_owner
from tests.web.sample import COUNTY

pytestmark = pytest.mark.django_db


def test_a_frozen_month_fulfils_the_reconciliation_of_its_counties(county: Client) -> None:
    from datetime import date

    rule = rule_of("monthly_reconciliation")
    assert rule is not None
    with as_owner():
        set_clock(Actor("operator"), date(2020, 7, 5))
        open_duties(Actor("operator"), (202005, 202006), [rule])
        before = all_rows(Duty).filter(rule=rule.id, done_on=None).count()
        assert freeze_close(202005, "tester") >= 1
    done = all_rows(Duty).get(rule=rule.id, period=202005, region=COUNTY)
    assert done.done_by == "tester" and done.evidence.startswith("2020-05 已封账")
    assert all_rows(DutyEvent).filter(duty=done).latest("id").verb == "found"
    left = all_rows(Duty).filter(rule=rule.id, done_on=None)
    assert left.filter(period=202006, region=COUNTY).exists() and left.count() < before, (
        "another month is not done"
    )
    assert Close.objects.get(period=202005).state == "frozen"
    assert "系统确认已完成" in county.get(f"/duties/{done.pk}").content.decode()
