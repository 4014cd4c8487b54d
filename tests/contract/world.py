"""A small country of canaries: in six villages one row of everything, marked with the village's code."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

PERIOD, BEFORE = 202005, 202004
COUNTY, TOWN, VILLAGE = "621126", "621126100", "621126100001"
PLACES = {
    "own": VILLAGE,
    "neighbour": "621126101001",  # another township of the county
    "sibling": "621121100001",  # another county of the prefecture
    "cousin": "621223100001",  # another prefecture of the province
    "abroad": "522301100001",  # another province
}
NOWHERE = "999999999999"
# role → region of its post, or '' for an institution's
POSTS = {
    "ministry": "CN", "province": "620000", "prefecture": "621100", "county": COUNTY, "reviewer": COUNTY,
    "finance": COUNTY, "relief": COUNTY, "township": TOWN, "village": VILLAGE, "auditor": "CN", "system": "620000",
    "security": "620000", "logs": "620000", "school_head": "", "school": "", "monitor": "", "training": "",
    "evaluation": "", "enterprise": "",
}  # fmt: skip
MOVED = "PMOVED"  # lived in the own village last month, lives abroad now


def canary(village: str) -> str:
    """What stands in every text of a village's rows."""
    return f"金丝雀{village}"


def org_of(village: str) -> str:
    """The institution of a village."""
    return f"99{village}0099"


def vault_id(village: str, which: str = "one") -> UUID:
    """A person of a village in the vault; each village has two, who may be one."""
    return uuid5(NAMESPACE_URL, village + which)


def row_of(village: str) -> int:
    """The row number of a village's lines."""
    return int(village)


def _line(village: str, period: int, **more: Any) -> dict[str, Any]:
    return {"period": period, "row": row_of(village), "region": village, **more}


def _lines(scope: Any, village: str, period: int) -> None:
    """One row in every table of the close."""
    from qianxiao.returns.close import models as m

    name, person, org = canary(village), f"P{village}", org_of(village)
    base = _line(village, period)
    mine = {**base, "person_no": person}
    told = {**mine, "register": "students", "rec_id": name}

    def put(model: Any, **fields: Any) -> None:
        model.objects.within(scope).create(**fields)

    put(m.Person, **mine, hh_no=f"H{village}", name=name, id_mask=name, state="in_progress", duty="train",
        step="not_surveyed")  # fmt: skip
    for number, duty in enumerate(("study", "train")):
        put(m.DutyState, **{**mine, "row": row_of(village) * 10 + number}, duty=duty, state="in_progress",
            step="not_surveyed", rec_id=name)  # fmt: skip
    put(m.GapLine, **mine, kind="train", name=name, id_mask=name, step="not_surveyed")
    put(
        m.DueLine,
        **told,
        item="rain_dew",
        term="2020S",
        verdict="due",
        status="missing",
        rule_id="rain_dew",
        gap=1,
    )
    put(m.EvidenceLink, **told, link_class="exact", seen_name=name)
    put(m.Doubt, **told, rank=1, doubt_class="doubtful", seen_name=name, seen_region=village)
    _waiting(scope, base, name, person)
    put(m.Irregularity, **told, pattern=8, action="B", name=name, detail="")
    put(m.FeedbackLine, **told, org_code=org, name=name, id_mask=name, action="open_aid", link_class="exact")
    m.FeedbackOrg.objects.create(**base, org_code=org, name=name, lines=1, to_do=1)
    for number, kind in enumerate(("lists", "feedback")):
        put(m.ReturnFile, **{**base, "row": row_of(village) * 10 + number}, kind=kind, path=f"{kind}/{name}.txt",
            size=1, sha256="", org_code=org if kind == "feedback" else "")  # fmt: skip


def _vault(scope: Any, village: str) -> None:
    """Two persons with a number each, and the question whether they are one."""
    from qianxiao.registers.people import models as m

    people = []
    for which in ("one", "two"):
        person = m.Person.objects.within(scope).create(
            id=vault_id(village, which), name=canary(village), region=village, id_mask=canary(village)
        )
        m.Sealed.objects.within(scope).create(
            person=person, kind="id_no", version=1, sealed=b"", index=person.id.bytes, index_version=1
        )
        people.append(person)
    m.Correction.objects.within(scope).create(id=row_of(village), person=people[0], field="name", before=canary(village),
        after="改", reason=canary(village), proof="证", by="nobody", at=datetime.now(UTC))  # fmt: skip
    m.Enrolment.objects.within(scope).create(
        register="poor", number=f"P{village}", person=people[0], first_period=PERIOD, last_period=PERIOD
    )
    one, two = sorted(people, key=lambda person: person.id)
    m.Duplicate.objects.within(scope).create(
        id=row_of(village), one=one, two=two, why="names", region_one=village, region_two=village
    )


