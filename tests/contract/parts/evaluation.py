"""Exams and certificates are seen by their body and the offices of its region; norms name nobody."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.contract.world import PLACES, VILLAGE, canary, org_of, row_of, vault_id

OFFICES = {"province", "prefecture", "county", "reviewer", "relief", "auditor"}
READERS = OFFICES | {"training", "evaluation"}
BODY, TEACH, NORMS = {"evaluation"}, {"school", "training"}, {"province", "prefecture"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "exams": (READERS, "GET"),
    "exam-new": (BODY, "GET POST"),
    "exam": (READERS, "GET"),
    "exam-class": (BODY, "POST"),
    "exam-person": (BODY, "POST"),
    "exam-scores": (BODY, "POST"),
    "exam-lead": (BODY, "POST"),
    "certificates": (READERS, "GET"),
    "certificate": (READERS, "GET"),
    "certificate-withdraw": (BODY, "POST"),
    "class-attest": (TEACH, "POST"),
    "norms": (READERS, "GET"),
    "norm-new": (BODY, "POST"),
    "norm-lead": (NORMS, "POST"),
}
BY_PLACE = {
    "exam", "exam-class", "exam-person", "exam-scores", "exam-lead", "certificate", "certificate-withdraw", "class-attest",
    "norm-lead",
}  # fmt: skip
MEANT = {"exam-new": {"norm"}, "certificate-withdraw": {"reason"}}
DAY = 20200706


def values(route: str, village: str) -> dict[str, Any]:
    verbs = {"exam-lead": "close", "norm-lead": "refuse"}
    found: dict[str, Any] = {"number": row_of(village)} if route in DECLARED else {}
    return {**found, "verb": verbs[route]} if route in verbs else found


def visible(route: str, role: str, region: str) -> bool | None:
    """Norms belong to no place: whoever may review them finds every one there is."""
    from tests.contract.cells import INSTITUTIONS, inside

    if region not in PLACES.values():
        return False
    if route == "norm-lead":
        return True
    return region == VILLAGE if role in INSTITUTIONS else inside(role, region)


def rows(scope: Any, village: str) -> None:
    from qianxiao.registers.schools.models import Room, Teacher
    from qianxiao.services.evaluation import models as m

    number, name, own = row_of(village), canary(village), {"region": village, "org_code": org_of(village)}
    first, second = (
        Teacher.objects.within(scope).create(id=uuid5(NAMESPACE_URL, f"{which} {village}"), **own, name=name)
        for which in ("examiner", "second")
    )
    # what says nothing of a place bears no canary
    m.Norm.objects.create(
        id=number, code=f"N{number}", version=1, title="苗绣", occupation="6-09-03-15", hours=60, content="x", body="x",
        proposed_by="x",
    )  # fmt: skip
    one = m.Exam.objects.within(scope).create(
        id=number, **own, exam_no=name, cert_kind="2", occupation="4-10-01-05", level="5", day=DAY, lo=540, hi=720,
        room=Room.objects.get(pk=number), examiner=first, second_examiner=second, made_by="x", scored_by="x", state="scored",
    )  # fmt: skip
    m.Candidate.objects.within(scope).create(
        id=number,
        **own,
        exam=one,
        person_id=vault_id(village),
        name=name,
        id_mask=name,
        theory=80,
        practice=80,
        result="1",
    )
    m.Certificate.objects.within(scope).create(
        id=number, **own, cert_no=name, cert_kind="2", person_id=vault_id(village), name=name, id_mask=name,
        occupation="4-10-01-05", level="5", issued=DAY, issuer=name, exam=one, exam_day=DAY,
    )  # fmt: skip


def _exam(state: str) -> Any:
    def before(_clients: Any) -> dict[str, Any]:
        from qianxiao.services.evaluation.models import Certificate, Exam
        from tests.scoped import all_rows

        all_rows(Certificate).filter(exam=row_of(VILLAGE)).delete()
        all_rows(Exam).filter(pk=row_of(VILLAGE)).update(state=state)
        return {}

    return before


def _plan(_clients: Any) -> dict[str, Any]:
    from qianxiao.registers.schools.models import Institution, Licensed

    one = Institution.objects.get(org_code=org_of(VILLAGE))
    Licensed.objects.create(institution=one, what="evaluate", occupation="4-10-01-05", level="5", basis="x")
    people = {which: str(uuid5(NAMESPACE_URL, f"{which} {VILLAGE}")) for which in ("examiner", "second")}
    return {"room": str(row_of(VILLAGE)), "examiner": people["examiner"], "second_examiner": people["second"]}


def _class(_clients: Any) -> dict[str, Any]:
    """A class whose institution gives its paper, assessed, and in which somebody passed."""
    from qianxiao.services.training.models import Trainee, TrainingClass
    from tests.scoped import all_rows

    all_rows(TrainingClass).filter(pk=row_of(VILLAGE)).update(state="assessed", cert_kind="5")
    all_rows(Trainee).filter(training_class=row_of(VILLAGE)).update(result="1")
    return {}


def _taught(clients: Any) -> dict[str, Any]:
    from qianxiao.services.evaluation.models import Candidate
    from qianxiao.services.training.models import Attendance, TrainingClass
    from tests.scoped import all_rows

    _exam("planned")(clients)
    all_rows(Candidate).filter(exam=row_of(VILLAGE)).delete()
    all_rows(TrainingClass).filter(pk=row_of(VILLAGE)).update(class_no="C1")
    all_rows(Attendance).filter(training_class=row_of(VILLAGE)).update(state="present")
    return {}


def _person(clients: Any) -> dict[str, Any]:
    from tests.contract.parts.training import known_person

    _exam("planned")(clients)
    return known_person()


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    number = row_of(VILLAGE)
    at, by = f"/evaluation/{number}", "evaluation"
    exam = {
        "cert_kind": "2", "occupation": "4-10-01-05", "level": "5", "day": "2020-09-07", "lo": "09:00", "hi": "11:00"
    }  # fmt: skip
    norm = {"code": "ZX-9", "title": "刺绣", "hours": "60", "content": "现场操作", "occupation": "6-09-03-15"}
    points = {f"theory-{number}": "70", f"practice-{number}": "90"}
    return {
        "exam-new": Deed(by, "/evaluation/new", exam, {LOG: 1}, _plan),
        "exam-class": Deed(by, f"{at}/class", {"class_no": "C1"}, {LOG: 1}, _taught),
        "exam-person": Deed(by, f"{at}/person", {}, {LOG: 1}, _person),
        "exam-scores": Deed(by, f"{at}/scores", points, {LOG: 1}),
        "exam-lead": Deed(by, f"{at}/lead/close", {}, {LOG: 1}),
        "certificate-withdraw": Deed(by, f"/certificates/{number}/withdraw", {"reason": "替考"}, {LOG: 1}),
        "class-attest": Deed("training", f"/classes/{number}/attest", {}, {LOG: 1}, _class),
        "norm-new": Deed(by, "/evaluation/norms/new", norm, {LOG: 1}),
        "norm-lead": Deed(
            "prefecture", f"/evaluation/norms/{number}/refuse", {"opinion": "不成熟"}, {LOG: 1}
        ),
    }
