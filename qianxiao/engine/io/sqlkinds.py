"""How each kind of column is read, as SQL in stages: cleaned text, parsed parts, value, fault."""

from collections.abc import Callable
from dataclasses import dataclass, field

from qianxiao.base.uscc import ALPHABET
from qianxiao.engine.io import sqlparts as sp
from qianxiao.engine.io.layouts import Column, settings
from qianxiao.engine.sqltext import literal


@dataclass(frozen=True)
class Reading:
    """Expressions of one column.

    clean: over r.<col> → v_<col>; first, then, last: names and expressions over a.*, b.*, c.* (each stage sees the
    ones before); joins: over d.*; values: output columns; faults: (condition, fault, level or '' for the column's own level);
    blank: extra condition under which the cell counts as not filled in.
    """

    clean: str
    values: tuple[tuple[str, str], ...]
    first: tuple[tuple[str, str], ...] = ()
    then: tuple[tuple[str, str], ...] = ()
    last: tuple[tuple[str, str], ...] = ()
    joins: tuple[str, ...] = ()
    faults: tuple[tuple[str, str, str], ...] = field(default=())
    blank: str = ""


def worded(text: str) -> str:
    """Upper case, with words that mean "nothing" as null."""
    words = sp.listed(f"upper({text})", sp.blank_words())
    return f"case when {words} then null else nullif(upper({text}), '') end"


def _lost(col: str) -> tuple[str, str, str]:
    return (sp.scientific(f"d.v_{col}"), "digits_lost", "")


def text(column: Column) -> Reading:
    """Text and names: blanks at the ends cut, blank is null."""
    v = f"d.v_{column.name}"
    sound = f"case when {sp.scientific(v)} or {sp.cell_error(v)} then null else {v} end"
    return Reading(sp.trimmed(f"r.{column.name}"), ((column.name, sound),), faults=(_lost(column.name),))


def uscc(column: Column) -> Reading:
    """Credit code: upper case without blanks and hyphens; a failing check is only told."""
    v = f"d.v_{column.name}"
    form = f"regexp_like({v}, '^[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}$')"
    sound = f"case when {sp.scientific(v)} or {sp.cell_error(v)} then null else {v} end"
    return Reading(
        worded(sp.without(sp.fold(f"r.{column.name}"), "-")),
        ((column.name, sound),),
        faults=(
            _lost(column.name),
            (f"not {form}", "uscc_form", "warning"),
            (f"{form} and {sp.uscc_check(v)} <> substr({v}, 18, 1)", "uscc_check", "warning"),
        ),
    )


def phone(column: Column) -> Reading:
    """Phone number: digits only, without the country code."""
    v = f"d.v_{column.name}"
    digits = sp.without(sp.fold(f"r.{column.name}"), "-()")
    sound = f"case when {sp.scientific(v)} or {sp.cell_error(v)} then null else {v} end"
    plain = f"(regexp_like({v}, '^1[3-9][0-9]{{9}}$') or regexp_like({v}, '^0?[0-9]{{7,11}}$') and left({v}, 1) <> '1')"
    return Reading(
        worded(
            f"case when regexp_like({digits}, '^[+]?861[0-9]{{10}}$') then right({digits}, 11) else {digits} end"
        ),
        ((column.name, sound),),
        faults=(_lost(column.name), (f"not {plain}", "phone_odd", "warning")),
    )


def account(column: Column) -> Reading:
    """Bank account: letters and digits."""
    v = f"d.v_{column.name}"
    sound = f"case when {sp.scientific(v)} or {sp.cell_error(v)} then null else {v} end"
    odd = f"not regexp_like({v}, '^[0-9A-Z]{{8,32}}$')"
    return Reading(
        worded(sp.without(sp.fold(f"r.{column.name}"), "-")),
        ((column.name, sound),),
        faults=(_lost(column.name), (odd, "account_odd", "warning")),
    )


def number(column: Column) -> Reading:
    """Whole number; a unit may stand behind it."""
    v = f"d.v_{column.name}"
    good = f"regexp_like({v}, '^-?[0-9]{{1,15}}([.]0+)?$')"
    return Reading(
        worded(sp.without(sp.fold(f"r.{column.name}"), settings()["int_units"])),
        ((column.name, f"case when {good} then try_cast(split_part({v}, '.', 1) as bigint) end"),),
        faults=((f"not {good}", "int_bad", ""),),
    )


def yuan(column: Column) -> Reading:
    """Yuan with at most two decimals → fen, by text, so that nothing is rounded."""
    v = f"d.v_{column.name}"
    good = f"regexp_like({v}, '^-?[0-9]{{1,13}}([.][0-9]{{1,2}}0*)?$')"
    fen = f"concat(split_part({v}, '.', 1), rpad(substr(split_part({v}, '.', 2), 1, 2), 2, '0'))"
    return Reading(
        worded(sp.without(sp.fold(f"r.{column.name}"), settings()["yuan_marks"])),
        ((column.name, f"case when {good} then try_cast({fen} as bigint) end"),),
        faults=((f"not {good}", "yuan_bad", ""),),
    )


def code(column: Column) -> Reading:
    """A code: the delivered label, alias or code looked up in its table. Yes/no is the table `yesno`."""
    table = column.table or "yesno"
    k, v = f"k_{column.name}", f"d.v_{column.name}"
    join = f"left join labels {k} on {k}.code_table = '{table}' and {k}.label = {v}"
    value = f"{k}.code = '1'" if column.kind == "yesno" else f"{k}.code"
    return Reading(
        f"nullif(upper({sp.fold(f'r.{column.name}')}), '')",
        ((column.name, value),),
        joins=(join,),
        faults=((f"{k}.code is null", "code_unknown", ""),),
        blank=f"{k}.code is null and {sp.listed(v, sp.blank_words())}",
    )


def codes(column: Column) -> Reading:
    """Several codes in one cell: the CTE m_<col> maps each distinct cell once (see `many`)."""
    k, v = f"m_{column.name}", f"d.v_{column.name}"
    return Reading(
        many_clean(column),
        ((column.name, f"{k}.codes"),),
        joins=(f"left join {k} on {k}.v = {v}",),
        faults=((f"{k}.codes is null or {k}.found < {k}.parts", "code_unknown", "warning"),),
        blank=f"{k}.codes is null and {sp.listed(v, sp.blank_words())}",
    )


def many_clean(column: Column) -> str:
    """The cell of a several-codes column with one separator between its parts."""
    plain = f"translate(upper({sp.fold(f'r.{column.name}')}), ',、/|+', ';;;;;')"
    return f"nullif(regexp_replace({plain}, '^;+|;+$', ''), '')"


def many(column: Column) -> str:
    """CTE that maps the distinct cells of a several-codes column to sorted codes."""
    return (
        f"m_{column.name} as (select d.v, listagg(k.code, ';') within group (order by k.code) as codes,"
        " count(*) as found, max(length(d.v) - length(replace(d.v, ';', '')) + 1) as parts"
        f" from (select distinct v_{column.name} as v from a) d join (select code_table, code, label from labels) k"
        f" on k.code_table = {literal(column.table)} and contains(concat(';', d.v, ';'), concat(';', k.label, ';'))"
        " group by d.v)"
    )


Kind = Callable[[Column], Reading]
PLAIN: dict[str, Kind] = {
    "text": text, "name": text, "uscc": uscc, "phone": phone, "account": account, "int": number, "yuan": yuan,
    "code": code, "yesno": code, "codes": codes,
}  # fmt: skip
