"""An institution keeps its courses; what is open is not rewritten; others see nothing of who learns (19-11-04, 20-02-08)."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.courses.conftest import course_named
from tests.scoped import all_rows

PDF = b"%PDF-1.4 a paper of the test"


def _keep(client: Client, course: str, what: str, **data: object) -> int:
    return client.post(f"{course}/keep/{what}", data).status_code


def test_a_course_from_its_title_to_the_learners(sign_in: Callable[[str], Client]) -> None:
    trainer = sign_in("trainer")
    new = {"title": "砌筑入门", "about": "", "occupation": "6-29-01-01", "hours": "2", "price": "0"}
    answer = trainer.post("/library/new", new)
    assert answer.status_code == 302, answer.content.decode()
    course = answer["Location"]
    assert trainer.post(f"{course}/state", {"state": "open"}).status_code == 422, "no lesson yet"
    paper = SimpleUploadedFile("砌筑.pdf", PDF)
    assert _keep(trainer, course, "lesson", title="一", text="先放线", minutes="3", file=paper) == 302
    liar = SimpleUploadedFile("声音.mp3", b"MZ not a recording")
    assert _keep(trainer, course, "lesson", title="二", text="", minutes="3", file=liar) == 422
    assert (
        _keep(trainer, course, "question", lesson="1", text="先做什么？", choices="放线\n抹灰", right="1")
        == 302
    )
    assert _keep(trainer, course, "question", lesson="1", text="先做什么？", choices="放线", right="1") == 422
    assert trainer.post(f"{course}/state", {"state": "open"}).status_code == 302
    assert _keep(trainer, course, "lesson", title="三", text="晚到的", minutes="3") == 422, (
        "learners are in it"
    )
    public = Client()
    assert "砌筑入门" in public.get("/portal/courses/").content.decode()
    page = public.get(f"/portal{course.replace('library', 'courses')}")
    assert page.status_code == 200 and "砌筑入门" in page.content.decode()
    answer = public.get(f"/portal{course.replace('library', 'courses')}/1/file")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"


def test_another_institution_neither_sees_nor_changes_it(
    sign_in: Callable[[str], Client], learner: Client
) -> None:
    course = course_named("外出务工")
    learner.post(f"{course}/begin")
    here = course.replace("/portal/courses", "/library")
    rival = sign_in("rival")
    assert rival.get(here).status_code == 404
    assert rival.post(f"{here}/state", {"state": "closed"}).status_code == 404
    own = sign_in("trainer").get(here)
    assert own.status_code == 200 and own.context["list"]["total"] == 1
    from qianxiao.services.courses.models import Learning

    assert all_rows(Learning).count() == 1
