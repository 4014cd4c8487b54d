"""A value from the proposal to the payment (J15): who may, what stops it, who signs, from which day, and who is not paid yet."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.rules.parameters import parameter_value
from tests.rules.test_rates import lines, many
from tests.rules.world import close
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
RATE = "/rules/living_allowance/day_rate/propose"
LEVEL = "/rules/training_subsidy/level_5/propose"
DAY = 20991201


def form(region: str = "621126", value: str = "66", start: str = "2099-12-01", **more: str) -> dict[str, str]:
    told = {
        "region": region,
        "start": start,
        "value": value,
        "clause": "S20-2",
        "document": "岷人社发〔2026〕9号",
    }
    return {**told, "reason": "物价上涨", **more}


def newest() -> Any:
    from qianxiao.programme.policies.models import Proposal

    return all_rows(Proposal).latest("id")


def proposed(client: Client, address: str = RATE, **more: str) -> int:
    answer = client.post(address, form(**more))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return int(newest().pk)


def act(client: Client, number: int, verb: str, reason: str = "情况属实") -> int:
    return client.post(f"/rules/proposals/{number}/{verb}", {"reason": reason}).status_code


def tried(client: Client, number: int) -> None:
    """Checked, and tried by the worker."""
    from qianxiao.office.jobs.models import Job
    from qianxiao.office.jobs.tasks import do_job

    assert act(client, number, "check") == 302
    assert newest().state == "checked", newest().findings
    assert act(client, number, "try") == 302
    do_job(all_rows(Job).latest("id").pk)


def value(region: str, day: int = DAY, item: str = "living_allowance", name: str = "day_rate") -> int:
    return parameter_value(item, name, region, day)


def test_a_county_value_goes_from_draft_to_payment(
    sign_in: SignIn, published: Path, django_capture_on_commit_callbacks: Any
) -> None:
    county, prefecture = sign_in("county"), sign_in("prefecture")
    number = proposed(county)
    assert value("621126") == 6000
    tried(county, number)
    page = county.get(f"/rules/proposals/{number}").content.decode()
    assert "须由另一人同意" in page
    assert act(county, number, "approve") == 422, "who proposes has no right to publish"
    assert value("621126") == 6000, "a draft pays nobody"
    with django_capture_on_commit_callbacks(execute=True):
        assert act(prefecture, number, "approve") == 302
    assert newest().state == "published"
    assert (value("621126"), value("621126", DAY - 1), value("621125")) == (6600, 6000, 4000)
    told = json.loads(published.read_text(encoding="utf-8"))["values"][0]
    assert (told["number"], told["region"], told["from"]) == (number, "621126", DAY)
    assert "线上发布" in county.get("/rules/living_allowance").content.decode()


def test_a_draft_pays_nobody_and_a_published_value_reaches_the_close(
    sign_in: SignIn, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    county, prefecture = sign_in("county"), sign_in("prefecture")
    before = lines(close(many(), tmp_path / "a"))
    number = proposed(county, start="2020-04-10", retroactive="随文件日期执行")
    tried(county, number)
    assert lines(close(many(), tmp_path / "b")) == before
    with django_capture_on_commit_callbacks(execute=True):
        assert act(prefecture, number, "approve") == 302
    after = lines(close(many(), tmp_path / "c"))
    changed = {key: (before[key][4], after[key][4]) for key in before if before[key] != after[key]}
    # two classes of the county that ended on 10 April and later, fifteen days each; earlier ones and other counties as before
    assert changed == {
        ("living_allowance", "t12"): (75000, 99000),
        ("living_allowance", "t13"): (75000, 99000),
    }


def test_the_trial_says_who_gains_and_what_it_costs(sign_in: SignIn) -> None:
    county = sign_in("county")
    number = proposed(county)
    tried(county, number)
    one = newest()
    assert (one.state, one.trial["since"], one.trial["elsewhere"]) == ("tried", 20190601, 0)
    # four classes of fifteen days, 50 yuan a day before and 66 after
    assert [
        (row["county"], row["gaining"], row["losing"], row["more_fen"]) for row in one.trial["counties"]
    ] == [("621126", 4, 0, 4 * 15 * 1600)]
    page = county.get(f"/rules/proposals/{number}").content.decode()
    assert "960" in page and "岷县" in page


def test_a_county_cannot_set_a_standard(sign_in: SignIn) -> None:
    """20-06-01: prefecture and above, and finance signs."""
    assert sign_in("county").get(LEVEL).status_code == 404
    assert sign_in("county").post(LEVEL, form()).status_code == 404
    assert sign_in("prefecture").get(LEVEL).status_code == 200
    page = sign_in("county").get("/rules/training_subsidy").content.decode()
    assert "拟定新值" not in page
    assert "拟定新值" in sign_in("county").get("/rules/living_allowance").content.decode()


def test_an_action_refuses_it_as_well(sign_in: SignIn, rf: Any) -> None:
    from qianxiao.office.accounts.models import User
    from qianxiao.office.accounts.queries import posts_of
    from qianxiao.office.accounts.scope import scope_for
    from qianxiao.programme.policies.actions import Wanted, propose

    request = rf.post(LEVEL)
    request.user = User.objects.get(username="county")
    request.post = posts_of(request.user)[0]
    request.scope = scope_for(request.post.role, request.post.ranges)
    with pytest.raises(ValidationError, match="本级无权"):
        propose(request, "training_subsidy", "level_5", Wanted("621126", DAY, 90000, (), "S20-6", "x", "y"))


def test_a_standard_needs_finance(sign_in: SignIn, django_capture_on_commit_callbacks: Any) -> None:
    prefecture, second, finance = sign_in("prefecture"), sign_in("prefecture-two"), sign_in("finance")
    number = proposed(prefecture, LEVEL, region="621100", value="900")
    tried(prefecture, number)
    assert act(prefecture, number, "approve") == 422, "not the proposer"
    assert act(finance, number, "cosign") == 422, "not before a second person approved"
    with django_capture_on_commit_callbacks(execute=True):
        assert act(second, number, "approve") == 302
    assert newest().state == "approved"
    read = {"item": "training_subsidy", "name": "level_5"}
    assert value("621126", **read) == 80000, "approved and not signed pays nobody"
    assert act(sign_in("county-finance"), number, "cosign") == 404, "finance of another tier"
    with django_capture_on_commit_callbacks(execute=True):
        assert act(finance, number, "cosign") == 302
    assert (newest().state, value("621126", **read), value("620102", **read)) == ("published", 90000, 80000)


def test_what_is_published_never_changes(sign_in: SignIn) -> None:
    from qianxiao.programme.policies.models import Proposal, ProposalStep

    number = proposed(sign_in("county"))
    rows = all_rows(Proposal).filter(pk=number)
    rows.update(state="published", approved_by="prefecture", published_at="2026-01-01T00:00Z")
    for change in (lambda: rows.update(value=1), rows.delete, all_rows(ProposalStep).delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_two_people_is_a_constraint(sign_in: SignIn) -> None:
    from qianxiao.programme.policies.models import Proposal

    number = proposed(sign_in("county"))
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(Proposal).filter(pk=number).update(approved_by="county")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"start": "2020-01-01"}, "起始日已过"),
        ({"value": "-1"}, "error"),
        ({"value": "1e9999"}, "error"),
        ({"clause": "S99-1"}, "error"),
        ({"region": "621125"}, "error"),
        ({"reason": ""}, "error"),
    ],
)
def test_what_does_not_fit_is_said(changed: dict[str, str], said: str, sign_in: SignIn) -> None:
    answer = sign_in("county").post(RATE, form(**changed))
    assert answer.status_code == 422 and said in answer.content.decode()


def test_contradictory_rates_are_stopped(sign_in: SignIn) -> None:
    """Another value for the same county and day stands in the file: the checker names file and line."""
    county = sign_in("county")
    number = proposed(county, start="2020-07-01", retroactive="更正")
    assert act(county, number, "check") == 302
    one = newest()
    assert one.state == "draft" and act(county, number, "try") == 422
    text = Path("policies/rules/living_allowance.yaml").read_text(encoding="utf-8").splitlines()
    line = next(n for n, row in enumerate(text, 1) if '{region: "621126", from: 20200701' in row)
    errors = [found for found in one.findings if found["level"] == "error"]
    assert [(found["file"], found["line"]) for found in errors] == [("living_allowance.yaml", line)]
    assert f"living_allowance.yaml:{line}" in county.get(f"/rules/proposals/{number}").content.decode()


def test_an_occupation_enters_a_list_for_later_classes(
    sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    """20-06-03: the list, from its day on."""
    from qianxiao.engine.rules.tables import list_rows

    prefecture = sign_in("prefecture")
    told = form("621100") | {"codes": "4-03-02-05\n4-03-02-06"}
    assert prefecture.post("/rules/training_subsidy/urgent_occupations/propose", told).status_code == 302
    number = newest().pk
    assert [act(prefecture, number, verb) for verb in ("check", "try")] == [302, 302]
    assert (
        newest().state == "tried" and "目录" in prefecture.get(f"/rules/proposals/{number}").content.decode()
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert act(sign_in("prefecture-two"), number, "approve") == 302
        assert act(sign_in("finance"), number, "cosign") == 302
    rows = [row for row in list_rows(load_rules()) if row[4] == "4-03-02-05"]
    assert rows == [("urgent_occupations", "6211", DAY, 99991231, "4-03-02-05")]


def test_a_later_publication_ends_the_earlier_one(
    sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    county, prefecture = sign_in("county"), sign_in("prefecture")
    for amount, start in (("66", "2099-12-01"), ("70", "2100-02-01")):
        number = proposed(county, value=amount, start=start)
        tried(county, number)
        with django_capture_on_commit_callbacks(execute=True):
            assert act(prefecture, number, "approve") == 302
    assert [value("621126", day) for day in (20991130, 20991201, 21000131, 21000201)] == [
        6000,
        6600,
        6600,
        7000,
    ]


def test_given_back_it_is_a_draft_again(sign_in: SignIn) -> None:
    county = sign_in("county")
    number = proposed(county)
    tried(county, number)
    assert act(sign_in("prefecture"), number, "return", "请附测算") == 302
    assert (newest().state, newest().trial) == ("draft", {})
    page = county.get(f"/rules/proposals/{number}").content.decode()
    assert "请附测算" in page
    assert act(county, number, "withdraw") == 302 and act(county, number, "check") == 422


def test_another_province_sees_no_proposal(sign_in: SignIn) -> None:
    number = proposed(sign_in("county"))
    assert sign_in("elsewhere").get(f"/rules/proposals/{number}").status_code == 404
    assert act(sign_in("elsewhere"), number, "approve") == 404
