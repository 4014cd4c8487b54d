"""ID numbers and credit codes, one at a time: the vectors of the standards and of the domain facts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianxiao.base import idno, masks, uscc
from qianxiao.base.fold import fold, fold_header, without_unit

LATEST = date(2020, 5, 31)


@pytest.mark.parametrize(
    ("text", "id18", "id_class"),
    [
        ("11010519491231002X", "11010519491231002X", "valid"),
        ("11010519491231002x", "11010519491231002X", "valid"),
        ("110105491231002", "11010519491231002X", "valid15"),
        ("440524188001010014", "440524188001010014", "valid"),
        ("360426199101010071", "360426199101010071", "valid"),
        ("360426199101010072", "360426199101010072", "bad_check"),
        ("990001200305170126", "990001200305170126", "valid"),
        ("990001198802030212", "990001198802030212", "valid"),
        ("９９０００１１９８８０２０３０２１２", "990001198802030212", "valid"),
        (" 990001-19880203-0212　", "990001198802030212", "valid"),
        ("'990001198802030212", "990001198802030212", "valid"),
        ("99000119880203021234", "990001198802030212", "disability"),
        ("99000119880203021234B1", "990001198802030212", "disability"),
        ("99000119880203021299", None, "bad_length"),
        ("990001198802300212", "990001198802300212", "bad_date"),
        ("990001202106010212", "990001202106010212", "bad_date"),
        ("1.1010519491231E+17", None, "bad_length"),
        ("9900011988020302", None, "bad_length"),
        ("", None, "missing"),
        (None, None, "missing"),
    ],
)
def test_vectors(text: str | None, id18: str | None, id_class: str) -> None:
    found = idno.read_id(text, 1800, LATEST)
    assert (found.id18, found.id_class) == (id18, id_class)


def test_scientific_form_is_known_as_lost_digits() -> None:
    assert idno.read_id("1.1E+17", 1800, LATEST).digits_lost
    assert not idno.read_id("110105", 1800, LATEST).digits_lost


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_any_one_digit_error_is_found(first17: str, place: int, change: int) -> None:
    wrong = first17[:place] + str((int(first17[place]) + change) % 10) + first17[place + 1 :]
    assert idno.check_char(wrong) != idno.check_char(first17)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("91350100M000100Y43", "valid"),
        ("91110000101623741K", "valid"),
        ("91110000101623741k", "valid"),
        ("91350211M0000XUF46", "bad_check"),
        ("91990001MA9X00003J", "valid"),
        ("12990001999000013K", "valid"),
        ("52990001999000021A", "valid"),
        ("919900010000004650", "valid"),
        ("91990001MA9X0000", "bad_form"),
        ("I1990001MA9X00003J", "bad_form"),
        ("", "missing"),
    ],
)
def test_credit_codes(text: str, verdict: str) -> None:
    assert uscc.read_uscc(text)[1] == verdict


def test_remainder_zero_gives_the_character_zero() -> None:
    assert uscc.check_char("91990001000000465") == "0"


def test_masks_hide_what_the_design_asks() -> None:
    assert masks.mask_id("990001198802030212") == "99*************212"
    assert masks.mask_phone("13812345678") == "138****5678"
    assert masks.mask_account("6222021234567890123") == "***************0123"
    assert [masks.mask_name(name) for name in ("张伟", "欧阳小明", "买买提·艾力", "")] == [
        "张*",
        "欧阳**",
        "买**·**",
        "",
    ]
    assert masks.mask_id("123") == "***"


def test_folding_is_about_width_and_blanks_only() -> None:
    assert fold("Ａｂ　１２ ３\u200b\t") == "Ab123"
    assert fold_header("＊证件 号码（必填）") == "证件号码(必填)"
    assert without_unit(fold_header("金额（元）")) == "金额"
