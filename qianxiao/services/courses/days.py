"""The day that counts for courses: the real one, in a demo the one that was set (X-04)."""

from qianxiao.office.duties import clock
from qianxiao.office.duties.declared import ymd


def today() -> int:
    """yyyymmdd."""
    return ymd(clock.today())
