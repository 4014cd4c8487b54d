"""A demo's norms, and a school that teaches some of one."""

from pathlib import Path

from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.registers.schools.models import Institution
from qianxiao.services.curricula.actions import take_norms
from qianxiao.services.curricula.models import Module, NormItem

NORM, MAJOR = "YS-0101-4", "0101-4"
# item of the norm → what the school teaches of it; the third and the fourth are short
TAUGHT = {1: ("普通车床加工", 240), 2: ("套类零件加工", 200), 4: ("机械制图", 90), 5: ("安全教育", 40)}


def demo_curricula(one: Institution) -> None:
    """Take the demo's norms in, and write down what the school teaches, once."""
    take_norms(Path(__file__).parent / "data" / "demo.csv")
    with in_scope(whole_scope()) as scope:
        for number, (title, hours) in TAUGHT.items():
            item = NormItem.objects.get(norm__code=NORM, number=number)
            Module.objects.within(scope).get_or_create(
                org_code=one.org_code, major=MAJOR, title=title,
                defaults={"region": one.region, "hours": hours, "item": item, "by": "school"},
            )  # fmt: skip
