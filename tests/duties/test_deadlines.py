"""Opening, reminding, raising: each once, on its day, for exactly those that owe it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction

from qianxiao.base.tables import area_tags
from tests.duties.conftest import ABROAD, COUNTY, OTHER, PREFECTURE, PROVINCE, SCHOOL
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
Day = Callable[[str], tuple[int, int, int, int]]
COUNTIES = {COUNTY, OTHER, ABROAD}


def _rows(rule: str, **more: Any) -> Any:
    from qianxiao.office.duties.models import Duty

    return all_rows(Duty).filter(rule=rule, **more)


def _events(rule: str, verb: str, **more: Any) -> Any:
    from qianxiao.office.duties.models import DutyEvent

    return all_rows(DutyEvent).filter(duty__rule=rule, verb=verb, **more)


def test_exactly_those_that_owe_it(on: Day) -> None:
    on("2020-07-05")
    found = _rows("monthly_reconciliation", period=202006)
    assert {duty.region for duty in found} == COUNTIES and found.count() == 3
    school = _rows("school_monitoring", period=202006).get()
    assert (school.org_code, school.kind, school.due_on) == (SCHOOL, "school", date(2020, 6, 30))
    analysis = {duty.region for duty in _rows("platform_analysis", period=202006)}
    assert {PREFECTURE, *COUNTIES} < analysis and PROVINCE in analysis
    assert len(analysis) == 32 + 1 + 3, "32 units, one prefecture, three counties"
    assert _rows("progress_form").count() == 0, "opens at the end of October"


def test_opened_twice_it_is_there_once(on: Day) -> None:
    from qianxiao.office.duties.models import Duty, DutyEvent

    first = on("2020-07-05")
    assert first[0] > 30
    before = all_rows(Duty).count(), all_rows(DutyEvent).count()
    assert on("2020-07-05") == (0, 0, 0, 0)
    assert (all_rows(Duty).count(), all_rows(DutyEvent).count()) == before


def test_two_offices_of_a_region_owe_it_once_the_one_at_work_does(on: Day) -> None:
    from qianxiao.office.accounts.models import Agency

    Agency.objects.create(name="岷县人社局（旧）", kind="hr", region=COUNTY)
    on("2020-07-05")
    assert [duty.agency.name for duty in _rows("monthly_reconciliation", period=202006, region=COUNTY)] == [
        "岷县人社局"
    ]


def test_it_opens_on_its_day(on: Day) -> None:
    on("2020-10-30")
    assert _rows("progress_form").count() == 0
    on("2020-10-31")
    assert _rows("progress_form", period=2020).count() == 32


def test_both_trees_owe_the_campaign(on: Day) -> None:
    on("2020-09-17")
    found = _rows("relief_day", region=COUNTY)
    assert {duty.kind for duty in found} == {"hr", "relief"}


def test_a_tag_says_who_owes_it(on: Day) -> None:
    listed = {one.code for one in area_tags() if one.tag == "52"}
    assert len(listed) == 52 and COUNTIES - listed and COUNTIES & listed
    on("2020-07-05")
    assert {duty.region for duty in _rows("needs_survey")} == COUNTIES & listed


def test_a_nearer_declaration_counts(on: Day, tmp_path: Path) -> None:
    from qianxiao.base.paths import POLICIES
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties import actions
    from qianxiao.office.duties.declared import rules

    told = yaml.safe_load((POLICIES / "duties" / "2020-81.yaml").read_text(encoding="utf-8"))
    general = next(one for one in told["duties"] if one["id"] == "monthly_reconciliation")
    near = {**general, "where": PROVINCE, "due": {"months_after": 1, "day": 5}}
    told["duties"] = [general, near]
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    actions.set_clock(Actor("operator"), date(2020, 7, 3))
    actions.open_duties(Actor("operator"), [202006], rules(tmp_path))
    found = {duty.region: duty.due_on.day for duty in _rows("monthly_reconciliation")}
    assert found == {COUNTY: 5, OTHER: 5, ABROAD: 10}


def test_fast_forward_reminders_appear(on: Day) -> None:
    """X-04. 30, 15, 5 and 1 day before 15 December, each once; a day nobody ran it is made up for."""
    own = {"region": PROVINCE}
    for day, sofar in (("2020-11-14", 0), ("2020-11-15", 1), ("2020-11-16", 1), ("2020-11-30", 2),
                       ("2020-12-12", 3), ("2020-12-13", 3), ("2020-12-15", 4), ("2020-12-16", 4)):  # fmt: skip
        on(day)
        assert _events("progress_form", "reminded", **own).count() == sofar, day
    last = _events("progress_form", "reminded", **own).order_by("-id").first()
    assert last.detail == {"days": 0, "to": "province某"}


def test_done_in_time_is_left_alone(on: Day) -> None:
    on("2020-11-14")
    duty = _rows("progress_form", region=PROVINCE).get()
    all_rows(type(duty)).filter(pk=duty.pk).update(done_on="2020-11-14", done_by="province", evidence="1号")
    on("2020-12-17")
    assert _events("progress_form", "reminded", region=PROVINCE).count() == 0
    assert _events("progress_form", "raised", region=PROVINCE).count() == 0
    assert _events("progress_form", "raised", region="630000").count() == 1, "the control: not done is raised"


def test_overdue_is_raised_one_tier_once(on: Day) -> None:
    due = date(2020, 7, 10)
    on(str(due))
    assert _events("monthly_reconciliation", "raised", duty__period=202006).count() == 0
    on(str(due + timedelta(days=1)))
    raised = {duty.region: duty.raised_to and duty.raised_to.name for duty in
              _rows("monthly_reconciliation", period=202006).select_related("raised_to")}  # fmt: skip
    assert raised[COUNTY] == "定西市人社局", "the superior on record"
    assert raised[OTHER] == "定西市人社局", (
        "none on record: the nearest office of its tree that holds the county"
    )
    assert raised[ABROAD] == "贵州省人力资源和社会保障厅", "no prefecture office there: the province"
    on(str(due + timedelta(days=30)))
    assert _events("monthly_reconciliation", "raised", duty__period=202006).count() == 3, "one tier, not two"


def test_a_school_is_raised_to_its_county(on: Day) -> None:
    on("2020-07-01")
    duty = _rows("school_monitoring", period=202006).select_related("raised_to").get()
    assert duty.raised_to.name == "岷县人社局"


def test_nobody_above_stays_overdue(on: Day) -> None:
    from qianxiao.office.accounts.models import Agency

    Agency.objects.filter(region=PROVINCE, kind="hr").update(above=None)
    Agency.objects.filter(region="CN").update(kind="audit")
    on("2020-12-17")
    assert _rows("progress_form", region=PROVINCE).get().raised_on is None


def test_the_real_day_counts_outside_a_demo(on: Day, settings: Any) -> None:
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties import actions, clock

    actions.set_clock(Actor("operator"), date(2020, 7, 5))
    assert clock.today() == date(2020, 7, 5)
    settings.DEMO = False
    assert clock.today() > date(2026, 1, 1), "a day that was set is not looked at"
    with pytest.raises(ImproperlyConfigured):
        actions.set_clock(Actor("operator"), date(2020, 7, 6))
    settings.DEMO = True
    assert clock.today() == date(2020, 7, 5), "nothing was changed"
    actions.set_clock(Actor("operator"), None)
    assert clock.today() > date(2026, 1, 1)


def test_only_the_clock_says_what_today_is() -> None:
    """No other file of the app asks the machine; post dates are the accounts' matter."""
    from qianxiao.base.paths import ROOT

    home = ROOT / "qianxiao" / "office" / "duties"
    asking = {path.name for path in home.glob("*.py") if any(
        word in path.read_text(encoding="utf-8") for word in ("localdate", "date.today", "timezone.now"))}  # fmt: skip
    assert asking == {"clock.py", "actions.py", "asked.py"}
    assert (home / "actions.py").read_text(encoding="utf-8").count("localdate()") == 1, "for posts held"


