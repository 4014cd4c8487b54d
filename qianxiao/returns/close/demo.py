"""The accounts of a demo: one per role, placed where the loaded month has people, and a neighbour."""

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import Substr
from django.utils import translation

from qianxiao.masterdata.regions.queries import NATION, above, below, names, span
from qianxiao.office.accounts.actions import give_post, link_agencies, only_in_demo, set_up_units
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.queries import unit_name
from qianxiao.office.accounts.roles import Kind, Role
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.registers.schools.models import TRUE_SCHOOLS, Institution
from qianxiao.returns.close.models import Close, FeedbackOrg, Person

# role, sign-in name, invented person, digits of the region the post holds, what its agency is called there
_OFFICES = (
    (Role.MINISTRY, "ministry", "周敏", 0, "人力资源和社会保障部"),
    (Role.PROVINCE, "province", "石岚", 2, "人力资源和社会保障厅"),
    (Role.PREFECTURE, "prefecture", "吴建平", 4, "人力资源和社会保障局"),
    (Role.COUNTY, "county", "龙晓燕", 6, "人力资源和社会保障局"),
    (Role.REVIEWER, "reviewer", "姚远志", 6, "人力资源和社会保障局"),
    (Role.FINANCE, "finance", "田慧", 6, "财政局"),
    (Role.RELIEF, "relief", "麻正东", 6, "扶贫开发办公室"),
    (Role.TOWNSHIP, "township", "向秋菊", 9, "社会保障服务中心"),
    (Role.VILLAGE, "village", "滕国强", 12, "驻村工作队"),
    (Role.AUDITOR, "auditor", "钱立", 0, "审计组"),
    (Role.SYSTEM, "system", "许一凡", 2, "人力资源和社会保障厅"),
    (Role.SECURITY, "security", "邓守成", 2, "人力资源和社会保障厅"),
    (Role.LOGS, "logs", "苏明鉴", 2, "人力资源和社会保障厅"),
)
_INSTITUTIONS = (
    (Role.SCHOOL_HEAD, "school-head", "罗校长", ""),
    (Role.SCHOOL, "school", "杨帆", ""),
    (Role.MONITOR, "monitor", "冉小梅", ""),
    (Role.TRAINING, "training", "彭大勇", "职业培训学校"),
    (Role.EVALUATION, "evaluation", "唐颖", "职业技能评价中心"),
    (Role.ENTERPRISE, "enterprise", "段志刚", "扶贫车间"),
)
_SUPERIORS = ((Role.PROVINCE, Role.MINISTRY), (Role.PREFECTURE, Role.PROVINCE), (Role.COUNTY, Role.PREFECTURE), (Role.TOWNSHIP, Role.COUNTY),
              (Role.VILLAGE, Role.TOWNSHIP), (Role.SCHOOL, Role.COUNTY), (Role.TRAINING, Role.COUNTY),
              (Role.EVALUATION, Role.COUNTY), (Role.ENTERPRISE, Role.COUNTY))  # fmt: skip


def demo_posts(close: Close) -> list[Post]:
    """Make or move the demo accounts; returns their posts. Raises ImproperlyConfigured outside a demo."""
    only_in_demo()
    # agencies are written down once, in the installation's language, whoever asked for a page just before
    with translation.override(settings.LANGUAGE_CODE):
        return _posts(close)


def _posts(close: Close) -> list[Post]:
    set_up_units()
    with in_scope(whole_scope()) as scope:
        village = _busiest(scope, close.period, 12)
        school = _school(close.period, village[:6])
    county = village[:6]
    posts = _offices(village) if county else _offices("")
    if school:
        posts += _institutions(county, school.name or school.org_code, school.org_code)
    made = {post.role: post.agency.name for post in posts}
    pairs = [(made[low], made[high]) for low, high in _SUPERIORS if low in made and high in made]
    for role, kind in ((Role.RELIEF, Kind.RELIEF), (Role.FINANCE, Kind.FINANCE)):
        unit = unit_name(kind, county[:2])
        pairs += [(made[role], unit)] if role in made and unit else []
    link_agencies(pairs)
    return posts + _neighbour(county) + _signers(county)


def _school(period: int, county: str) -> FeedbackOrg | None:
    """The institution with most feedback: a technical school of the county if there is one, else any such school, else any."""
    true = list(Institution.objects.filter(org_type__in=TRUE_SCHOOLS).values_list("org_code", "region"))
    rows = FeedbackOrg.objects.filter(period=period).order_by("-lines", "org_code")
    near = [code for code, region in true if region.startswith(county)]
    return (
        rows.filter(org_code__in=near).first()
        or rows.filter(org_code__in=[code for code, _region in true]).first()
        or rows.first()
    )


def _busiest(scope: Scope, period: int, digits: int) -> str:
    """The region with most people: a county, in it a township, in it a village; '' without anybody."""
    found = ""
    for size in (6, 9, digits):
        rows = Person.objects.within(scope, *(span(found) if found else ("", "~"))).filter(period=period)
        top = (
            rows.exclude(region="")
            .values(place=Substr("region", 1, size))
            .annotate(n=Count("row"))
            .order_by("-n", "place")
            .first()
        )
        found = top["place"] if top else found
    return found


def _region(village: str, digits: int) -> str:
    """The region of so many digits above a village: 0 is the nation, provinces and prefectures end in zeros."""
    return village[:digits].ljust(6, "0") if digits else NATION


def _offices(village: str) -> list[Post]:
    said = names(above(village)) if village else {}
    posts = []
    for role, username, person, digits, title in _OFFICES:
        if digits and len(village) < digits:
            continue  # nobody lives there in this month
        region = _region(village, digits)
        place = said.get(region, region) if digits else ""
        posts.append(give_post(username, person, f"{place}{title}", role, span(region), region, demo=True))
    return posts


def _neighbour(county: str) -> list[Post]:
    """The clerk of another county of the prefecture, who finds nobody of this one (X-01)."""
    for code, name in below(_region(county, 4)) if county else []:
        if code != county:
            agency = f"{name}人力资源和社会保障局"
            return [give_post("neighbour", "卢青", agency, Role.COUNTY, span(code), code, demo=True)]
    return []


def _signers(county: str) -> list[Post]:
    """Who is second at the prefecture, and its finance: a standard needs both (20-06-01)."""
    if not county:
        return []
    region = _region(county, 4)
    said = names([region]).get(region, region)
    offices = (
        (Role.PREFECTURE, "prefecture2", "吴敏", "人力资源和社会保障局"),
        (Role.FINANCE, "finance2", "田园", "财政局"),
    )
    return [
        give_post(username, person, f"{said}{title}", role, span(region), region, demo=True)
        for role, username, person, title in offices
    ]


def _institutions(county: str, school: str, code: str) -> list[Post]:
    """A school's three posts, and one each at three other bodies with codes nobody else has."""
    said = names([county]).get(county, county)
    posts = []
    for number, (role, username, person, title) in enumerate(_INSTITUTIONS):
        agency, own = (f"{said}{title}", f"99{county}{number:010d}") if title else (school, code)
        posts.append(
            give_post(username, person, agency, role, institution=own, demo=True, place=county or NATION)
        )
    return posts
