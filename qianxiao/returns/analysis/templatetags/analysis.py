"""A figure of the analysis that opens its people."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template import Library
from django.urls import reverse
from django.utils.html import format_html

from qianxiao.returns.analysis.counting import Group
from qianxiao.returns.analysis.models import Report
from qianxiao.returns.analysis.queries import KINDS, Moved

register = Library()


@register.simple_tag
def moved(report: Report, group: Group, way: str, opens: bool) -> str:
    """How many came into a group's work or left it; a link where the reader may see who."""
    n = getattr(group, way)
    if not (n and opens and group.kind in KINDS):
        return format_html("{}", intcomma(n))
    region = group.key if group.kind == "place" else report.region
    slug = Moved(way=way, kind=group.kind, key="all" if group.kind == "place" else group.key).slug
    href = reverse("analysis-moved", args=[report.month, region, slug])
    return format_html('<a href="{}">{}</a>', href, intcomma(n))
