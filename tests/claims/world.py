"""The month's county with 47 students who are due 1,500 yuan each and have not had it: three of them have to be looked at."""

from datetime import date
from typing import Any

from django.db import connection

from tests.web.sample import COUNTY, OTHER, SCHOOL, VILLAGE

DAY = date(2020, 6, 15)  # a Monday
PERIOD = 202005
EACH = 150000
PEOPLE = 47
DEAD, NO_ACCOUNT, FOUND = 5, 17, 29  # who is to be looked at: places in the list
TRAINER = "99621126000000T001"


def build() -> None:
    """Everything that stands there before the tests. Call as the operator."""
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.roles import Role
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.duties.actions import set_clock

    set_clock(Actor("operator"), DAY)
    give_post("county-two", "第二经办", "岷县局", Role.COUNTY, span(COUNTY), COUNTY, demo=True)
    give_post("reviewer-two", "第二复审", "岷县局", Role.REVIEWER, span(COUNTY), COUNTY, demo=True)
    give_post(
        "the-school", "杨老师", "岷州技工学校", Role.SCHOOL, institution=SCHOOL, demo=True, place=COUNTY
    )
    give_post(
        "the-trainer", "彭某", "某培训学校", Role.TRAINING, institution=TRAINER, demo=True, place=COUNTY
    )
    with in_scope(whole_scope()) as scope:
        _people(scope)


def _people(scope: Any) -> None:
    from qianxiao.money.entitlements.models import Entitlement
    from qianxiao.registers.households.models import FOREVER, MemberVersion
    from qianxiao.registers.people.models import Enrolment, Person

    Entitlement.objects.within(scope).update(
        state="paid", paid=EACH, amount=EACH, verdict="due", item="free_tuition"
    )
    lines = list(
        Enrolment.objects.within(scope).filter(register="poor", person__region__startswith=COUNTY).order_by("number")[:PEOPLE]
    )  # fmt: skip
    everybody = Person.objects.within(scope)
    everybody.update(account_mask="6217****0001")
    for at, line in enumerate(lines):
        one = everybody.get(pk=line.person_id)
        entitled(scope, one, line.number, f"S{at:03}", findings=[5] if at == FOUND else [])
        if at == NO_ACCOUNT:
            everybody.filter(pk=one.pk).update(account_mask="")
        if at == DEAD:
            with connection.cursor() as cursor:  # what a month said is never written again, but here
                cursor.execute("ALTER TABLE households_memberversion DISABLE TRIGGER USER")
                MemberVersion.objects.within(scope).filter(number=line.number, to_period=FOREVER).update(
                    change_type="1"
                )
                cursor.execute("ALTER TABLE households_memberversion ENABLE TRIGGER USER")


def entitled(scope: Any, person: Any, number: str, rec_id: str, **more: Any) -> Any:
    """One row that is due and open, of a student unless told otherwise."""
    from qianxiao.money.entitlements.models import Entitlement

    told = {
        "item": "rain_dew", "person_id": person.pk, "number": number, "name": person.name, "id_mask": person.id_mask,
        "region": person.region, "county": COUNTY, "org_code": SCHOOL, "register": "students", "rec_id": rec_id, "instalment": "2020S",
        "month": 202003, "decisive_date": 20200301, "amount": EACH, "verdict": "due", "state": "missing", "rule_id": "rain_dew",
        "rule_version": "1", "met": 127, "clause": "S19-12", "payee_kind": "2", "fund": "2", "first_period": PERIOD,
        "last_period": PERIOD, "changed_period": PERIOD,
    }  # fmt: skip
    return Entitlement.objects.within(scope).create(**{**told, **more})


def person(at: int = 0) -> Any:
    """A person of the county, by place."""
    from qianxiao.registers.people.models import Person
    from tests.scoped import all_rows

    return all_rows(Person).filter(region__startswith=COUNTY).order_by("enrolments__number")[at]


__all__ = ["COUNTY", "OTHER", "SCHOOL", "VILLAGE", "build", "entitled", "person"]
