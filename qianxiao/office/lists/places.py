"""The filter of places that many lists share: from the post's region down to the chosen one, and one level below."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import NATION, above, below, names, span
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.lists.declared import Filter, Told

STEP = "　"  # before the name of what lies one level down


def options(actor: Actor, query: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the filter offers, indented by one level where it leads down. Raises Http404 out of scope."""
    chosen = query.get("region", "")
    if chosen and (
        not chosen.isdecimal() or len(chosen) not in (6, 9, 12) or not actor.scope.holds(*span(chosen))
    ):
        raise Http404
    return _around(actor.scope, actor.post.home if actor.post else NATION, chosen)


def _around(scope: Scope, home: str, chosen: str) -> list[tuple[str, str]]:
    here = chosen or home
    path = [code for code in above(here) if code != NATION and scope.holds(*span(code))]
    if here != NATION and here not in path and scope.holds(*span(here)):
        path.append(here)
    said = names(path)
    found = [(code, said.get(code, code)) for code in path]
    return [*found, *((code, f"{STEP}{name}") for code, name in below(here) if scope.holds(*span(code)))]


def _options(told: Told) -> Sequence[tuple[str, str]]:
    return list(told["regions"])


def _inside(value: str, _told: Told) -> Q:
    lo, hi = span(value)
    return Q(region__gte=lo, region__lt=hi)


PLACE = Filter("region", _("Place"), _options, _inside)  # wants told["regions"]


def offered(told: Told) -> dict[str, str]:
    """Names of the places the filter offers: the way down to the chosen one, and those directly below."""
    return {code: name.removeprefix(STEP) for code, name in told["regions"]}


def known(regions: Iterable[str]) -> dict[str, str]:
    """Names of places down to the village, with their townships and counties."""
    return names({code for one in regions for code in (one, one[:9], one[:6])})


def place(region: str, said: Mapping[str, str]) -> str:
    """A region's name among those looked up; a code that was never filled in says so instead of posing as a name."""
    if region in said:
        return said[region]
    if region == NATION:
        return gettext("Whole country")
    return gettext("place not recorded") if region.endswith("000") or not region or "?" in region else region


def within(region: str, said: Mapping[str, str], *wider: int) -> str:
    """Names of the regions around one, by their digits, those that are known."""
    return " ".join(said[region[:size]] for size in wider if region[:size] in said)
