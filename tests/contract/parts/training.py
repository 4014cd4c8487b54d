"""Classes are seen by their institution and the offices of their place; requests and stops by the offices alone."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.contract.world import COUNTY, PLACES, VILLAGE, canary, org_of, row_of, vault_id

OFFICES = {"province", "prefecture", "county", "reviewer", "relief", "auditor"}
TEACH = {"school", "training"}
CHECK = {"county", "reviewer"}
NEAR = {"county", "township", "village"}
READERS = OFFICES | TEACH
DECLARED: dict[str, tuple[set[str], str]] = {
    "classes": (READERS, "GET"),
    "class-new": (TEACH, "GET POST"),
    "class-today": (TEACH, "GET"),
    "class-volume": (READERS, "GET"),
    "class": (READERS, "GET"),
    "class-roster": (READERS, "GET"),
    "class-add": (TEACH, "POST"),
    "class-person": (TEACH, "POST"),
    "class-take": (TEACH, "POST"),
    "class-wish": (TEACH | CHECK, "POST"),
    "class-check": (READERS, "GET"),
    "class-lead": (TEACH | CHECK, "POST"),
    "class-plan": (TEACH, "POST"),
    "class-attendance": (READERS, "GET"),
    "class-roll": (TEACH, "GET POST"),
    "class-settle": (CHECK, "POST"),
    "class-results": (TEACH, "POST"),
    "class-inspect": (CHECK, "POST"),
    "inspection-close": (CHECK, "POST"),
    "outcomes": (READERS, "GET"),
    "outcome-tell": (TEACH, "POST"),
    "class-rates": (READERS, "GET"),
    "startups": (READERS, "GET"),
    "class-outcomes": (READERS, "GET"),
    "class-courses": (READERS, "GET"),
    "class-elastic": (READERS, "GET"),
    "class-own": (TEACH, "POST"),
    "class-trades": (READERS, "GET"),
    "class-stops": (CHECK, "GET POST"),
    "class-requests": (NEAR, "GET POST"),
    "request-answer": (CHECK, "POST"),
    "bookings": (TEACH, "GET POST"),
    "projects": (READERS, "GET"),
    "project-new": (CHECK, "GET POST"),
}
BY_PLACE = {
    "class", "class-roster", "class-add", "class-person", "class-take", "class-wish", "class-check", "class-lead", "class-plan",
    "class-attendance", "class-roll", "class-settle", "class-results",
    "class-inspect", "inspection-close", "request-answer", "class-outcomes", "class-elastic", "class-own",
}  # fmt: skip
DAY = 20200706
# what the forms of these ask for as well, beside what their deeds send
MEANT = {
    "class-new": {"source", "programme", "employer", "site_kind", "train_type"},
    "class-plan": {"site", "employer", "control_plan", "elastic", "site_kind", "programme"},
    "class-roll": {"captured", "reason", "photo", "evidence", "absent", "device"},
    "class-lead": {"note"},
    "class-person": {"phone"},
    "class-wish": {"advised", "wish"},
    "class-take": {"trainee"},
    "class-results": {"passed"},
    "class-own": {"session"},
    "outcome-tell": {"query", "reason", "employer", "starts", "licence", "incubator"},
    "inspection-close": {"missing", "note"},
    "request-answer": {"class_no"},
    "class-stops": {"online"},
    "class-requests": {"note"},
    "project-new": {"programme"},
}


def values(route: str, village: str) -> dict[str, Any]:
    verbs = {"class-lead": "withdraw"}
    return {
        "number": row_of(village), "session": row_of(village), "trainee": row_of(village), "inspection": row_of(village), "asked": row_of(village), "what": "details",
        **({"verb": verbs[route]} if route in verbs else {}),
    } if route in DECLARED else {}  # fmt: skip


def visible(route: str, role: str, region: str) -> bool | None:
    """Taking a filed class back is a matter of whoever filed it: an office finds no such step."""
    return False if route == "class-lead" and role in CHECK else _seen(role, region)


def _seen(role: str, region: str) -> bool:
    from tests.contract.cells import INSTITUTIONS, inside

    if region not in PLACES.values():
        return False
    return region == VILLAGE if role in INSTITUTIONS else inside(role, region)


def rows(scope: Any, village: str) -> None:
    from qianxiao.registers.schools.models import Room
    from qianxiao.services.training import models as m

    number, name, own = row_of(village), canary(village), {"region": village, "org_code": org_of(village)}
    bought = m.Project.objects.within(scope).create(
        id=number, **own, project_no=name, title=name, people=1, train_type="03", starts=DAY, ends=DAY, by="x"
    )
    one = m.TrainingClass.objects.within(scope).create(
        id=number, **own, class_no=name, org_name=name, project=bought, mode="1", train_type="03", occupation="4-10-01-05",
        level="5", cert_kind="2", starts=DAY, ends=DAY, hours_theory=4, seats=10, state="approved", made_by="x", filed_by="x",
        checked_by="y", site=name,
    )  # fmt: skip
    session = m.Session.objects.within(scope).create(
        id=number, **own, training_class=one, day=DAY, lo=510, hi=690, hours=4, mode="classroom", subject=name
    )
    m.Booking.objects.within(scope).create(
        **own, room=Room.objects.get(pk=number), day=DAY, lo=0, hi=1, purpose=name, by="x"
    )
    trainee = m.Trainee.objects.within(scope).create(
        id=number,
        **own,
        trainee_no=name,
        training_class=one,
        person_id=vault_id(village),
        name=name,
        id_mask=name,
        joined=DAY,
    )
    _marks(scope, village, session)
    _beside(scope, village, one, trainee)


def _marks(scope: Any, village: str, session: Any) -> None:
    """A roll call with somebody in doubt."""
    from qianxiao.services.training import models as m

    number, name, own = row_of(village), canary(village), {"region": village, "org_code": org_of(village)}
    key, moment = uuid5(NAMESPACE_URL, f"entry {village}"), datetime(2020, 7, 6, 12, tzinfo=UTC)
    m.Entry.objects.within(scope).create(
        key=key,
        **own,
        session=session,
        present=0,
        held=1,
        source="page",
        captured_at=moment,
        at=moment,
        by="x",
        post=name,
    )
    m.Attendance.objects.within(scope).create(
        day=DAY, session=number, trainee=number, training_class=number, person=vault_id(village), **own, lo=510, hi=690,
        hours=4, state="held", entry=key, other=name,
    )  # fmt: skip


def _beside(scope: Any, village: str, one: Any, trainee: Any) -> None:
    """What stands beside a class: inspection, outcome, a village's request, a stop of its area."""
    from qianxiao.services.training import models as m

    number, name, own = row_of(village), canary(village), {"region": village, "org_code": org_of(village)}
    m.Inspection.objects.within(scope).create(
        id=number, **own, training_class=one, day=DAY, seed="7", by="x", note=name
    )
    m.Outcome.objects.within(scope).create(
        id=number, **own, trainee=trainee, months=3, form="1", day=DAY, by="x", employer=name
    )
    m.Request.objects.within(scope).create(
        id=number,
        region=village,
        occupation="4-10-01-05",
        train_type="05",
        people=5,
        wished=DAY,
        by="x",
        note=name,
    )
    m.AreaStop.objects.within(scope).create(
        id=number, region=village, starts=20190201, ends=20190202, reason=name, by="x"
    )


