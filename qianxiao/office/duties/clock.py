"""The one place that says which day it is for duties: the real one, in a demo the one that was set (X-04)."""

from datetime import date

from django.conf import settings
from django.utils.timezone import localdate

from qianxiao.office.duties.models import Clock


def today() -> date:
    """The day. Outside a demo a day that was set is not looked at."""
    if not settings.DEMO:
        return localdate()
    return Clock.objects.values_list("day", flat=True).first() or localdate()
