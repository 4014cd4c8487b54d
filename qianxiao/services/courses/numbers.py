"""Numbers of learners and proofs: random, so that nobody counts through them, with a check sign against slips."""

import secrets

from stdnum.iso7064 import mod_37_2

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another one
PROOF = 10  # random signs


def without_blanks(text: str) -> str:
    """A number as somebody typed it, without blanks and hyphens, in capitals."""
    return "".join(char for char in text.upper() if char.isalnum())[:32]


def learner_number() -> str:
    """Nine random digits and a check digit (Luhn), for people who type it on a telephone."""
    digits = [secrets.randbelow(10) for _place in range(9)]
    return "".join(map(str, digits)) + str(_luhn(digits))


def _luhn(digits: list[int]) -> int:
    doubled = [d if at % 2 else (2 * d - 9 if d > 4 else 2 * d) for at, d in enumerate(reversed(digits))]
    return -sum(doubled) % 10


def proof_number(day: int) -> str:
    """QX, year, random signs, check sign (ISO 7064, MOD 37-2)."""
    while True:
        body = f"QX{day // 10000}" + "".join(secrets.choice(SIGNS) for _place in range(PROOF))
        if (check := mod_37_2.calc_check_digit(body)) != "*":  # the standard's 37th sign is no letter
            return f"{body}{check}"


def well_formed(number: str) -> bool:
    """Whether a number can be one of ours at all: one wrong sign, or two changed over, make it another one."""
    return len(number) == 2 + 4 + PROOF + 1 and number[:2] == "QX" and bool(mod_37_2.is_valid(number))
