"""Which rosters a post may bring in and whose rows they may hold: `rules.yaml` read for one actor."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.io.layouts import Layout, layouts
from qianxiao.engine.io.uploadsql import Place
from qianxiao.masterdata.regions.queries import stem
from qianxiao.office.accounts.queries import Actor

COUNTY_DIGITS = 6  # a post of a county or below stands for the place of rows that name none


@dataclass(frozen=True)
class Rule:
    """One register's line of the file."""

    register: str
    region: str = ""
    institution: str = ""
    offices: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    twin: tuple[str, ...] = ()
    checked: bool = False

    @property
    def layout(self) -> Layout:
        return layouts()[self.register]

    def brought_by(self, role: str) -> bool:
        """Whether a role may bring it in."""
        return role in self.offices or role in self.institutions


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(Path(__file__).with_name("rules.yaml"))
    return told


def setting(name: str) -> int:
    """A number of the file. Raises KeyError."""
    return int(_file()[name])


@cache
def rules() -> dict[str, Rule]:
    """All rules by register."""
    found = {}
    for name, told in _file()["registers"].items():
        line: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in told.items()
        }
        found[name] = Rule(name, **line)
    return found


def rules_of(actor: Actor) -> list[Rule]:
    """The rosters a post may bring in, in the file's order."""
    role = actor.post.role if actor.post else ""
    return [rule for rule in rules().values() if rule.brought_by(role)]


def home_of(actor: Actor) -> str:
    """Where rows without a place belong: the post's county, township or village; '' for a wider post."""
    post = actor.post
    if post is None:
        return ""
    place = post.agency.region if post.institutions else post.home
    return place if len(stem(place)) >= COUNTY_DIGITS else ""


def place_of(actor: Actor, rule: Rule) -> Place:
    """Whose rows this post may deliver."""
    post = actor.post
    if post is not None and post.institutions:
        return Place(rule.institution, codes=tuple(post.institutions))
    return Place(rule.region, ranges=actor.scope.ranges, default=home_of(actor))
