"""Exams within the scope of a body, scores by two people, certificates with a number anybody can verify (20-05)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from qianxiao.services.evaluation.models import Candidate, Certificate, Exam
from qianxiao.services.evaluation.queries import certificate_proof
from qianxiao.services.training.models import Attendance, Trainee, TrainingClass
from tests.evaluation import world
from tests.scoped import all_rows
from tests.training import world as classes

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def planned(body: Client, **more: str) -> int:
    answer = world.exam(body, **more)
    assert answer.status_code == 302, text(answer)[:3000]
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def scored(body: Client, number: int, points: str = "80") -> None:
    for row in all_rows(Candidate).filter(exam=number):
        assert (
            body.post(
                f"/evaluation/{number}/scores",
                {f"{part}-{row.pk}": points for part in ("theory", "practice")},
            ).status_code
            == 302
        )


def certified(body: Client, second: Client) -> tuple[int, Certificate]:
    """An exam with one candidate who has the paper."""
    number = planned(body)
    assert (
        body.post(f"/evaluation/{number}/person", {"name": "考生某", "id_no": world.valid("001")}).status_code
        == 302
    )
    world.clock(2020, 7, 20)
    scored(body, number)
    assert second.post(f"/evaluation/{number}/lead/close").status_code == 302
    assert body.post(f"/evaluation/{number}/lead/issue").status_code == 302
    return number, all_rows(Certificate).get(exam=number)


def test_20_05_01_a_body_examines_within_its_scope_only(body: Client) -> None:
    """20-05-01: An organisation cannot certify outside its scope; pattern 26: nor when its licence is over."""
    assert "备案范围不含此职业和等级" in text(world.exam(body, level="4"))
    assert world.exam(body, occupation="6-18-02-04").status_code == 422
    answer = world.exam(body, day="2021-01-05")
    assert answer.status_code == 422 and "备案在此日无效" in text(answer)
    assert all_rows(Exam).count() == 0


def test_24_rooms_and_examiners_are_never_in_two_exams(body: Client) -> None:
    """Patterns 24, 27: refused with the other's number; the database holds it as well."""
    first = all_rows(Exam).get(pk=planned(body))
    answer = world.exam(body)
    assert answer.status_code == 422 and first.exam_no in text(answer)
    people = classes.teachers(world.BODY)
    assert (
        world.exam(
            body, examiner=people["考评甲"], second_examiner=people["考评甲"], day="2020-07-21"
        ).status_code
        == 422
    )
    later = planned(body, day="2020-07-21")
    with pytest.raises(IntegrityError, match="exam_room_once"), transaction.atomic():
        all_rows(Exam).filter(pk=later).update(day=first.day)


def test_20_05_03_apply_schedule_result_certificate(body: Client, second: Client, county: Client) -> None:
    """20-05-03: A passing candidate gets a certificate; its number follows the rule of facts 3.18."""
    _number, paper = certified(body, second)
    assert len(paper.cert_no) == 22
    assert paper.cert_no[:7] == "S000062" and paper.cert_no[13:16] == "205" and paper.cert_no[16:] == "000001"
    assert (paper.issued, paper.exam_day, paper.name) == (20200720, 20200720, "考生某")
    assert paper.cert_no in text(county.get("/certificates/"))
    page = text(body.get(f"/certificates/{paper.pk}"))
    assert "<svg" in page and f"number={paper.cert_no}" in page


def test_a_number_is_verified_by_anybody_with_the_name_masked(body: Client, second: Client) -> None:
    """The proof tells what the paper says, and no number of the person; a withdrawn one says so."""
    _number, paper = certified(body, second)
    proof = certificate_proof(paper.cert_no.lower())
    assert proof is not None and (proof.number, proof.level, proof.withdrawn) == (paper.cert_no, "5", False)
    page = text(Client(headers={"accept-language": "zh-CN"}).get("/portal/verify", {"number": paper.cert_no}))
    assert "养老护理员" in page and "考生某" not in page and world.valid("001") not in page
    assert certificate_proof("S" + "0" * 21) is None
    assert body.post(f"/certificates/{paper.pk}/withdraw", {"reason": ""}).status_code == 422
    assert body.post(f"/certificates/{paper.pk}/withdraw", {"reason": "替考"}).status_code == 302
    page = text(Client(headers={"accept-language": "zh-CN"}).get("/portal/verify", {"number": paper.cert_no}))
    assert "已撤销，不再有效" in page


