"""The accounts of a demo: one per role, placed where the loaded month has people."""

from django.db.models import Count
from django.db.models.functions import Substr

from qianxiao.masterdata.regions.queries import NATION, names, span
from qianxiao.office.accounts.actions import give_post, only_in_demo
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.roles import Role
from qianxiao.returns.close.models import Close, FeedbackOrg, Person


def demo_posts(close: Close) -> list[Post]:
    """Make or move the demo accounts; returns their posts. Raises ImproperlyConfigured outside a demo."""
    only_in_demo()
    found = Person.objects.filter(period=close.period).exclude(region="")
    counties = found.values(county=Substr("region", 1, 6)).annotate(n=Count("row")).order_by("-n", "county")
    first = counties.first()
    county = first["county"] if first else ""
    province = county[:2] + "0000"
    said = names([county, province])
    posts = [
        give_post("ministry", "周敏", "人力资源社会保障部", Role.MINISTRY, span(NATION), NATION, demo=True),
        give_post("auditor", "钱立", "审计组", Role.AUDITOR, span(NATION), NATION, demo=True),
    ]
    if county:
        bureau = f"{said.get(province, province)}人力资源社会保障厅"
        posts.append(
            give_post("province", "石岚", bureau, Role.PROVINCE, span(province), province, demo=True)
        )
        bureau = f"{said.get(county, county)}人力资源社会保障局"
        posts.append(give_post("county", "龙晓燕", bureau, Role.COUNTY, span(county), county, demo=True))
    school = FeedbackOrg.objects.filter(period=close.period).order_by("-lines", "org_code").first()
    if school:
        title = school.name or school.org_code
        posts.append(give_post("school", "杨帆", title, Role.SCHOOL, institution=school.org_code, demo=True))
    return posts
