"""Random small worlds: people with any facts, records of any kind at any time, some linked, some not."""

from typing import Any

from hypothesis import strategies as st

from tests.cast import World

DAYS = st.sampled_from(
    [20181215, 20190115, 20190630, 20190901, 20191231, 20200229, 20200315, 20200430, 20200531, 20200601]
)
MONTHS = st.sampled_from([201809, 201903, 201909, 202003, 202005, 202006])
VILLAGES = st.sampled_from(["621126101200", "621126102201", "513422100200", "621126101", "620623"])
MAYBE_DAY = st.none() | DAYS


def codes(*values: str | None) -> st.SearchStrategy[str | None]:
    """One of these codes."""
    return st.sampled_from(values)


PERSON: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "birth": st.none() | st.integers(1940, 2015).map(lambda year: year * 10000 + 615),
        "sex": codes("1", "2", "0", None),
        "region": VILLAGES,
        "hh_no": codes("H1", "H2", "H3"),
        "edu": codes("1", "2", "3", "4", "5", None),
        "in_school": codes("00", "40", "50", "20", None),
        "labour": codes("1", "2", "3", "4", "5", None),
        "exit_status": codes("1", "3", "4", None),
        "change_type": codes(None, None, None, "1", "2", "6"),
        "change_date": MAYBE_DAY,
        "identified_on": MAYBE_DAY,
    }
)
RECORDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "students": {
        "org_code": codes("S1", "S2", "C1"),
        "reg_kind": codes("1", "2"),
        "enrol_month": MONTHS,
        "status": codes("0", "1", "2", "4", "5", "7"),
        "status_date": MAYBE_DAY,
        "stage": codes("4", "3", None),
    },
    "trainees": {
        "org_code": codes("C1", "S1"),
        "region": codes("621126", "513422"),
        "occupation_code": codes("6-18-01-01", "4-03-02-01"),
        "train_level": codes("5", "4", None),
        "train_type": codes("01", "03", None),
        "train_mode": codes("1", "2", "4", None),
        "person_group": codes("06", "08", None),
        "start": DAYS,
        "end": MAYBE_DAY,
        "days": st.just(10),
        "attended_days": st.integers(0, 10),
        "result": codes("0", "1", "2", "3"),
        "fee_charged": st.sampled_from([None, 0, 100]),
    },
    "certificates": {
        "cert_kind": codes("1", "2", "6"),
        "occupation_code": codes("6-18-01-01", "4-03-02-01"),
        "level": codes("5", "4", None),
        "issue_date": DAYS,
    },
    "employment": {
        "state": codes("1", "2"),
        "form": codes("1", "4", None),
        "start": MAYBE_DAY,
        "end": MAYBE_DAY,
    },
    "insurance": {"from_month": MONTHS, "pension_from": MAYBE_DAY},
    "intentions": {"kind": codes("1", "2"), "answer": codes("1", "2", "3", "4"), "contact_date": DAYS},
    "payments": {
        "item": codes(
            "training_subsidy", "living_allowance", "rain_dew", "national_grant", "appraisal_subsidy"
        ),
        "region": codes("621126", "513422"),
        "term": codes("2019A", "2020S", None),
        "subject_no": codes("students0", "trainees0", "certificates0", None),
        "amount": st.integers(0, 300000),
        "payee_kind": codes("1", "2", "3"),
        "account": codes("A1", "A2", None),
        "pay_date": DAYS,
        "status": codes("1", "2", "3"),
        "fund": codes("1", "5", "6", None),
    },
}


@st.composite
def worlds(draw: st.DrawFn, people: int = 6, records: int = 5) -> World:
    """A world of up to `people` registered persons and up to `records` rows in each other register."""
    world = World()
    for tag, code in (("3q3z", "513400"), ("3q3z", "513422"), ("52", "621126"), ("3q3z", "620623")):
        world.row("area_tags", tag=tag, code=code, valid_from=20190101, valid_to=99991231)
    count = draw(st.integers(1, people))
    for number in range(count):
        facts: dict[str, Any] = draw(PERSON)
        world.person(f"P{number}", f"人{number}", facts.pop("birth"), **facts)
    owners = st.none() | st.sampled_from([f"P{number}" for number in range(count)] + ["id:9900"])
    for register, columns in RECORDS.items():
        rows = draw(st.lists(st.tuples(owners, st.fixed_dictionaries(columns)), max_size=records))
        for number, (owner, values) in enumerate(rows):
            rec = world.record(register, f"{register}{number}", owner, **values)
            if register == "students" and owner in world.names:
                _due(draw, world, str(owner), rec)
    return world


def _due(draw: st.DrawFn, world: World, owner: str, rec: str) -> None:
    verdict = draw(codes("due", "not_due", "unknown"))
    line = {
        "item": "free_tuition",
        "person_no": owner,
        "register": "students",
        "rec_id": rec,
        "term": "2020S",
        "month": 202003,
    }
    world.row("due", amount=100000 if verdict == "due" else 0, verdict=verdict, **line)
    if verdict == "due":
        paid = draw(st.sampled_from([0, 40000, 100000]))
        status = {0: "missing", 40000: "part", 100000: "paid"}[paid]
        money = {"amount": 100000, "paid": paid, "gap": 100000 - paid, "over": 0, "status": status}
        world.row("entitlements", clause="S19-12", county="621126", **line, **money)
