"""A learner on the portal, from the slip to a proof that everybody can verify (19-11-05, 19-11-06, 20-02-09)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.test import Client

from tests.courses.conftest import SLOW, course_named
from tests.scoped import all_rows
from tests.web.sample import FULL_ID, OTHER


def _signs(*told: tuple[str, int, int]) -> str:
    """(session, seconds ago, seconds) as a device sends them."""
    now = datetime.now(UTC)
    return json.dumps(
        [
            {"key": str(uuid4()), "session": session, "seconds": seconds,
             "began": (now - timedelta(seconds=ago)).isoformat()}
            for session, ago, seconds in told
        ]
    )  # fmt: skip


def _beat(client: Client, lesson: str, signs: str, ahead: int = 0) -> dict[str, object]:
    now = datetime.now(UTC) + timedelta(seconds=ahead)
    answer = client.post(f"{lesson}/beat", {"now": now.isoformat(), "signs": signs})
    assert answer.status_code == 200, answer.content
    told: dict[str, object] = answer.json()
    return told


def _begun(learner: Client, title: str = "外出务工") -> str:
    course = course_named(title)
    assert learner.post(f"{course}/begin").status_code == 302
    return course


def test_a_wrong_code_and_a_number_nobody_has_answer_alike_and_wait(slip: tuple[str, str]) -> None:
    said = set()
    for number, code in ((slip[0], "00000000"), ("1234567890", slip[1])):
        answer = Client().post("/portal/sign-in", {"number": number, "code": code})
        assert answer.status_code == 422
        said.add(tuple(answer.context["form"].non_field_errors()))
    assert len(said) == 1
    again = Client().post("/portal/sign-in", {"number": slip[0], "code": slip[1]})
    assert again.status_code == 422, "right after a wrong one the number waits at this address"
    elsewhere = Client(REMOTE_ADDR="10.9.8.7").post("/portal/sign-in", {"number": slip[0], "code": slip[1]})
    assert elsewhere.status_code == 302, "and nowhere else: nobody can lock another person out"


def test_codes_go_to_people_of_the_own_region_only(sign_in: Callable[[str], Client]) -> None:
    page = sign_in("villager").post(
        "/library/learners/new", {"name": "张秀燕", "id_no": "990001198802030212", "home": OTHER}
    )
    assert page.status_code == 422
    assert "其他地区" in page.content.decode()
    wrong = sign_in("villager").post("/library/learners/new", {"name": "别人", "id_no": FULL_ID})
    assert "另一姓名" in wrong.content.decode() and "杨秀梅" not in wrong.content.decode()


def test_from_the_first_lesson_to_a_proof_anybody_verifies(learner: Client) -> None:
    course = _begun(learner)
    for number in (1, 2):
        lesson = f"{course}/{number}"
        page = learner.get(lesson)
        assert "正文" in page.content.decode()
        assert learner.post(f"{lesson}/answer", {"q1": "0"}).status_code == 422, "not passed"
        assert learner.post(f"{lesson}/answer", {"q1": "1"}).status_code == 200
        assert learner.get(f"{course}/proof").status_code == 404, "time is missing"
        # the clock of the telephone is an hour ahead; our own counts
        now = datetime.now(UTC) + timedelta(hours=1)
        began = (now - timedelta(seconds=SLOW * (3 - number))).isoformat()
        sign = [{"key": str(uuid4()), "session": str(uuid4()), "seconds": SLOW, "began": began}]
        assert _beat(learner, lesson, json.dumps(sign), ahead=3600)["done"] is True
    page = learner.get(f"{course}/proof")
    number = page.context["proof"].number
    assert "杨秀梅" in page.content.decode() and "<svg" in page.content.decode()
    seen = Client().get("/portal/verify", {"number": number.lower()}).content.decode()
    assert "编号属实" in seen and "杨**" in seen and "杨秀梅" not in seen and "外出务工" in seen
    slipped = number[:-1] + ("2" if number[-1] != "2" else "3")
    assert "查无此编号" in Client().get("/portal/verify", {"number": slipped}).content.decode()
    assert learner.post(f"{course}/begin").status_code == 302, "beginning again changes nothing"
    assert learner.get(f"{course}/proof").context["proof"].number == number


def test_the_same_sign_twice_counts_once_and_two_pages_at_once_count_for_neither(learner: Client) -> None:
    from qianxiao.services.courses.models import Beat, Learning

    lesson = f"{_begun(learner)}/1"
    one, two = str(uuid4()), str(uuid4())
    before = all_rows(Learning).get(course__title="外出务工").seconds
    sent = _signs((one, 7000, 30))
    assert _beat(learner, lesson, sent)["counted"] == {"counted": 30}
    assert _beat(learner, lesson, sent)["counted"] == {}, "sent again after a lost answer"
    assert _beat(learner, lesson, _signs((two, 6990, 30)))["counted"] == {"double": 30}
    learning = all_rows(Learning).get(course__title="外出务工")
    assert learning.seconds == before, "what the first page was given is taken back"
    assert learning.refused >= 60
    assert {b.seconds for b in all_rows(Beat).filter(learning=learning, verdict="double")} >= {30, -30}


def test_without_a_script_the_servers_clock_counts(learner: Client) -> None:
    from qianxiao.services.courses.models import Beat

    course = _begun(learner)
    learner.get(f"{course}/2")
    session = learner.session
    opened = {
        key: (datetime.now(UTC) - timedelta(days=1, seconds=25)).isoformat() for key in session["opened"]
    }
    session["opened"] = opened
    session.save()
    n = all_rows(Beat).count()
    assert learner.post(f"{course}/2/read").status_code == 302
    made = all_rows(Beat).order_by("-id")[: all_rows(Beat).count() - n]
    assert 0 < sum(one.seconds for one in made) <= SLOW, (
        "no more than the lesson is long, however long it lay open"
    )
    assert learner.post(f"{course}/2/read").status_code == 302 and all_rows(Beat).count() == n + len(made)


def test_what_is_no_sign_is_refused_and_a_stranger_is_led_to_the_door(learner: Client) -> None:
    lesson = f"{_begun(learner)}/1"
    for bad in ("", "[]x", '[{"key": "1"}]', '[{"key": 3, "session": [], "began": "", "seconds": "x"}]'):
        answer = learner.post(f"{lesson}/beat", {"now": datetime.now(UTC).isoformat(), "signs": bad})
        assert answer.status_code == 400, bad
    answer = Client().get(lesson)
    assert answer.status_code == 302 and answer["Location"].startswith("/portal/sign-in?next=")
    assert learner.get("/people/").status_code == 302, "a learner has no back office"


def test_a_course_that_is_not_free_here_is_refused_and_free_where_the_area_tag_is(learner: Client) -> None:
    """岷县 is one of the 52 until the tag ends; on the day of the test it is not (20-02-09)."""
    from qianxiao.services.courses.models import Course
    from qianxiao.services.courses.queries import is_free

    dear = Course.objects.get(title="养老护理")
    assert is_free(dear, "621126100001", 20200501) and not is_free(dear, "621126100001", 20210501)
    assert not is_free(dear, "620102001001", 20200501)
    answer = learner.post(f"{course_named('养老护理')}/begin")
    assert answer.status_code == 422 and "不免费" in answer.content.decode()


def test_another_learner_sees_nothing_of_it(learner: Client, sign_in: Callable[[str], Client]) -> None:
    course = _begun(learner)
    page = sign_in("trainer").post(
        "/library/learners/new", {"name": "马小山", "id_no": "990001198802030212", "home": "621126"}
    )
    assert page.status_code == 200, page.content.decode()
    other = Client()
    other.post("/portal/sign-in", {"number": page.context["learner"].number, "code": page.context["code"]})
    assert "外出务工" not in other.get("/portal/mine").content.decode()
    assert other.get(f"{course}/proof").status_code == 404
    assert other.post(f"{course}/1/beat", {"now": "", "signs": ""}).status_code == 404
