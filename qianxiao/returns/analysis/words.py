"""Words of the analysis in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.schools.words import coded, occupation
from qianxiao.returns.analysis import declared
from qianxiao.returns.indicators import words as figures

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


GROUPS: dict[str, str | Promise] = {
    "place": _("Place"), "age": _("Age"), "trade": _("Industry"), "spot": _("Place of work"), "tag": _("Area"),
}  # fmt: skip
SPOTS: dict[str, str | Promise] = {
    "county": _("in the home county"), "province": _("outside the county, in the province"), "away": _("outside the province"),
}  # fmt: skip
VERBS: dict[str, str | Promise] = {"said": _("Own words"), "issued": _("Issued")}


def state(code: str) -> str:
    """A state of employment; '0' is somebody who was not on the platform."""
    return gettext("not on the platform") if code == "0" else coded("employ_state", code)


def band(key: str, bands: list[int]) -> str:
    """An age band by its number in the order of the bands: -1 not known, 0 younger than the first."""
    n = int(key)
    if n < 0:
        return gettext("age not known")
    if n == 0:
        return gettext("under %(n)s") % {"n": bands[0]}
    if n == len(bands):
        return gettext("%(n)s and over") % {"n": bands[-1]}
    return gettext("%(a)s to %(b)s") % {"a": bands[n - 1], "b": bands[n] - 1}


def group(kind: str, key: str, places: Mapping[str, str], bands: list[int]) -> str:
    """A group of people in work."""
    if kind in ("place", "county"):
        return places.get(key, key)
    if kind == "age":
        return band(key, bands)
    if kind == "tag":
        return figures.tag(key)
    if kind == "spot":
        return str(SPOTS.get(key, key))
    return coded("industry_section", key) if key else gettext("industry not told")


def moved_group(kind: str, key: str, places: Mapping[str, str], region: str, month: int) -> str:
    """The group of an address; a place is its region."""
    return group(kind, region if kind == "place" else key, places, declared.bands(month * 100 + 1))
