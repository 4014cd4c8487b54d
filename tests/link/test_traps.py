"""Names and numbers that mislead: each trap of the registers decided rightly, and explained (19-05-04)."""

from pathlib import Path

import pytest

from qianxiao.engine.link.evidence import defaults
from tests.link.cast import Result, World, crowd, mention, number, person

A, B = number(19950321, 123), number(19960412, 22)
TWIN_1, TWIN_2 = number(19980817, 101), number(19980817, 103)
HEAD, SON = number(19660102, 31), number(19970605, 71)
STRANGER = number(19881111, 457)
VILLAGE = "990001100201"
HOME = {"region": VILLAGE, "phone": "13900000077"}


def wrong_digit(id_no: str, place: int) -> str:
    """The number with one digit changed."""
    return id_no[:place] + str((int(id_no[place]) + 3) % 10) + id_no[place + 1 :]


def swapped(id_no: str, place: int) -> str:
    """The number with two neighbouring digits exchanged."""
    return id_no[:place] + id_no[place + 1] + id_no[place] + id_no[place + 2 :]


PEOPLE = [
    person("P1", "买买提·艾力", A, phone="13900000001", ethnic="05"),
    person("P2", "杨秀梅", B, phone="13900000002"),
    person("T1", "罗玉春", TWIN_1, "HT", **HOME),
    person("T2", "罗玉秋", TWIN_2, "HT", **HOME),
    person("H1", "龚大山", HEAD, "HH", region=VILLAGE, phone="13900000003"),
    person("H2", "龚小川", SON, "HH", region=VILLAGE, phone="13900000003"),
    person("F1", "费润燕", number(19910505, 12), phone="13900000004"),
    person("R1", "刘𬸚", number(19930909, 44), phone="13900000005"),
    person("B1", "祝青松", None, phone="13900000006"),
    person("L1", "韦未明", number(19820202, 82)),
    person("D1", "苗春生", number(19850707, 301), phone="13900000007"),
    person("K1", "逄永", number(19840404, 404), phone="13900000009", sex="1"),
    person("X1", "柴建堃", wrong_digit(number(19800303, 333), 9), phone="13900000008"),
]
LINKED = [
    ("dot missing", mention("l01", "买买提艾力", A), "P1", "exact"),
    ("another dot", mention("l02", "买买提．艾力", A), "P1", "exact"),
    ("middle dot and spaces", mention("l03", " 买买提 • 艾力　", A), "P1", "exact"),
    ("another spelling", mention("l04", "麦麦提·艾力", A), "P1", "id_variant"),
    ("another spelling, other length", mention("l05", "穆罕默德艾力", A), "P1", "id_variant"),
    ("traditional form", mention("l06", "楊秀梅", B), "P2", "exact"),
    ("sounds equal", mention("l07", "杨秀玫", B), "P2", "id_variant"),
    ("looks alike", mention("l08", "韦末明", number(19820202, 82)), "L1", "id_variant"),
    (
        "one of two characters",
        mention(
            "l26", "逄水", number(19840404, 404), phone="13900000009", region=VILLAGE, sex="1", says_poor=1
        ),
        "K1",
        "id_variant",
    ),
    ("dialect sound", mention("l09", "扬修梅", B), "P2", "id_variant"),
    (
        "rare character lost",
        mention("l10", "刘？", number(19930909, 44), phone="13900000005"),
        "R1",
        "id_variant",
    ),
    ("rare character as private use", mention("l11", "刘\ue5f1", number(19930909, 44)), "R1", "id_variant"),
    ("one digit wrong", mention("l12", "杨秀梅", wrong_digit(B, 15)), "P2", "repaired"),
    ("wrong digit in the date", mention("l13", "杨秀梅", wrong_digit(B, 13)), "P2", "repaired"),
    ("digits exchanged", mention("l14", "费润燕", swapped(number(19910505, 12), 8)), "F1", "repaired"),
    (
        "digit missing",
        mention("l15", "费润燕", number(19910505, 12)[:8] + number(19910505, 12)[9:]),
        "F1",
        "repaired",
    ),
    (
        "digit too many",
        mention("l16", "费润燕", number(19910505, 12)[:8] + "7" + number(19910505, 12)[8:]),
        "F1",
        "repaired",
    ),
    ("fifteen digits", mention("l17", "苗春生", "990001850707301"), "D1", "exact"),
    ("disability number", mention("l18", "苗春生", number(19850707, 301) + "44"), "D1", "exact"),
    ("head's number", mention("l19", "龚小川", HEAD, region=VILLAGE, phone="13900000003"), "H2", "probable"),
    (
        "stranger's number",
        mention("l20", "费润燕", HEAD, region=VILLAGE, phone="13900000004"),
        "F1",
        "probable",
    ),
    (
        "no number on either side",
        mention("l21", "祝青松", None, phone="13900000006", region=VILLAGE),
        "B1",
        "probable",
    ),
    ("register's number is faulty", mention("l22", "柴建堃", number(19800303, 333)), "X1", "repaired"),
    ("twin by own number", mention("l23", "罗玉秋", TWIN_2), "T2", "exact"),
    (
        "number of the register given",
        mention("l24", "杨秀梅", None, "intentions", claimed_person_no="P2"),
        "P2",
        "probable",
    ),
    (
        "day and month exchanged",
        mention("l25", "费润燕", None, "students", birth=19910505, phone="13900000004"),
        "F1",
        "probable",
    ),
]
NOT_LINKED = [
    ("equal number, other name", mention("n01", "王某某", B)),
    ("equal number, one of two characters, nothing else", mention("n09", "逄水", number(19840404, 404))),
    ("blank number, common name", mention("n02", "赵国建", None)),
    ("blank everything", mention("n03", "无名氏", None)),
    ("sibling not registered", mention("n04", "罗玉冬", number(20000101, 5), **HOME)),
    ("sibling without number", mention("n05", "罗玉冬", None, **HOME)),
    (
        "same name, other number and place",
        mention("n06", "杨秀梅", STRANGER, region="650002100200", phone="13911111111"),
    ),
    ("sister by a twin's number", mention("n07", "罗建国", TWIN_1)),
    ("placeholder number", mention("n08", "杨秀梅", "000000000000000000")),
]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The whole cast linked once."""
    world = World(tmp_path_factory.mktemp("traps"), people=crowd() + PEOPLE)
    world.mentions = [row for _, row, _, _ in LINKED] + [row for _, row in NOT_LINKED]
    return world.close()


@pytest.mark.parametrize(
    ("rec_id", "wanted"),
    [(row["rec_id"], (no, kind)) for _, row, no, kind in LINKED],
    ids=[case[0] for case in LINKED],
)
def test_linked(result: Result, rec_id: str, wanted: tuple[str, str]) -> None:
    assert result.link(rec_id) == wanted


@pytest.mark.parametrize(
    "rec_id", [row["rec_id"] for _, row in NOT_LINKED], ids=[case[0] for case in NOT_LINKED]
)
def test_not_linked(result: Result, rec_id: str) -> None:
    assert result.link(rec_id) is None


def test_somebody_elses_number_goes_to_people(result: Result) -> None:
    assert result.doubt("n01") == [("P2", "conflict")]


def test_every_link_says_why(result: Result) -> None:
    for row in result.records("links"):
        assert row["ev_name"] > 0
        assert row["bits"] >= defaults()["limits"]["auto_bits"]
        assert any(row[name] == 1 for name in ("ev_name", "ev_id", "ev_birth", "ev_region", "ev_phone"))


def test_each_mention_in_one_class(result: Result) -> None:
    links = [(row["register"], row["rec_id"]) for row in result.records("links")]
    doubts = {(row["register"], row["rec_id"]) for row in result.records("doubts")}
    assert len(links) == len(set(links))
    assert doubts.isdisjoint(links)
    total = len(LINKED) + len(NOT_LINKED)
    assert sum(row["n"] for row in result.records("link_counts")) == total
    assert len(result.records("person_keys")) == total


def test_shared_number_links_nobody(tmp_path: Path) -> None:
    world = World(tmp_path, people=crowd() + PEOPLE)
    world.mentions = [
        mention(f"s{i}", name, B) for i, name in enumerate(["王一", "李二", "张三丰", "赵四海", "杨秀玫"])
    ]
    result = world.close()
    assert result.tables["links"] == []
    assert {row["person_key"] for row in result.records("person_keys")} == {f"id:{B}"}
