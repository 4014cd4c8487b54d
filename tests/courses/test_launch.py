"""A course that lies on another platform is reached by LTI 1.3; the tool is not ours, and is told no name (20-02-07)."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

import jwt
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from qianxiao.cli import main
from tests.chromium import chromium, sideways
from tests.committed import signed_in
from tests.courses.conftest import ORG, course_named
from tests.courses.tool import CLIENT, Tool, running
from tests.databases import at
from tests.scoped import APP_ROLE
from tests.web.sample import COUNTY, FULL_ID

pytestmark = pytest.mark.browser
TITLE, NAME = "电工网课", "杨秀梅"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keys of the tests of this file."""
    kept, settings.KEYS = settings.KEYS, str(tmp_path_factory.mktemp("keys"))
    yield
    settings.KEYS = kept


@pytest.fixture(scope="module")
def served(courses_database: str, keys: None, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The running site under the pages' role; what it takes is committed."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), at(courses_database, APP_ROLE):
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="module")
def tool(served: str, courses_database: str) -> Iterator[Tool]:
    """The other platform, registered by its operator's command, with one course that lies there."""
    from qianxiao.services.courses.models import Course, Platform

    with running(served) as found:
        words = ["platform", "add", CLIENT, "--name", "技能网", "--basis", "试〔2020〕1号"]
        with at(courses_database):
            assert main([*words, "--login", f"{found.url}/login", "--launch", f"{found.url}/launch"]) == 0
            told = {"org_code": ORG, "region": COUNTY, "hours": 1, "state": "open", "title": TITLE}
            Course.objects.create(
                **told, platform=Platform.objects.get(code=CLIENT), address=f"{found.url}/launch"
            )
        yield found


@pytest.fixture
def slip(tool: Tool) -> tuple[str, str]:
    """Number and code of 杨秀梅."""
    page = signed_in("villager").post("/library/learners/new", {"name": NAME, "id_no": FULL_ID})
    return page.context["learner"].number, page.context["code"]


@pytest.fixture
def learner(slip: tuple[str, str]) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    assert client.post("/portal/sign-in", {"number": slip[0], "code": slip[1]}).status_code == 302
    assert client.post(f"{course_named(TITLE)}/begin").status_code == 302
    return client


def _asked(number: str, tool: Tool, **other: str) -> dict[str, str]:
    """What a tool asks, with changes."""
    return {
        "scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none", "nonce": "n1",
        "client_id": CLIENT, "redirect_uri": f"{tool.url}/launch", "state": "s1", "login_hint": number,
        "lti_message_hint": course_named(TITLE).rpartition("/")[2], **other,
    }  # fmt: skip


def test_a_villager_opens_a_course_that_lies_elsewhere(
    tool: Tool, served: str, slip: tuple[str, str]
) -> None:
    with chromium() as browser:
        context = browser.new_context(base_url=served, viewport={"width": 390, "height": 760}, locale="zh-CN")
        page = context.new_page()
        page.goto(course_named(TITLE))
        page.get_by_role("button", name="登录并开始学习").click()
        page.locator("#id_number").fill(slip[0])
        page.locator("#id_code").fill(slip[1])
        page.get_by_role("button", name="进入学习").click()
        page.goto(course_named(TITLE))
        page.get_by_role("button", name="开始学习").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("前往技能网")
        expect(page.locator("main")).to_contain_text("不会得到姓名和身份证号")
        assert sideways(page) == 0
        page.get_by_role("button", name="前往课程").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        assert page.url == f"{tool.url}/launch"
        context.close()
    [told] = tool.launched
    assert told["sub"] == slip[0]
    assert NAME not in json.dumps(told, ensure_ascii=False) and FULL_ID not in json.dumps(told)
    assert tool.refused == []


def test_what_is_signed_is_for_this_learner_course_and_moment(
    tool: Tool, learner: Client, slip: tuple[str, str]
) -> None:
    answer = learner.get("/lti/authorize", _asked(slip[0], tool))
    assert answer.status_code == 200 and tool.url in answer["Content-Security-Policy"]
    found = re.search(r'name="id_token" value="([^"]+)"', answer.content.decode())
    assert found
    [public] = learner.get("/lti/keys").json()["keys"]
    assert "d" not in public, "the private part stays here"
    told = jwt.decode(found[1], jwt.PyJWK(public).key, ["RS256"], audience=CLIENT)
    assert (told["sub"], told["nonce"], told["exp"] - told["iat"]) == (slip[0], "n1", 300)
    assert not {"name", "given_name", "family_name", "email"} & set(told)


@pytest.mark.parametrize(
    "other",
    [
        {"redirect_uri": "https://thief.invalid/launch"},
        {"client_id": "nobody"},
        {"client_id": "ended"},
        {"response_type": "code"},
        {"nonce": ""},
        {"login_hint": "1000000001"},
        {"lti_message_hint": "x"},
        {"lti_message_hint": str(UUID(int=5))},
    ],
)
def test_whoever_asks_otherwise_gets_nothing(
    tool: Tool, learner: Client, slip: tuple[str, str], other: dict[str, str]
) -> None:
    answer = learner.get("/lti/authorize", _asked(slip[0], tool, **other))
    assert answer.status_code == 400 and b'name="id_token"' not in answer.content
    assert "thief" not in answer["Content-Security-Policy"]


def test_nobody_signed_in_is_led_to_the_door_and_back(tool: Tool, slip: tuple[str, str]) -> None:
    answer = Client().get("/lti/authorize", _asked(slip[0], tool))
    assert answer.status_code == 302
    place = urlsplit(answer["Location"])
    [back] = parse_qs(place.query)["next"]
    assert (place.path, back) == ("/portal/sign-in", f"/lti/authorize?{urlencode(_asked(slip[0], tool))}")


def test_a_course_is_opened_on_an_approved_platform_only(
    tool: Tool, site_client: Callable[[], Client]
) -> None:
    new = {"title": "焊工网课", "about": "", "occupation": "", "hours": "2", "price": "0"}
    trainer = site_client()
    for platform, address in (("ended", tool.url), (CLIENT, "https://elsewhere.invalid/x"), ("", tool.url)):
        answer = trainer.post("/library/new", {**new, "platform": platform, "address": address})
        assert answer.status_code == 422, (platform, address)
    answer = trainer.post("/library/new", {**new, "platform": CLIENT, "address": f"{tool.url}/launch"})
    assert answer.status_code == 302, answer.content.decode()
    opened = trainer.post(f"{answer['Location']}/state", {"state": "open"})
    assert opened.status_code == 302, "it needs no lesson here"


@pytest.fixture
def site_client(tool: Tool) -> Callable[[], Client]:
    """A client of the institution that keeps courses."""
    return lambda: signed_in("trainer")


def test_the_command_wants_both_addresses_and_keeps_the_key_to_itself(
    tool: Tool, courses_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["platform", "add", "other", "--name", "别网", "--basis", "试〔2020〕2号"]
    with at(courses_database):
        assert main([*words, "--login", f"{tool.url}/login"]) == 1
        assert (
            main([*words, "--login", "http://plain.invalid/login", "--launch", "http://plain.invalid/x"]) == 1
        )
    assert "https" in capsys.readouterr().err
    assert (Path(settings.KEYS) / "lti.pem").stat().st_mode & 0o077 == 0
