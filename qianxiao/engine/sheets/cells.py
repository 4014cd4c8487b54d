"""A row of a sheet as SpreadsheetML: by SQL for long lists, in Python for short ones; both write the same text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

LONGEST = 32_767  # characters in a cell; with one more a spreadsheet calls the file damaged
# What a row's text may hold that plain escaping leaves wrong: blanks at the ends of a cell (a reader drops them),
# characters that XML has not (written as _x0001_), and words that look like such an escape.
_BLANK_END = r"<t>[\t\n ]|[\t\n ]</t>"
_ODD = r"[\x00-\x08\x0b-\x1f]|_x[0-9a-fA-F]{4}_|" + _BLANK_END
_ODD_HERE = re.compile(_ODD + "|[\ufffe\uffff]")
# The same asked of the values of a row, joined by a sign that hardly any has: a fifth of the text, and asking takes a
# third of the time. Also asked: what has to be escaped. A row with nothing of all this is written as its values stand.
_BETWEEN = r"\x7f"
_ODD_SQL = (
    _ODD.replace(_BLANK_END, rf"(^|{_BETWEEN})[\t\n ]|[\t\n ]({_BETWEEN}|$)") + r"|[&<>]|[\x{fffe}\x{ffff}]"
)
_CONTROLS = [*range(0x09), *range(0x0B, 0x20), 0xFFFE, 0xFFFF]
_TEXT, _END = ' t="inlineStr"><is><t>', "</t></is></c>"


@dataclass(frozen=True)
class Look:
    """How the rows of a sheet look: kind and style of each column, attributes every row has.

    Kinds: `text`, `int`, `yuan` (given in fen), `date` (given as yyyymmdd or yyyymm). A style is a number, or SQL of one.
    """

    kinds: tuple[str, ...]
    styles: tuple[str, ...]
    attributes: str = ""


def letters(place: int) -> str:
    """The name of a column: 0 → A, 26 → AA."""
    head, tail = divmod(place, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + tail)


def row_macros() -> list[str]:
    """The functions that `row_sql` calls, as DuckDB macros."""
    spelled = "replace(x, '_x', '_x005F_x')"
    for code in _CONTROLS:
        spelled = f"replace({spelled}, chr({code}), '_x{code:04X}_')"
    kept = "replace(x, '<t>', '<t xml:space=\"preserve\">')"
    digits = "cast(x as varchar)"
    return [
        f"CREATE OR REPLACE MACRO xml_fit(x) AS CASE WHEN strlen(x) > {LONGEST} THEN left(x, {LONGEST}) ELSE x END",
        (
            "CREATE OR REPLACE MACRO xml_text(x) AS"
            " replace(replace(replace(xml_fit(x), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
        ),
        f"CREATE OR REPLACE MACRO xml_kept(x) AS CASE WHEN regexp_matches(x, '{_BLANK_END}') THEN {kept} ELSE x END",
        f"CREATE OR REPLACE MACRO xml_spelled(x) AS xml_kept({spelled})",
        (
            f"CREATE OR REPLACE MACRO xml_date(x) AS CASE length({digits}) WHEN 8 THEN concat(left({digits}, 4), '-',"
            f" substr({digits}, 5, 2), '-', substr({digits}, 7)) ELSE concat(left({digits}, 4), '-', substr({digits}, 5)) END"
        ),
        (
            "CREATE OR REPLACE MACRO xml_yuan(x) AS concat(CASE WHEN x < 0 THEN '-' ELSE '' END, abs(x) // 100, '.',"
            " lpad(cast(abs(x) % 100 AS varchar), 2, '0'))"
        ),
    ]


def ready(con: duckdb.DuckDBPyConnection) -> None:
    """Make the functions of `row_sql` known to a connection."""
    for macro in row_macros():
        con.execute(macro)


def _cell_sql(value: str, kind: str, plain: bool) -> str:
    if kind in ("int", "yuan"):
        number = value if kind == "int" else f"xml_yuan({value})"
        return f"CASE WHEN {value} IS NULL THEN '/>' ELSE concat('><v>', {number}, '</v></c>') END"
    text = f"xml_date({value})" if kind == "date" else value if plain else f"xml_text({value})"
    empty = f"{value} IS NULL" if kind == "date" else f"{value} IS NULL OR {value} = ''"
    return f"CASE WHEN {empty} THEN '/>' ELSE concat('{_TEXT}', {text}, '{_END}') END"


def row_sql(values: Sequence[str], look: Look, number: str, plain: bool = False) -> str:
    """SQL of one row's text, all but odd characters; values are SQL by column, `number` of the row's number as text.

    `plain` is for rows without anything to escape or to cut.
    """
    parts = ["'<row r=\"'", number, f"'\"{look.attributes}>'"]
    for place, (value, kind, style) in enumerate(zip(values, look.kinds, look.styles, strict=True)):
        styled = [f'\'" s="{style}"\''] if style.isdigit() else ["'\" s=\"'", style, "'\"'"]
        parts += [f"'<c r=\"{letters(place)}'", number, *styled, _cell_sql(value, kind, plain)]
    return f"concat({', '.join(parts)}, '</row>')"


def rows_sql(values: Sequence[str], look: Look, number: str, source: str) -> str:
    """SELECT of the text of each row of `source` (a table with its condition), as UTF-8; see `row_sql`."""
    texts = [value for value, kind in zip(values, look.kinds, strict=True) if kind == "text"]
    if not texts:
        return f"SELECT encode({row_sql(values, look, number)}) FROM {source}"
    joined = f"concat_ws(chr(127), {', '.join(texts)})"
    odd = f"(strlen({joined}) > {LONGEST} OR regexp_matches({joined}, '{_ODD_SQL}'))"
    spelled, plain = row_sql(values, look, "row_nr_"), row_sql(values, look, "row_nr_", plain=True)
    # The number of a row is made below the CASE: in its branches it would be made anew for every cell.
    inner = f"SELECT *, {number} AS row_nr_, {odd} AS row_odd_ FROM {source}"
    return f"SELECT encode(CASE WHEN row_odd_ THEN xml_spelled({spelled}) ELSE {plain} END) FROM ({inner})"


def shown(value: Any, kind: str) -> str:
    """A value as the reader sees it or, for numbers, as the sheet stores it: fen as yuan, yyyymmdd as a date."""
    if value is None:
        return ""
    text = str(value)
    if kind == "yuan":
        fen = abs(int(value))
        return f"{'-' if int(value) < 0 else ''}{fen // 100}.{fen % 100:02d}"
    if kind == "date":
        parts = (text[:4], text[4:6], text[6:]) if len(text) == 8 else (text[:4], text[4:])
        return "-".join(parts)
    return text[:LONGEST]


def row_text(values: Sequence[Any], look: Look, number: int) -> str:
    """One row's text, as `row_sql` writes it."""
    cells = []
    for place, (value, kind, style) in enumerate(zip(values, look.kinds, look.styles, strict=True)):
        text = shown(value, kind)
        if not text:
            inner = "/>"
        elif kind in ("int", "yuan"):
            inner = f"><v>{text}</v></c>"
        else:
            inner = _TEXT + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + _END
        cells.append(f'<c r="{letters(place)}{number}" s="{style}"{inner}')
    row = f'<row r="{number}"{look.attributes}>{"".join(cells)}</row>'
    return _spelled(row) if _ODD_HERE.search(row) else row


def _spelled(row: str) -> str:
    """A row with odd characters: what XML has not is spelled, blanks at the ends of cells are kept."""
    row = row.replace("_x", "_x005F_x").translate({code: f"_x{code:04X}_" for code in _CONTROLS})
    return row.replace("<t>", '<t xml:space="preserve">') if re.search(_BLANK_END, row) else row
