"""How each kind of column is read, as SQL in stages over its distinct cells: cleaned text, parts, value, fault."""

from collections.abc import Callable
from dataclasses import dataclass

from qianxiao.base.uscc import ALPHABET
from qianxiao.engine.io import sqlparts as sp
from qianxiao.engine.io.layouts import settings


@dataclass(frozen=True)
class Reading:
    """Expressions of one kind.

    clean: over u.cell (as delivered) → v; first, then, last: names and expressions over a.*, b.*, c.* (each stage sees the
    ones before); joins: over d.*, to the lists `lists`; text, number, id18, id_class: what the cell means, over d.* and the
    joins; faults: (condition, fault, level or '' for the column's own level); blank: extra condition under which the cell
    counts as not filled in. plain: the test, over a delivered text, for cells that mean just what they say and have no
    fault: these are most names and numbers, and they are not looked at again; without it every distinct cell is read.
    """

    clean: str
    text: str = "null"
    number: str = "null"
    id18: str = "null"
    id_class: str = "null"
    first: tuple[tuple[str, str], ...] = ()
    then: tuple[tuple[str, str], ...] = ()
    last: tuple[tuple[str, str], ...] = ()
    joins: str = ""
    lists: tuple[str, ...] = ()
    faults: tuple[tuple[str, str, str], ...] = ()
    blank: str = ""
    plain: Callable[[str], str] | None = None


V = "d.v"
_LOST = (sp.scientific(V), "digits_lost", "")
_SOUND = f"case when {sp.scientific(V)} or {sp.cell_error(V)} then null else {V} end"


def worded(text: str) -> str:
    """Upper case, with words that mean "nothing" as null."""
    words = sp.listed(f"upper({text})", sp.blank_words())
    return f"case when {words} then null else nullif(upper({text}), '') end"


def text() -> Reading:
    """Text and names: blanks at the ends cut, blank is null."""
    return Reading(sp.trimmed("u.cell"), _SOUND, faults=(_LOST,), plain=sp.plain_text)


def uscc() -> Reading:
    """Credit code: upper case without blanks and hyphens; a failing check is only told."""
    form = f"regexp_like({V}, '^[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}$')"
    return Reading(
        worded(sp.without(sp.fold("u.cell"), "-")),
        _SOUND,
        faults=(
            _LOST,
            (f"not {form}", "uscc_form", "warning"),
            (f"{form} and {sp.uscc_check(V)} <> substr({V}, 18, 1)", "uscc_check", "warning"),
        ),
    )


def phone() -> Reading:
    """Phone number: digits only, without the country code."""
    digits = sp.without(sp.fold("u.cell"), "-()")
    mobile = "^1[3-9][0-9]{9}$"
    good = f"(regexp_like({V}, '{mobile}') or regexp_like({V}, '^0?[0-9]{{7,11}}$') and left({V}, 1) <> '1')"
    return Reading(
        worded(
            f"case when regexp_like({digits}, '^[+]?861[0-9]{{10}}$') then right({digits}, 11) else {digits} end"
        ),
        _SOUND,
        faults=(_LOST, (f"not {good}", "phone_odd", "warning")),
        plain=sp.plain_form(mobile),
    )


def account() -> Reading:
    """Bank account: letters and digits."""
    form = "^[0-9A-Z]{8,32}$"
    return Reading(
        worded(sp.without(sp.fold("u.cell"), "-")),
        _SOUND,
        faults=(_LOST, (f"not regexp_like({V}, '{form}')", "account_odd", "warning")),
        plain=sp.plain_form(form),
    )


def number() -> Reading:
    """Whole number; a unit may stand behind it."""
    good = f"regexp_like({V}, '^-?[0-9]{{1,15}}([.]0+)?$')"
    return Reading(
        worded(sp.without(sp.fold("u.cell"), settings()["int_units"])),
        number=f"case when {good} then try_cast(split_part({V}, '.', 1) as bigint) end",
        faults=((f"not {good}", "int_bad", ""),),
    )


def yuan() -> Reading:
    """Yuan with at most two decimals → fen, by text, so that nothing is rounded."""
    good = f"regexp_like({V}, '^-?[0-9]{{1,13}}([.][0-9]{{1,2}}0*)?$')"
    fen = f"concat(split_part({V}, '.', 1), rpad(substr(split_part({V}, '.', 2), 1, 2), 2, '0'))"
    return Reading(
        worded(sp.without(sp.fold("u.cell"), settings()["yuan_marks"])),
        number=f"case when {good} then try_cast({fen} as bigint) end",
        faults=((f"not {good}", "yuan_bad", ""),),
    )


def code() -> Reading:
    """A code: the delivered label, alias or code looked up in its table. Yes/no is the table `yesno`."""
    return Reading(
        f"nullif(upper({sp.fold('u.cell')}), '')",
        "k.code",
        joins=f"left join labels k on k.code_table = d.code_table and k.label = {V}",
        lists=("codes",),
        faults=(("k.code is null", "code_unknown", ""),),
        blank=f"k.code is null and {sp.listed(V, sp.blank_words())}",
    )


def codes() -> Reading:
    """Several codes in one cell, sorted, joined by `;`; parts that are no codes are told."""
    parts = f"translate(upper({sp.fold('u.cell')}), ',、/|+', ';;;;;')"
    found = (
        "(select x.code_table, x.v, listagg(l.code, ';') within group (order by l.code) as codes, count(*) as found"
        " from (select distinct code_table, v from a_codes) x join labels l on l.code_table = x.code_table"
        " and contains(concat(';', x.v, ';'), concat(';', l.label, ';')) group by x.code_table, x.v)"
    )
    many = f"length({V}) - length(replace({V}, ';', '')) + 1"
    return Reading(
        f"nullif(regexp_replace({parts}, '^;+|;+$', ''), '')",
        "k.codes",
        joins=f"left join {found} k on k.code_table = d.code_table and k.v = {V}",
        lists=("codes",),
        faults=((f"k.codes is null or k.found < {many}", "code_unknown", "warning"),),
        blank=f"k.codes is null and {sp.listed(V, sp.blank_words())}",
    )
