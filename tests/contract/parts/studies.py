"""Students are seen by their school, its offices and the home's offices; a claimed registration by both sides."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.contract.world import PLACES, VILLAGE, canary, org_of, row_of, vault_id

READERS = {
    "province",
    "prefecture",
    "county",
    "reviewer",
    "relief",
    "auditor",
    "school_head",
    "school",
    "monitor",
}
OFFICES = {"prefecture", "county", "reviewer"}
ASKED = {"township", "village"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "students": (READERS, "GET"),
    "students-export": (READERS, "POST"),
    "students-home": (READERS, "GET"),
    "student-new": ({"school"}, "GET POST"),
    "students-review": ({"school_head"} | OFFICES, "POST"),
    "students-term": ({"school"}, "GET POST"),
    "student-statistics": (READERS, "GET"),
    "student-conflicts": (READERS | ASKED, "GET"),
    "student-conflict": (READERS | ASKED, "GET"),
    "student-answer": (OFFICES | ASKED, "POST"),
    "student": (READERS, "GET"),
    "student-move": ({"school", "school_head"} | OFFICES, "POST"),
    "intake": (READERS, "GET"),
    "intake-apply": ({"school"}, "GET POST"),
    "intake-plan": ({"school"}, "POST"),
    "intake-decide": ({"school"}, "POST"),
    "graduates": (READERS, "GET"),
    "interns": (READERS, "GET"),
    "intern-post": ({"school"}, "POST"),
    "students-progress": (READERS, "GET"),
    "students-needy": (READERS, "GET"),
    "needs-build": ({"school"}, "POST"),
    "student-proof": (READERS, "GET"),
    "student-note": ({"school"}, "POST"),
    "teachers": (READERS, "GET"),
    "teacher-work": (READERS, "GET"),
    "teacher-work-export": (READERS, "POST"),
    "teacher-places": (READERS, "GET"),
    "teacher-places-give": ({"province"}, "POST"),
    "teacher": (READERS, "GET"),
    "teacher-proof": (READERS, "GET"),
    "teacher-tell": ({"school", "school_head"}, "POST"),
    "teacher-prove": ({"school", "school_head"}, "POST"),
}
INTAKE = "studies_applicationevent"
BY_PLACE = {"student", "student-move", "student-conflict", "student-answer", "intake-decide", "student-proof",
            "student-note", "teacher", "teacher-proof", "teacher-tell", "teacher-prove"}  # fmt: skip


def student_of(village: str, which: str = "student") -> UUID:
    """The student of a village's school."""
    return uuid5(NAMESPACE_URL, which + village)


def values(route: str, village: str) -> dict[str, Any]:
    if route.startswith("teacher"):
        return {"teacher": uuid5(NAMESPACE_URL, f"teacher {village}"), "number": f"QF{village}"}
    found: dict[str, Any] = {
        "student": student_of(village),
        "application": student_of(village, "application"),
    }
    if route == "student-note":
        return {**found, "what": "recognise"}
    verb = {"student-move": "suspend", "intake-decide": "decline"}.get(route)
    return {**found, "verb": verb} if verb else found


def visible(route: str, role: str, region: str) -> bool | None:
    """Who takes another step than suspending finds no such step."""
    from tests.contract.cells import INSTITUTIONS, inside

    if region not in PLACES.values():
        return False
    seen = region == VILLAGE if role in INSTITUTIONS else inside(role, region)
    return seen and (route != "student-move" or role == "school")


def rows(scope: Any, village: str) -> None:
    from qianxiao.services.studies import models as m

    name, org = canary(village), org_of(village)
    student = m.Student.objects.within(scope).create(
        id=student_of(village), org_code=org, region=village, home=village, person_id=vault_id(village), name=name,
        reg_no=f"{village}{org[-8:]}", reg_kind="1", major="0101-4", stage="4", years=3, enrol_month=202003,
        first_term="2020S", term="2020S", status="1", status_date=20200301, class_name=name, id_mask=name,
    )  # fmt: skip
    told: dict[str, Any] = {"by": "nobody", "student": student}
    m.StatusEvent.objects.within(scope).create(**told, day=20200301, verb="register", status="1", reason=name)
    m.TermEntry.objects.within(scope).create(**told, day=20200301, term="2020S")
    _work(scope, village, student)
    m.Conflict.objects.within(scope).create(
        id=row_of(village), one=student.id, two=uuid5(NAMESPACE_URL, f"other {village}"), no_one=name, no_two="二",
        org_one=org, org_two="", region_one=village, region_two=village, home=village, person=vault_id(village), name=name,
    )  # fmt: skip


def _work(scope: Any, village: str, student: Any) -> None:
    from qianxiao.services.studies import models_intake as i
    from qianxiao.services.studies import models_teachers as t
    from qianxiao.services.studies import models_work as w

    name, base = canary(village), {"org_code": org_of(village), "region": village}
    i.IntakePlan.objects.within(scope).create(**base, year=2020, major="0101-4", seats=1, by=name)
    one = i.Application.objects.within(scope).create(
        id=student_of(village, "application"), **base, person_id=vault_id(village), name=name, year=2020, major="0101-4",
        reg_kind="1", tier=1, applied_on=20200301,
    )  # fmt: skip
    taught: dict[str, Any] = {
        **base,
        "teacher_id": uuid5(NAMESPACE_URL, f"teacher {village}"),
        "by": name,
        "starts": 20200301,
    }
    t.TeacherRecord.objects.within(scope).create(**taught, kind="service", what=name, ends=20200310, days=9)
    t.ClassPlaces.objects.within(scope).create(**base, kind="founders", year=2020, places=1, by=name)
    t.ServiceProof.objects.within(scope).create(
        **taught, ends=20200310, days=9, number=f"QF{village}", name=name, school=name, day=20200401
    )
    told: dict[str, Any] = {"by": name, "student": student}
    post = w.InternPost.objects.within(scope).create(
        **base, employer=name, title=name, places=9, starts=20200301, ends=20301231, by=name
    )
    w.Placement.objects.within(scope).create(**told, post_of=post, day=20200301, reason=name)
    w.Recommendation.objects.within(scope).create(**told, day=20200301, employer=name, result="hired")
    w.Outcome.objects.within(scope).create(**told, day=20200301, employed=True, employer=name)
    w.DegreeProof.objects.within(scope).create(
        **told, number=f"QE{village}", day=20200301, stage="3", cert_no=name
    )
    w.Need.objects.within(scope).create(**told, term="2020S", category="registered", level="2", source=name)
    i.ApplicationEvent.objects.within(scope).create(
        **base, application=one, verb="apply", day=20200301, by=name, reason=name
    )


