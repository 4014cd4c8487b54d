"""Numbers of learners and proofs: random, so that nobody counts through them, with a check sign against slips."""

import secrets

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
    """QX, year, random signs, check sign."""
    body = f"QX{day // 10000}" + "".join(secrets.choice(SIGNS) for _place in range(PROOF))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The last sign of a proof's number: two neighbours changed over give another one."""
    total = sum((at + 1) * ord(char) for at, char in enumerate(body))
    return SIGNS[total % len(SIGNS)]


def well_formed(number: str) -> bool:
    """Whether a number can be one of ours at all."""
    return len(number) == 2 + 4 + PROOF + 1 and number[:2] == "QX" and check_sign(number[:-1]) == number[-1]
