"""The engine's table `codes`: every spelling of every code, for reading registers."""

from collections.abc import Iterator

from qianxiao.base.tables import all_codes_rows

CODE_TYPES = {"code_table": "VARCHAR", "code": "VARCHAR", "label": "VARCHAR"}


def code_rows() -> Iterator[tuple[str, str, str]]:
    """(code_table, code, label) for codes, labels and aliases; the checks fold labels themselves."""
    for table, code, _zh, _en, label in all_codes_rows():
        yield table, code, label