def test_history_is_insert_only(on: Day) -> None:
    from qianxiao.office.duties.models import DutyEvent
    from tests.scoped import as_owner

    on("2020-07-05")
    for verb in ("update", "delete"):
        with pytest.raises(DatabaseError, match=r"permission denied"), transaction.atomic():
            all_rows(DutyEvent).update(by="x") if verb == "update" else all_rows(DutyEvent).delete()
    sql = "UPDATE duties_dutyevent SET by = 'x'"
    with as_owner() as cursor, pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        cursor.execute(sql)


def test_command_line(db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from qianxiao.cli import main
    from qianxiao.config import boot

    monkeypatch.setattr(boot, "boot", lambda owner=False: None)  # this process has its database already
    assert main(["duties", "clock", "2020-07-11"]) == 0
    told = capsys.readouterr().out
    assert "2020-07-11" in told and "raised 0" not in told
    assert main(["duties", "open", "--period", "2020-06"]) == 0
    assert "opened 0" in capsys.readouterr().out, "the day's work has opened it"
    assert main(["duties", "day"]) == 0
    assert "raised 0" in capsys.readouterr().out
    assert main(["duties", "lacking"]) == 0
    line = next(
        one for one in capsys.readouterr().out.splitlines() if "月对账" in one or "reconciliation" in one
    )
    assert "3/3" in line and "2020-06" in line
    with pytest.raises(SystemExit):
        main(["duties", "open", "--period", "2020-13"])
