"""SQL expressions of the checks, in the common subset of DuckDB and Spark: folding, dates, check digits."""

import re
from collections.abc import Callable

from qianxiao.base import idno, uscc
from qianxiao.base.fold import BLANKS, CONTROLS, NARROW, WIDE
from qianxiao.engine.io.layouts import settings
from qianxiao.engine.sqltext import literal

_CONTROLS = ", ".join(f"chr({code})" for code in CONTROLS)


def fold(text: str) -> str:
    """`qianxiao.base.fold.fold` in SQL. The guard spares the slow translate for what needs no folding."""
    guard = f"concat('[{BLANKS}{WIDE[0]}-{WIDE[-1]}', {_CONTROLS}, ']')"
    source = f"concat({literal(WIDE)}, {literal(BLANKS)}, {_CONTROLS})"
    return f"case when regexp_like({text}, {guard}) then translate({text}, {source}, {literal(NARROW)}) else {text} end"


def without(text: str, marks: str) -> str:
    """Text without the given characters."""
    return f"translate({text}, {literal(marks)}, '')"


def trimmed(text: str) -> str:
    """Text without blanks at its ends (also ideographic and no-break ones); empty is null."""
    blanks = f"concat('[{BLANKS}', {_CONTROLS}, ']+')"
    ends = f"regexp_replace({text}, concat('^', {blanks}, '|', {blanks}, '$'), '')"
    guard = f"concat('(^', {blanks}, ')|(', {blanks}, '$)')"
    return f"nullif(case when regexp_like({text}, {guard}) then {ends} else {text} end, '')"


def listed(text: str, words: list[str]) -> str:
    """Whether a text is one of some words."""
    return f"{text} in ({', '.join(literal(word) for word in words)})"


def blank_words() -> list[str]:
    """Words that mean nothing was filled in, in upper case; the backslash has no place in SQL text."""
    return [str(word).upper() for word in settings()["blank_words"] if "\\" not in str(word)]


def cell_error(text: str) -> str:
    """Whether a cell shows a formula error."""
    return f"coalesce({listed(text, settings()['cell_errors'])}, false)"


def scientific(text: str) -> str:
    """Whether digits were lost to the scientific form of a spreadsheet."""
    return f"regexp_like({text}, '{idno.SCIENTIFIC}')"


def real_date(year: str, month: str, day: str) -> str:
    """Whether three integers are a day of the calendar."""
    leap = f"({year} % 4 = 0 and ({year} % 100 <> 0 or {year} % 400 = 0))"
    last = f"case when {month} in (4, 6, 9, 11) then 30 when {month} = 2 then case when {leap} then 29 else 28 end else 31 end"
    return f"({month} between 1 and 12 and {day} between 1 and {last})"


def integer(text: str, start: int, length: int) -> str:
    """Digits of a text as an integer."""
    return f"try_cast(substr({text}, {start}, {length}) as int)"


def id_sum(number: str) -> str:
    """Weighted sum of the 17 digits of an ID number (GB 11643), less a multiple of 11; `number` is a bigint.

    The digit in front of k others is (n % 10^(k+1) - n % 10^k) / 10^k, and dividing by 10^k is multiplying by (-1)^k
    where only the remainder by 11 counts: so whole remainders can be added, and no text is cut.
    """
    signed = [weight * (-1) ** k for k, weight in enumerate(reversed(idno.WEIGHTS))]
    factors = [own - after for own, after in zip(signed, [*signed[1:], 0], strict=True)]
    small = [(factor + 5) % 11 - 5 for factor in factors]  # so that the sum stays within a bigint
    return " + ".join(
        f"({number} % {10**k}) * ({factor})" for k, factor in enumerate(small, start=1) if factor
    )


def id_check(number: str) -> str:
    """The check character that the first 17 digits, a bigint, ask for."""
    return f"substr('{idno.CHECK_CHARS}', cast((({id_sum(number)}) % 11 + 11) % 11 as int) + 1, 1)"


def id_date_ok(text: str) -> str:
    """Whether characters 7 to 14 are a day between the earliest birth year and the period's end."""
    year, month, day = integer(text, 7, 4), integer(text, 11, 2), integer(text, 13, 2)
    first = int(settings()["earliest_birth_year"])
    return f"({year} >= {first} and {integer(text, 7, 8)} <= :period_end and {real_date(year, month, day)})"


def uscc_check(text: str) -> str:
    """The check character of a credit code's first 17 (GB 32100; 31 means 0)."""
    total = " + ".join(
        f"(instr('{uscc.ALPHABET}', substr({text}, {place}, 1)) - 1) * {weight}"
        for place, weight in enumerate(uscc.WEIGHTS, start=1)
    )
    return f"substr('{uscc.ALPHABET}', cast((31 - ({total}) % 31) % 31 as int) + 1, 1)"


def plain_text(cell: str) -> str:
    """Text that stays as it is: something in it, no blank at its ends, no formula error, no digits lost."""
    blanks = f"{BLANKS}', {_CONTROLS}, '"
    odd = f"concat('(^[{blanks}#])|([{blanks}]$)|E[+]?[0-9]{{2}}$')"
    return f"{cell} <> '' and not regexp_like({cell}, {odd})"


def plain_form(form: str) -> Callable[[str], str]:
    """Text of one form that needs no folding. Raises ValueError when a word that means "nothing" has that form."""
    if words := [word for word in blank_words() if re.search(form, word)]:
        raise ValueError(f"{form} is also the form of {words}")
    return lambda cell: f"regexp_like({cell}, '{form}')"