def test_23_no_certificate_before_its_exam(body: Client, second: Client) -> None:
    """Pattern 23: no scores before the day, no paper before the scores are closed; the table refuses it too."""
    number = planned(body)
    body.post(f"/evaluation/{number}/person", {"name": "考生某", "id_no": world.valid("001")})
    [row] = all_rows(Candidate).filter(exam=number)
    early = body.post(f"/evaluation/{number}/scores", {f"theory-{row.pk}": "90", f"practice-{row.pk}": "90"})
    assert early.status_code == 422 and "考核尚未举行" in text(early)
    assert body.post(f"/evaluation/{number}/lead/issue").status_code == 422
    world.clock(2020, 7, 20)
    scored(body, number)
    assert body.post(f"/evaluation/{number}/lead/issue").status_code == 422, "not closed yet"
    second.post(f"/evaluation/{number}/lead/close")
    body.post(f"/evaluation/{number}/lead/issue")
    with pytest.raises(IntegrityError, match="certificate_after_exam"), transaction.atomic():
        all_rows(Certificate).filter(exam=number).update(issued=20200719)


def test_23_scores_are_closed_by_a_second_person_and_stay(body: Client, second: Client, sign_in: Any) -> None:
    """Pattern 23: the same user never does both; after the closing nothing changes; points are 0 to 100."""
    number = planned(body)
    body.post(f"/evaluation/{number}/person", {"name": "考生某", "id_no": world.valid("001")})
    world.clock(2020, 7, 20)
    [row] = all_rows(Candidate).filter(exam=number)
    assert body.post(f"/evaluation/{number}/scores", {f"theory-{row.pk}": "101"}).status_code == 422
    scored(body, number, "59")
    assert all_rows(Candidate).get(pk=row.pk).result == "2"
    answer = body.post(f"/evaluation/{number}/lead/close")
    assert answer.status_code == 422 and "成绩须由另一人核定" in text(answer)
    assert second.post(f"/evaluation/{number}/lead/close").status_code == 302
    late = body.post(f"/evaluation/{number}/scores", {f"theory-{row.pk}": "90", f"practice-{row.pk}": "90"})
    assert late.status_code == 422 and all_rows(Candidate).get(pk=row.pk).theory == 59
    body.post(f"/evaluation/{number}/lead/issue")
    assert all_rows(Certificate).filter(exam=number).count() == 0, "who failed has no paper"


def attended(trainer: Client, county: Client, *there: str) -> TrainingClass:
    """A class at whose every session some people were present."""
    number = classes.running(trainer, county)
    names = classes.trainees(number)
    for nth in range(classes.sessions_in(number)):
        row = classes.session_of(number, nth)
        for name in there:
            trainee = all_rows(Trainee).get(pk=names[name])
            Attendance.objects.within(_everywhere()).create(
                day=row.day, session=row.pk, trainee=trainee.pk, training_class=number, person=trainee.person_id, region=row.region,
                org_code=row.org_code, lo=row.lo, hi=row.hi, hours=row.hours, state="present", entry=classes.person_id(99),
            )  # fmt: skip
    found: TrainingClass = all_rows(TrainingClass).get(pk=number)
    return found


def test_23_nobody_is_examined_before_the_required_hours(
    body: Client, second: Client, trainer: Client, county: Client
) -> None:
    """Pattern 23: people of a class with too few hours are left out with the reason; the others' class gets results and papers."""
    one = attended(trainer, county, "愿意00", "愿意01")
    number = one.pk
    exam = planned(body)
    answer = body.post(f"/evaluation/{exam}/class", {"class_no": one.class_no})
    assert answer.status_code == 200 and "考核前到课课时不足" in text(answer)
    assert sorted(row.name for row in all_rows(Candidate).filter(exam=exam)) == ["愿意00", "愿意01"]
    assert body.post(f"/evaluation/{exam}/class", {"class_no": "没有"}).status_code == 422
    world.clock(2020, 7, 20)
    points = {
        f"{part}-{row.pk}": "88"
        for row in all_rows(Candidate).filter(exam=exam)
        for part in ("theory", "practice")
    }
    body.post(f"/evaluation/{exam}/scores", points)
    second.post(f"/evaluation/{exam}/lead/close")
    body.post(f"/evaluation/{exam}/lead/issue")
    found = {
        row.name: (row.result, bool(row.cert_no)) for row in all_rows(Trainee).filter(training_class=number)
    }
    assert found == {"愿意00": ("1", True), "愿意01": ("1", True), "愿意02": ("0", False)}


