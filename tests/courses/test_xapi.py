"""Statements of other platforms by a client that is not ours; a platform without approval is refused (20-02-07)."""

import base64
import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer
from tincan import (
    Activity,
    Agent,
    AgentAccount,
    RemoteLRS,
    Result,
    Score,
    Statement,
    StatementList,
    Verb,
)

from qianxiao.office.accounts.scope import in_scope, whole_scope
from tests.committed import signed_in
from tests.courses.conftest import PLATFORM, SECRET, course_named
from tests.databases import at
from tests.scoped import APP_ROLE
from tests.web.sample import FULL_ID

COMPLETED = "http://adlnet.gov/expapi/verbs/completed"


@pytest.fixture
def served(courses_database: str, django_db_blocker, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The running site under the pages' role, for a client of its own; what it takes is committed."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with django_db_blocker.unblock(), at(courses_database, APP_ROLE):
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture
def number(served: str) -> str:
    """The number of 杨秀梅 as a learner."""
    page = signed_in("villager").post("/library/learners/new", {"name": "杨秀梅", "id_no": FULL_ID})
    found: str = page.context["learner"].number
    return found


def _lrs(served: str, code: str = PLATFORM, secret: str = SECRET) -> RemoteLRS:
    return RemoteLRS(endpoint=f"{served}/xapi/", version="1.0.3", username=code, password=secret)


def _statement(number: str, duration: str, title: str = "外平台课") -> Statement:
    return Statement(
        id=str(uuid4()),
        actor=Agent(account=AgentAccount(name=number, home_page="https://qianxiao.invalid/")),
        verb=Verb(id=COMPLETED),
        object=Activity(id=f"https://skillnet.invalid{course_named(title)}"),
        result=Result(duration=duration, score=Score(scaled=0.9)),
    )


def _told() -> tuple[int, int, int, list[int]]:
    """Statements kept; seconds counted and not of the outside course; hours on its proofs."""
    from qianxiao.services.courses.models import Learning, Proof
    from qianxiao.services.courses.models import Statement as Kept

    with in_scope(whole_scope()) as scope:
        learning = Learning.objects.within(scope).filter(course__title="外平台课").first()
        hours = list(Proof.objects.within(scope).values_list("hours", flat=True))
        counted, refused = (learning.seconds, learning.refused) if learning else (0, 0)
        return Kept.objects.within(scope).count(), counted, refused, hours


def test_a_client_that_is_not_ours_posts_statements(served: str, number: str) -> None:
    lrs = _lrs(served)
    short = _statement(number, "PT10M")
    assert lrs.save_statement(short).success
    assert _told() == (1, 600, 0, []), "ten minutes are no class hour"
    several = lrs.save_statements(StatementList([short, _statement(number, "PT30M")]))
    assert several.success, several.data
    assert _told() == (2, 2400, 0, [1]), "the first one was sent twice and counts once"


def test_what_is_not_approved_known_or_its_own_is_refused_whole(served: str, number: str) -> None:
    before = _told()
    good = _statement(number, "PT1M")
    assert _lrs(served, "ended").save_statement(good).response.status == 400
    assert _lrs(served, PLATFORM, "wrong").save_statement(good).response.status == 401
    assert _lrs(served, "nobody").save_statement(good).response.status == 401
    stranger = _lrs(served).save_statements(StatementList([good, _statement("1", "PT1M")]))
    assert stranger.response.status == 400
    foreign = _lrs(served).save_statement(_statement(number, "PT1M", "外出务工"))
    assert foreign.response.status == 400, "a course of another platform"
    assert _told() == before, "none of a request that is wrong in one line"


def test_no_day_has_more_hours_there_either(served: str, number: str) -> None:
    n, counted, refused, hours = _told()
    assert _lrs(served).save_statement(_statement(number, "PT20H")).success
    assert _told() == (n + 1, counted, refused + 20 * 3600, hours)


def test_nonsense_gets_a_reason(site: None) -> None:
    sign = "Basic " + base64.b64encode(f"{PLATFORM}:{SECRET}".encode()).decode()
    unreadable = {"id": "x", "actor": {"account": {"name": "1"}}, "verb": {"id": "?"}, "object": {"id": "?"}}
    for body in ("", "[1]", '{"actor": {}}', json.dumps(unreadable)):
        answer = Client().post(
            "/xapi/statements", body, content_type="application/json", headers={"authorization": sign}
        )
        assert answer.status_code == 400 and answer.json()["error"], body
    assert Client().get("/xapi/about").json() == {"version": ["1.0.3"]}