def _student() -> Any:
    from qianxiao.services.studies.models import Student
    from tests.scoped import all_rows

    return all_rows(Student).filter(id=student_of(VILLAGE))


def _pending(_clients: Any) -> None:
    """The village's student waits for the head of the school."""
    _student().update(status="0", waits="principal")


def _claimed(_clients: Any) -> None:
    """The other registration of the village's question is there."""
    from qianxiao.services.studies.models import Conflict, Student
    from tests.scoped import all_rows

    one = _student().get()
    other = all_rows(Conflict).get(id=row_of(VILLAGE)).two
    one.pk, one.reg_no, one.status, one.waits = other, "20000000000000000002", "0", "student"
    all_rows(Student).bulk_create([one])


def _work_deeds(today: Any) -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed
    from tests.link.cast import number

    applies = {"name": "考生", "id_no": number(20030406, 902), "home": "621126", "reg_kind": "1", "major": "0101-4", "phone": "",
               **{f"category_{n}": "" for n in range(1, 6)}}  # fmt: skip
    taught = {"kind": "training", "what": "师资培训", "starts": "2020-01-01", "ends": "2020-01-05", "days": "5", "hours": "",
              "mode": "", "place": ""}  # fmt: skip
    teacher = f"/teachers/{uuid5(NAMESPACE_URL, f'teacher {VILLAGE}')}"
    post = {
        "employer": "厂",
        "title": "钳工",
        "major": "",
        "places": "2",
        "starts": "2020-01-01",
        "ends": "2030-01-01",
    }
    return {
        "teacher-work-export": Deed("county", "/teachers/work-export", {"form": "csv"}, {LOG: 1}),
        "teacher-places-give": Deed(
            "province",
            "/teachers/places/give",
            {"school": org_of(VILLAGE), "kind": "founders", "year": str(today.year), "places": "3"},
            {LOG: 1, "studies_classplaces": 1},
        ),
        "teacher-tell": Deed("school", f"{teacher}/tell", taught, {LOG: 1, "studies_teacherrecord": 1}),
        "teacher-prove": Deed("school", f"{teacher}/prove", {}, {LOG: 1, "studies_serviceproof": 1}),
        "intern-post": Deed("school", "/students/interns/new", post, {LOG: 1, "studies_internpost": 1}),
        "needs-build": Deed("school", "/students/needy/build", {}, {LOG: 1, "studies_need": 1}),
        "student-note": Deed(
            "school",
            f"/students/{student_of(VILLAGE)}/note/recognise",
            {"level": "2", "source": "学校文件 1 号"},
            {LOG: 1, "studies_need": 1},
        ),
        "intake-apply": Deed("school", "/students/intake/new", applies, {LOG: 1, INTAKE: 1}),
        "intake-plan": Deed(
            "school",
            "/students/intake/plan",
            {"major": "0101-4", "seats": "9"},
            {LOG: 1, "studies_intakeplan": 1},
        ),
        "intake-decide": Deed(
            "school",
            f"/students/intake/{student_of(VILLAGE, 'application')}/decline",
            {},
            {LOG: 1, INTAKE: 1},
        ),
    }


def deeds() -> dict[str, Any]:
    from qianxiao.office.duties.clock import today as clock_day
    from tests.contract.deeds import LOG, Deed
    from tests.link.cast import number

    today, event = clock_day(), "studies_statusevent"
    entry = {"name": "新生", "id_no": number(20030405, 901), "home": "621126", "reg_kind": "1", "major": "0101-4", "phone": "",
             "enrol": f"{today:%Y-%m}", "class_name": "", "school_no": ""}  # fmt: skip
    step = {"day": today.isoformat(), "reason": "生病", "document": "1 号"}
    address = f"/students/conflicts/{row_of(VILLAGE)}/answer"
    return _work_deeds(today) | {
        "students-export": Deed("county", "/students/export", {"form": "csv"}, {LOG: 1}),
        "student-new": Deed("school", "/students/new", entry, {LOG: 1, event: 1}),
        "students-review": Deed(
            "school_head", "/students/review", {"id": [str(student_of(VILLAGE))]}, {LOG: 1, event: 1}, _pending
        ),
        "students-term": Deed(
            "school", "/students/term", {}, {LOG: 1, "studies_termentry": 1}
        ),
        "student-answer": Deed(
            "village", address, {"chosen": "one", "proof": "入户询问"}, {LOG: 1, event: 1, "studies_conflict": 1}, _claimed
        ),
        "student-move": Deed("school", f"/students/{student_of(VILLAGE)}/suspend", step, {LOG: 1, event: 1}),
    }  # fmt: skip
