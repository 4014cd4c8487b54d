"""Numbers of proofs: random, so that nobody counts through them, with a check sign against slips."""

import secrets

from stdnum.iso7064 import mod_37_2

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another one
RANDOM = 10


def proof_number(kind: str, day: int) -> str:
    """Two letters of the kind, year, random signs, check sign (ISO 7064, MOD 37-2)."""
    while True:
        body = f"{kind}{day // 10000}" + "".join(secrets.choice(SIGNS) for _place in range(RANDOM))
        if (check := mod_37_2.calc_check_digit(body)) != "*":  # the standard's 37th sign is no letter
            return f"{body}{check}"


def as_written(text: str) -> str:
    """A number as somebody typed it, without blanks and hyphens, in capitals."""
    return "".join(char for char in text.upper() if char.isalnum())[:32]