@pytest.mark.parametrize(
    ("state", "candidates"), [("finished", 1), ("assessed", 1), ("certified", 0), ("suspended", 0)]
)
def test_a_class_is_examined_until_its_papers_are_there(
    body: Client, trainer: Client, county: Client, state: str, candidates: int
) -> None:
    """The institution may have written its own results down before the body examines: that closes no way to the paper."""
    one = attended(trainer, county, "愿意00")
    all_rows(TrainingClass).filter(pk=one.pk).update(state=state)
    exam = planned(body)
    answer = body.post(f"/evaluation/{exam}/class", {"class_no": one.class_no})
    assert all_rows(Candidate).filter(exam=exam).count() == candidates
    assert ("班级未在开班或刚结束" in text(answer)) == (candidates == 0)


def _everywhere() -> Any:
    from qianxiao.office.accounts.scope import whole_scope

    return whole_scope()


def test_more_candidates_than_seats_are_refused(body: Client) -> None:
    """Pattern 24: candidates beyond the room's seats."""
    number = planned(body)
    told = [
        body.post(f"/evaluation/{number}/person", {"name": f"考生{n}", "id_no": world.valid(f"00{n}")})
        for n in range(1, 7)
    ]
    assert [answer.status_code for answer in told] == [302] * 5 + [422]


def test_another_body_and_another_county_find_nothing(body: Client, second: Client, sign_in: Any) -> None:
    number, paper = certified(body, second)
    for stranger in (sign_in("far-assessor"), sign_in("other")):
        assert stranger.get(f"/evaluation/{number}").status_code == 404
        assert stranger.get(f"/certificates/{paper.pk}").status_code == 404
        assert paper.cert_no not in text(stranger.get("/certificates/"))


def test_20_05_02_a_norm_goes_through_review_and_becomes_selectable(body: Client, sign_in: Any) -> None:
    """20-05-02: New norm goes through review and becomes selectable; three people; a new version beside the old one."""
    from qianxiao.services.evaluation.models import Norm

    told = {
        "code": "zx-001",
        "title": "苗绣",
        "hours": "60",
        "content": "现场操作",
        "occupation": "6-09-03-15",
    }
    assert body.post("/evaluation/norms/new", told).status_code == 302
    norm = Norm.objects.get()
    assert body.post("/evaluation/norms/new", told).status_code == 422, "one version at a time"
    special = {"cert_kind": "3", "occupation": "6-09-03-15", "level": "9", "norm": str(norm.pk)}
    assert world.exam(body, **special).status_code == 422, "not published yet"
    prefecture, province = sign_in("prefecture"), sign_in("province")
    assert body.post(f"/evaluation/norms/{norm.pk}/publish").status_code == 404
    assert province.post(f"/evaluation/norms/{norm.pk}/publish").status_code == 422, "not reviewed yet"
    assert (
        prefecture.post(f"/evaluation/norms/{norm.pk}/review", {"opinion": "专家三人同意"}).status_code == 302
    )
    assert prefecture.post(f"/evaluation/norms/{norm.pk}/publish").status_code == 422, "a third person"
    assert province.post(f"/evaluation/norms/{norm.pk}/publish").status_code == 302
    assert world.exam(body, **special).status_code == 302
    assert body.post("/evaluation/norms/new", {**told, "hours": "80"}).status_code == 302
    assert [(one.version, one.state, one.hours) for one in Norm.objects.order_by("version")] == [
        (1, "published", 60),
        (2, "proposed", 80),
    ]
