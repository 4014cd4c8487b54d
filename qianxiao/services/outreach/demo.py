"""Free services of a demo's county: six households in ten have had one this year."""

from pathlib import Path

from django.db import connection

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.duties.clock import today
from qianxiao.services.outreach.models import Service

_SQL = (Path(__file__).parent / "sql" / "demo.sql").read_text(encoding="utf-8")


def demo_services(region: str, officer: str) -> None:
    """Services by lot of the household's number, once."""
    day, (lo, hi) = today(), span(region)
    with in_scope(whole_scope()) as scope:
        if Service.objects.within(scope).filter(region__gte=lo, region__lt=hi).exists():
            return
        with connection.cursor() as cursor:
            days = max((day.month - 1) * 30 + day.day - 5, 1)
            cursor.execute(
                _SQL, {"year": str(day.year), "days": days, "lo": lo, "hi": hi, "officer": officer}
            )
