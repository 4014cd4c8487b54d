"""Who is on the lists of these tests."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from qianxiao.base.masks import mask_id

COUNTY, OTHER = "621126", "621221"
VILLAGES = ("621126101200", "621126102201")
# the last two are neighbours whose masked names read alike
NAMES = ("杨秀梅", "马志强", "王桂花", "李明", "欧阳娜娜", "艾尼·买买提", "赵小军", "赵大军")


def who(i: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"notices {i}")


def number(i: int) -> str:
    return f"99000120010{i % 9 + 1}15{i:03d}X"


def person(i: int) -> Any:
    from qianxiao.registers.people.models import Person

    village = VILLAGES[0] if i % 2 == 0 or i > 5 else VILLAGES[1]
    return Person(id=who(i), name=NAMES[i], region=village, id_mask=mask_id(number(i)), birth=20010115)


def lines(*whose: int, amount: int = 150000) -> list[Any]:
    from qianxiao.money.notices.lines import Line

    return [
        Line(f"C2020-1/{i}", amount, who(i), VILLAGES[0] if i % 2 == 0 or i > 5 else VILLAGES[1])
        for i in whose
    ]
