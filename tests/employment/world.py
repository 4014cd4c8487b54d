"""Two counties with people of working age, one pupil, one too old, one who cannot work; a register of firms; the posts."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

COUNTY, OTHER, FAR = "621126", "621223", "440306"
TOWN, VILLAGE, OTHER_VILLAGE = "621126100", "621126100001", "621223100001"
DAY = date(2020, 7, 6)  # a Monday
BEGUN = 20200401
PEOPLE, ELSEWHERE = 12, 3


def person_id(number: int, county: str = COUNTY) -> UUID:
    """The key of somebody; number PEOPLE is the pupil, then the old one, then who cannot work."""
    return uuid5(NAMESPACE_URL, f"works {county} {number}")


def id_no(number: int, county: str = COUNTY) -> str:
    """An invented number with its check character."""
    from qianxiao.base.idno import check_char

    first = f"99{county[2:]}1985010{number % 10}{number:03}"[:17]
    return first + check_char(first)


def build() -> None:
    """Everything that stands there before the tests. Call as the operator."""
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.duties.actions import set_clock
    from qianxiao.services.employment.actions_load import begin

    load_regions()
    set_clock(Actor("operator"), DAY)
    with in_scope(whole_scope()) as scope:
        for n in range(PEOPLE + 3):
            _person(scope, n, COUNTY, VILLAGE if n % 2 else "621126101201")
        for n in range(ELSEWHERE):
            _person(scope, n, OTHER, OTHER_VILLAGE)
    _posts()
    begin(BEGUN, "operator")


def _posts() -> None:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    give_post("county", "甲", "岷县人社局", Role.COUNTY, span(COUNTY), COUNTY, demo=True)
    give_post("reviewer", "甲二", "岷县人社局", Role.REVIEWER, span(COUNTY), COUNTY, demo=True)
    give_post("town", "乙", "某镇", Role.TOWNSHIP, span(TOWN), TOWN, demo=True)
    give_post("other", "丙", "宕昌县人社局", Role.COUNTY, span(OTHER), OTHER, demo=True)
    give_post("province", "丁", "省厅", Role.PROVINCE, span("620000"), "620000", demo=True)
    give_post("ministry", "戊", "部", Role.MINISTRY, span("CN"), "CN", demo=True)


def _person(scope: Any, n: int, county: str, village: str) -> None:
    from qianxiao.office.audit.keys import ring
    from qianxiao.registers.households import models as h
    from qianxiao.registers.people.models import Person, Sealed

    years = {PEOPLE: 20030101, PEOPLE + 1: 19500101}
    told = {"in_school": "50" if n == PEOPLE else "00", "labour": "5" if n == PEOPLE + 2 else "1"}
    name = f"{'马王张李杨石龙'[n % 7]}{'秀建德桂晓'[n % 5]}{'梅军'[n % 2]}"
    one = Person.objects.within(scope).create(
        id=person_id(n, county), name=name, region=village, birth=years.get(n, 19850101), sex="2", id_mask=f"99************{n:04}",
    )  # fmt: skip
    from qianxiao.base.vault import blind

    Sealed.objects.within(scope).create(
        person=one,
        kind="id_no",
        version=1,
        sealed=b"",
        index=blind(ring(), "id_no", id_no(n, county)),
        index_version=1,
    )
    home = h.Household.objects.within(scope).create(
        id=uuid5(NAMESPACE_URL, f"home {county} {n}"), hh_no=f"H{county}{n}", region=village, home=village, head=name, size=1,
        first_period=202003, last_period=202003,
    )  # fmt: skip
    h.MemberVersion.objects.within(scope).create(
        household=home,
        person=one,
        number=f"P{county}{n}",
        name=name,
        home=village,
        from_period=202003,
        verb="entered",
        **told,
    )


def now() -> datetime:
    """The clock's day."""
    return datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
