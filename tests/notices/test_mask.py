"""P6: what a list gives away of 10,000 random people, children, same names and rare ones among them."""

import random
from uuid import NAMESPACE_URL, UUID, uuid5

from stdnum.cn import ric

from qianxiao.base.masks import mask_id
from qianxiao.money.notices.lines import Line, masked
from qianxiao.money.notices.rules import kinds

PEOPLE, LOOKED = 10_000, 40
_LONG = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FAMILY, _GIVEN = "王李张刘陈杨赵黄周吴欧", "秀志明军桂花娜强小大梅国"


def _number(dice: random.Random) -> str:
    body = f"990001{dice.randint(1950, 2008)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}{dice.randint(0, 999):03d}"
    return body + ric.calc_check_digit(body + "0")


def _people() -> list[tuple[UUID, str, str]]:
    dice = random.Random(6)
    return [
        (
            uuid5(NAMESPACE_URL, f"p6 {i}"),
            dice.choice(_FAMILY) + "".join(dice.choices(_GIVEN, k=dice.randint(1, 2))),
            _number(dice),
        )
        for i in range(PEOPLE)
    ]


def _candidates(mask: str, number: str) -> int:
    """Numbers that fit a mask when county and year of birth are known: every day, every order number, check digit right."""
    orders = [f"{order:03d}" for order in range(1000) if _fits(mask[14:17], f"{order:03d}")]
    days = [f"{month:02d}{day:02d}" for month in range(1, 13) for day in range(1, _LONG[month - 1] + 1)]
    bodies = (number[:10] + day + order for day in days if _fits(mask[10:14], day) for order in orders)
    return sum(mask[17] in ("*", ric.calc_check_digit(body + "0")) for body in bodies)


def _fits(mask: str, text: str) -> bool:
    return all(shown in ("*", real) for shown, real in zip(mask, text, strict=True))


def test_a_line_holds_masked_texts_only_and_leaves_three_hundred_people_possible() -> None:
    people = _people()
    told = {key: (name, mask_id(number)) for key, name, number in people}
    lines = [Line(str(i), 100, key, "621126101200") for i, (key, _name, _number) in enumerate(people)]
    for kind in kinds().values():
        texts = masked(kind, lines, told, {"621126101": "某镇"})
        for (_key, name, number), text in zip(people, texts, strict=True):
            assert text.name[0] == name[0] and set(text.name[1:]) == {"*"}
            assert number[2:15] not in text.id_mask and set(text.id_mask[2:15]) <= {"*"}
            assert (text.place, text.amount) == ("某镇", 100)
        assert kind.number != "always" or all(text.id_mask for text in texts)
        assert kind.number != "never" or not any(text.id_mask for text in texts)
    found = [_candidates(mask_id(number), number) for _key, _name, number in people[:LOOKED]]
    wider = [
        _candidates(number[:6] + "*" * 8 + number[14:], number) for _key, _name, number in people[:LOOKED]
    ]
    print(
        f"\nP6: {PEOPLE} people, forbidden fields 0, candidates {min(found)} to {max(found)}; 6 + 4 digits: {max(wider)}"
    )
    assert min(found) >= 300
    assert max(wider) < 100  # the control: the usual mask of six and four digits