def _row(model: str) -> Any:
    from qianxiao.services.training import models as m
    from tests.scoped import all_rows

    return all_rows(getattr(m, model)).filter(pk=row_of(VILLAGE))


def _draft(_clients: Any) -> dict[str, Any]:
    """The class is a draft again, its school may teach, somebody waits for training."""
    from qianxiao.registers.people.models import Person
    from tests.scoped import all_rows

    _row("TrainingClass").update(state="draft", filed_by="", checked_by="")
    _row("Outcome").delete()
    two = vault_id(VILLAGE, "two")
    all_rows(Person).filter(pk=two).update(train="in_progress", step="train:willing_waiting")
    return {"person": [str(two)]}


def known_person() -> dict[str, str]:
    """Somebody whose number the vault holds already: a new person would have another key each time."""
    from qianxiao.base.vault import blind, seal
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.office.audit.keys import ring
    from qianxiao.registers.people.models import Person, Sealed

    number, scope, keys = "99000119900307001X", whole_scope(), ring()
    one = Person.objects.within(scope).create(
        id=uuid5(NAMESPACE_URL, "known"), name="新来的", region=VILLAGE, registered=False
    )
    version, sealed = seal(keys, "id_no", one.id, number)
    Sealed.objects.within(scope).create(
        person=one, kind="id_no", version=version, sealed=sealed, index=blind(keys, "id_no", number), index_version=keys.active("index")
    )  # fmt: skip
    return {"name": "新来的", "id_no": number}


def _person(clients: Any) -> dict[str, Any]:
    _draft(clients)
    return known_person()


def _filed(_clients: Any) -> dict[str, Any]:
    _row("TrainingClass").update(state="filed", filed_by="training", checked_by="")
    return {}


def _open(_clients: Any) -> dict[str, Any]:
    """The school's package, room and teacher."""
    from qianxiao.registers.schools.models import Institution, Teacher
    from tests.scoped import all_rows

    Institution.objects.get(org_code=org_of(VILLAGE)).licensed_for.update(occupation="4-10-01-05")
    teacher = all_rows(Teacher).get(pk=uuid5(NAMESPACE_URL, f"teacher {VILLAGE}"))
    return {"teacher": str(teacher.pk), "room": str(row_of(VILLAGE))}