def _household(scope: Any, village: str) -> None:
    """A household with one person in it who entered this month."""
    from qianxiao.registers.households import models as m

    home, name = vault_id(village, "household"), canary(village)
    place = {"home": village, "from_period": PERIOD, "verb": "entered"}
    m.Household.objects.within(scope).create(id=home, hh_no=f"H{village}", region=village, home=village, head=name, size=1,
        first_period=PERIOD, last_period=PERIOD, changed_period=PERIOD)  # fmt: skip
    m.HouseholdVersion.objects.within(scope).create(household_id=home, head=name, size=1, **place)
    m.MemberVersion.objects.within(scope).create(
        household_id=home,
        person_id=vault_id(village),
        number=f"P{village}",
        name=name,
        in_school="00",
        edu="3",
        **place,
    )
    m.Move.objects.within(scope).create(id=row_of(village), household_id=home, region_from=village, region_to=village[:6],
        head=name, people=1, reason=name, asked_by=name, asked_at=datetime.now(UTC))  # fmt: skip
    for verb in m.Change.VERBS:
        m.Change.objects.within(scope).create(period=PERIOD, region=village, subject="member", verb=verb, number=name,
            household_id=home, person_id=vault_id(village), name=name)  # fmt: skip


def _tallies(scope: Any, villages: list[str]) -> None:
    """Figures of every region above the villages, for the month that was taken in."""
    from qianxiao.masterdata.regions.models import Region
    from qianxiao.masterdata.regions.queries import above, stem
    from qianxiao.registers.households import models as m

    Region.objects.create(code=COUNTY, name="岷县", level=3, parent="621100")
    m.Snapshot.objects.create(period=PERIOD, source="", by="tester", at=datetime.now(UTC))
    levels = {0: 0, 2: 1, 4: 2, 6: 3, 9: 4, 12: 5}
    for code in sorted({code for village in villages for code in above(village)}):
        for subject in ("household", "member"):
            level = levels[len(stem(code))]
            m.Tally.objects.within(scope).create(
                period=PERIOD, region=code, level=level, subject=subject, present=1
            )


def _rosters(scope: Any, village: str) -> None:
    """An import that is looked at, with a new line, the rows to correct in its store, and the job that read it."""
    from uuid import uuid5

    from qianxiao.office.audit.keys import ring
    from qianxiao.office.jobs.models import Job
    from qianxiao.registers.rosters import files
    from qianxiao.registers.rosters.models import Import, Line
    from qianxiao.registers.rosters.sealing import Keys

    # what stands at the own village is brought in by its institution: the school sees it as well
    place = {"region": village, "org_code": org_of(village)}
    number, name, store = row_of(village), canary(village), uuid5(NAMESPACE_URL, village)
    one = Import.objects.within(scope).create(
        id=number, register="poor", period=PERIOD, state="ready", file_name=f"{name}.xlsx", store=store, by=name, post=1,
        rows=2, new=1, wrong=1, back=f"{name}_退回.xlsx", **place,
    )  # fmt: skip
    keys, cells = Keys.of(ring()), [name, *["1"] * 24]
    mark = name.encode()
    Line.objects.within(scope).create(
        imported=one, n=0, src_row=2, verdict="new", home=village[:6], key_index=mark, key_shown=name, mark=mark, name=name,
        version=keys.version, sealed=keys.seal(number, 0, json.dumps(cells)), **place,
    )  # fmt: skip
    files.keep(ring(), store, "back", iter([mark]))
    Job.objects.within(scope).create(
        id=number, kind="roster.read", subject=number, title=name, state="done", by=name, post=1, **place
    )


def _export(scope: Any, village: str) -> None:
    """An export that waits for a second person, and what was done with it."""
    from qianxiao.office.exports.models import Export, ExportStep

    number, name = row_of(village), canary(village)
    place = {"region": village, "org_code": org_of(village)}
    one = Export.objects.within(scope).create(
        id=number, page="people", form="csv", text=name, said=[["Place", name]], purpose="visit", note=name, told=1000,
        second=True, state="asked", store=uuid5(NAMESPACE_URL, f"export {village}"), by=name, by_name=name, post=1,
        post_name=name, ends_at=datetime(2100, 1, 1, tzinfo=UTC), **place,
    )  # fmt: skip
    ExportStep.objects.within(scope).create(export=one, verb="asked", by=name, post=name, **place)


