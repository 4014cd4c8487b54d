"""Words of institutions in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianxiao.base.catalogues import majors, occupations
from qianxiao.base.reference import code_table

TABS: dict[str, str | Promise] = {
    "schools": _("Technical schools"),
    "trainers": _("Training institutions"),
    "evaluators": _("Evaluation organisations"),
}
ROOMS: dict[str, str | Promise] = {
    "classroom": _("Classroom"),
    "practice": _("Practice room"),
    "base": _("Practice base"),
    "exam": _("Examination room"),
}


def _english() -> bool:
    return (get_language() or "").startswith("en")


def coded(table: str, code: str) -> str:
    """The label of a code; the code itself where the table does not know it."""
    one = code_table(table).get(code)
    return code if one is None else (one.en if _english() else one.zh)


def choices(table: str, *codes: str) -> list[tuple[str, str]]:
    """Codes of a table with their labels, all or the given ones."""
    return [(code, coded(table, code)) for code in (codes or code_table(table))]


def occupation(code: str) -> str:
    """The name of an occupation; the code itself where the catalogue does not know it."""
    one = occupations().get(code)
    return code if one is None else (one.en if _english() else one.zh)


def major(code: str) -> str:
    """The name of a major; the code itself where the catalogue does not know it."""
    one = majors().get(code)
    return code if one is None else (one.en if _english() else one.zh)


def day(value: int | None) -> str:
    """2020-05-31 of 20200531; nothing for none or an open end."""
    if not value or value >= 99990000:
        return ""
    return f"{value // 10000:04}-{value // 100 % 100:02}-{value % 100:02}"