def _finished(_clients: Any) -> dict[str, Any]:
    _row("TrainingClass").update(state="finished")
    return {}


def _elastic(_clients: Any) -> dict[str, Any]:
    """The class is elastic."""
    _row("TrainingClass").update(elastic=True)
    return {}


def _over(_clients: Any) -> dict[str, Any]:
    """The class ended long ago, and nothing was told of its people."""
    _row("TrainingClass").update(state="ready", ends=20200110)
    _row("Outcome").delete()
    return {"id": [str(row_of(VILLAGE))]}


def _shared(_clients: Any) -> dict[str, Any]:
    from qianxiao.registers.schools.models import Room

    Room.objects.filter(pk=row_of(VILLAGE)).update(shared=True)
    return {"room": str(row_of(VILLAGE))}


def _trainer(_clients: Any) -> dict[str, Any]:
    from qianxiao.registers.schools.models import Institution

    Institution.objects.filter(org_code=org_of(VILLAGE)).update(org_type="4")
    return {}


def _roll(clients: Any) -> dict[str, Any]:
    page = clients["training"].get(f"/classes/{row_of(VILLAGE)}/roll/{row_of(VILLAGE)}").context
    return {"key": str(UUID(int=7)), "token": page["token"], "reason": "核对"}


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import DUTY, LOG, Deed

    at, number = f"/classes/{row_of(VILLAGE)}", row_of(VILLAGE)
    details = {"seats": "9", "cert_kind": "2"}
    opened = {
        "source": "package:P-4-10-01-05-5",
        "starts": "2020-08-03",
        "hours_a_day": "8",
        "train_type": "03",
    }
    entry = "training_entry"
    stop = {"region": COUNTY, "starts": "2020-07-01", "ends": "2020-08-01", "reason": "疫情防控"}
    wish = {"occupation": "4-10-01-05", "train_type": "05", "people": "20", "wished": "2020-08-01"}
    hours = {"day": "2020-09-01", "lo": "09:00", "hi": "11:00"}
    project = {
        "project_no": "XM-1", "title": "测试", "basis": "文", "selection": "遴选", "contract_no": "H1", "budget": "1000", "advance": "100",
        "people": "20", "starts": "2020-01-01", "ends": "2020-12-31", "org_code": org_of(VILLAGE), "package": "P-4-10-01-05-5",
        "train_type": "03",
    }  # fmt: skip
    return {
        "class-new": Deed("training", "/classes/new", opened, {LOG: 1}, _open),
        "class-add": Deed("training", f"{at}/add", {}, {LOG: 1}, _draft),
        "class-person": Deed("training", f"{at}/person", {}, {LOG: 1}, _person),
        "class-take": Deed("training", f"{at}/take", {"trainee": [str(number)]}, {LOG: 1}, _draft),
        "class-wish": Deed("county", f"{at}/wish/{number}", {"wish": "away", "advised": "13"}, {LOG: 1}),
        "class-lead": Deed("training", f"{at}/lead/withdraw", {}, {LOG: 1}, _filed),
        "class-plan": Deed("training", f"{at}/plan/details", details, {LOG: 1}, _draft),
        "class-roll": Deed("training", f"{at}/roll/{number}", {}, {LOG: 1, entry: 1}, _roll),
        "class-results": Deed("training", f"{at}/results", {}, {LOG: 1}, _finished),
        "class-own": Deed("training", f"{at}/own", {"trainee": str(number)}, {LOG: 1}, _elastic),
        "outcome-tell": Deed(
            "training", "/classes/outcomes/tell", {"months": "3", "form": "none"}, {LOG: 1}, _over
        ),
        "class-inspect": Deed("reviewer", f"{at}/inspect", {"seed": "2020"}, {LOG: 1}),
        "inspection-close": Deed("reviewer", f"/classes/inspections/{number}", {}, {LOG: 1}),
        "class-stops": Deed("reviewer", "/classes/stops", stop, {LOG: 1, DUTY: 2}),
        "class-requests": Deed("village", "/classes/requests", wish, {LOG: 1}),
        "request-answer": Deed(
            "reviewer", f"/classes/requests/{number}", {"answer": "下月统一安排"}, {LOG: 1}
        ),
        "bookings": Deed("training", "/classes/bookings", {**hours, "purpose": "实训"}, {LOG: 1}, _shared),
        "project-new": Deed("county", "/projects/new", project, {LOG: 1}, _trainer),
        "class-settle": Deed(
            "county",
            f"{at}/settle/{number}/{number}",
            {"state": "present", "reason": "在场"},
            {LOG: 1, entry: 1},
        ),
    }