def _waiting(scope: Any, base: dict[str, Any], name: str, person: str) -> None:
    """One doubt in the queue of the matching desk, with what was ruled about it."""
    from qianxiao.programme.matching.models import Doubt, Ruling

    mark = name.encode()
    doubt = Doubt.objects.within(scope).create(
        id=base["row"], region=base["region"], period=base["period"], first_period=base["period"], person_no=person,
        register="students", mark=mark, record=mark, content=mark, sealed=b"", key_version=1, rec_shown=name, rank=1,
        doubt_class="doubtful", seen_name=name, seen_id_mask=name, seen_region=base["region"], name=name, id_mask=name,
    )  # fmt: skip
    for verb in ("visit", "lapsed"):
        Ruling.objects.within(scope).create(doubt=doubt, period=base["period"], verb=verb, note=name, by=name)


def _batch(scope: Any, village: str, period: int) -> None:
    """Figures, a file that came in and a delivery of a village's institution."""
    from qianxiao.programme.matching import models as m

    base, name = {"period": period, "region": village}, canary(village)
    m.Figure.objects.within(scope).create(**base, register=name, link_class="exact", rows=1)
    m.Fault.objects.within(scope).create(**base, register=name, fault="id_blank", rows=1)
    m.Received.objects.within(scope).create(**base, name=name, register=name, sha256="", rows=1)
    own = {"region": village, "org_code": org_of(village)}
    sent = m.Delivery.objects.within(scope).create(
        **own, id=row_of(village), period=period, name=name, lines=1, sha256=name, sent_on=date(2020, 6, 1)
    )
    m.Receipt.objects.within(scope).create(
        **own, delivery=sent, verb="sent", note=name, by=name, day=sent.sent_on, sha256=name
    )


def _cells(scope: Any, villages: list[str]) -> None:
    """Coverage figures of every region above the villages."""
    from qianxiao.masterdata.regions.queries import above
    from qianxiao.returns.close.models import CoverageCell

    regions = sorted({code for village in villages for code in above(village)})
    levels = {0: 0, 2: 1, 4: 2, 6: 3, 9: 4, 12: 5}
    from qianxiao.masterdata.regions.queries import stem

    for number, (code, duty) in enumerate(
        (code, duty) for code in regions for duty in ("all", "study", "train")
    ):
        CoverageCell.objects.within(scope).create(
            period=PERIOD, row=number, region=code, level=levels[len(stem(code))], duty=duty, state="in_progress",
            step="not_surveyed", people=1,
        )  # fmt: skip


def build(folder: str) -> None:
    """The closed month, the files on disk, an agency and a user at every place, one user per role."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.programme.matching.models import Batch
    from qianxiao.returns.close import models as m
    from tests.contract import parts

    for period in (BEFORE, PERIOD):
        m.Close.objects.create(
            period=period, manifest_hash="", manifest={}, folder=folder, region_lo="522301100001",
            region_hi="621223100001", loaded_at=datetime.now(UTC), loaded_by="tester",
        )  # fmt: skip
    Batch.objects.create(period=PERIOD, source="x", by="tester", at=datetime.now(UTC), day=date(2020, 6, 1))
    with in_scope(whole_scope()) as scope:
        for village in PLACES.values():
            _lines(scope, village, PERIOD)
            _batch(scope, village, PERIOD)
            _vault(scope, village)
            _household(scope, village)
            _rosters(scope, village)
            _export(scope, village)
            parts.rows(scope, village)
        _tallies(scope, list(PLACES.values()))
        _cells(scope, list(PLACES.values()))
        for period, village in ((BEFORE, VILLAGE), (PERIOD, PLACES["abroad"])):
            m.Person.objects.within(scope).create(
                period=period, row=1, person_no=MOVED, name="搬走的人", region=village, state="in_progress"
            )
    _people()
    _duties()


def _duties() -> None:
    """The offices of the villages owe a survey, on a day on which they are late."""
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties.actions import open_duties, remind_and_raise, set_clock
    from qianxiao.office.duties.declared import rule_of

    operator, survey = Actor("operator"), rule_of("household_survey")
    assert survey is not None
    set_clock(operator, date(2020, 7, 12))
    open_duties(operator, (PERIOD // 100,), [survey])
    remind_and_raise(operator, [survey])


def _people() -> None:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    for name, village in PLACES.items():
        give_post(
            f"chief-{name}",
            canary(village),
            f"{canary(village)}办",
            Role.TOWNSHIP,
            span(village),
            village,
            demo=True,
        )
    for name, region in POSTS.items():
        bounds, org = (span(region), "") if region else (("", ""), org_of(VILLAGE))
        give_post(name, f"{name}某", f"{name}处", Role(name), bounds, region, org, demo=True, place=COUNTY)
