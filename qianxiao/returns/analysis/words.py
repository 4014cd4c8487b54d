"""Words of the analysis in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.schools.words import coded, occupation
from qianxiao.returns.analysis import declared

DIMS: dict[str, str | Promise] = {
    "place": _("Place"), "type": _("Type of training"), "programme": _("Programme"), "sex": _("Sex"), "age": _("Age"), "trade": _("Trade"),
    "result": _("Result"),
}  # fmt: skip
_CODES = {"type": "train_type", "programme": "train_mode", "sex": "sex", "result": "train_result"}


def age(first: str, day: int) -> str:
    """An age band by its first year; '0' the youngest, '' without a known age."""
    if first in ("", "0"):
        return (
            gettext("age not known") if not first else gettext("under %(n)s") % {"n": declared.bands(day)[0]}
        )
    years = declared.bands(day)
    later = [n for n in years if n > int(first)]
    if not later:
        return gettext("%(n)s and over") % {"n": first}
    return gettext("%(a)s to %(b)s") % {"a": first, "b": later[0] - 1}


def value(dim: str, told: str, places: dict[str, str], day: int) -> str:
    """A value of a dimension."""
    if dim == "place":
        return places.get(told, told)
    if dim == "age":
        return age(told, day)
    if not told:
        return gettext("not told")
    return occupation(told) if dim == "trade" else coded(_CODES[dim], told)
