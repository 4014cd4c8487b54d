"""Words of online courses in the reader's language."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qianxiao.base.tables import area_tags

TAGS: dict[str, str | Promise] = {
    "52": _("the 52 counties last on the list"),
    "3q3z": _("three regions and three prefectures"),
    "3q3z-nanjiang": _("southern Xinjiang"),
    "3q3z-sanzhou": _("Linxia, Liangshan, Nujiang"),
    "3q3z-xizang": _("Tibet"),
    "3q3z-zangqu": _("Tibetan areas of four provinces"),
}


def tags() -> list[tuple[str, str]]:
    """Area tags there are, with their names."""
    return [(tag, tag_name(tag)) for tag in sorted({one.tag for one in area_tags()})]


def tag_name(tag: str) -> str:
    """What an area tag is called; the tag itself where nobody has named it."""
    return str(TAGS.get(tag, tag))


def tag_names(found: Iterable[str]) -> list[str]:
    """Names of several tags."""
    return [tag_name(tag) for tag in found]
