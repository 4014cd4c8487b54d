"""One screen of a declared list: the address read, rows walked by key in both directions, never by OFFSET."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import Http404

from qianxiao.office.lists.declared import SIZES, Column, Declared, Filter, Order

COUNTED = 10_000  # rows are counted one by one up to here; beyond, the kept figure is shown


@dataclass(frozen=True)
class Choice:
    """What the address asks for, checked: values by filter, order, direction, page size, the row to go on from."""

    values: Mapping[str, str]
    order: Order
    falling: bool = False
    size: int = 50
    after: str = ""
    before: str = ""

    def query(self, declared: Declared, **changes: str) -> str:
        """The address of the same list with some values changed; paging starts anew. '' without any."""
        usual = {one.name: one.default for one in declared.filters}
        told = {name: value for name, value in self.values.items() if value != usual.get(name, "")}
        if (self.order.name, self.falling) != (declared.orders[0].name, False):
            told["order"] = f"-{self.order.name}" if self.falling else self.order.name
        for name, value in changes.items():
            told.pop(name, None)
            if value:
                told[name] = value
        return urlencode(told)


@dataclass
class Screen:
    """Rows, the rows to go on from in both directions ('' at an end), how many there are."""

    rows: list[Any]
    after: str = ""
    before: str = ""
    total: int | None = None  # None: not known cheaply
    exact: bool = True
    extra: dict[str, Any] = field(default_factory=dict)


def read(declared: Declared, query: Mapping[str, str], told: Mapping[str, Any], size: int) -> Choice:
    """The choice of an address. Raises Http404 on a value that a filter, the order or the size does not have."""
    values = {}
    for one in declared.filters:
        value = " ".join(query.get(one.name, "").split()) or one.default
        if value and not _allowed(one, value, told):
            raise Http404
        values[one.name] = value
    wanted = query.get("order", "")
    order = declared.order(wanted.lstrip("-"))
    if wanted and order.name != wanted.lstrip("-"):
        raise Http404
    asked = query.get("size", str(size))
    if not asked.isdecimal() or int(asked) not in SIZES:
        raise Http404
    after, before = query.get("after", "")[:64], query.get("before", "")[:64]
    return Choice(values, order, wanted.startswith("-"), int(asked), after, "" if after else before)


def _allowed(one: Filter, value: str, told: Mapping[str, Any]) -> bool:
    if one.options is None:
        return bool(re.fullmatch(one.pattern, value))
    return value in {option for option, _label in one.options(told)}


def chosen(
    declared: Declared, choice: Choice, rows: "QuerySet[Any]", told: Mapping[str, Any]
) -> "QuerySet[Any]":
    """The rows that every filter leaves."""
    for one in declared.filters:
        if choice.values.get(one.name):
            rows = rows.filter(one.condition(choice.values[one.name], told))
    return rows


def ordered(choice: Choice, rows: "QuerySet[Any]", back: bool = False) -> "QuerySet[Any]":
    """Rows in the order of the choice, or backwards."""
    return rows.order_by(*(f"-{name}" if down else name for name, down in _way(choice, back)))


def _way(choice: Choice, back: bool) -> list[tuple[str, bool]]:
    """Each field of the order with whether it falls as we walk."""
    turned = choice.falling != back
    return [(name.lstrip("-"), name.startswith("-") != turned) for name in choice.order.fields]


def screen(
    declared: Declared, choice: Choice, rows: "QuerySet[Any]", among: "QuerySet[Any] | None" = None
) -> Screen:
    """One screen, behind the row a cursor names, in both directions.

    The row is looked for in `among`: all in scope, also those a filter has let go meanwhile. One that is not there
    begins at the start, like a row that never was.
    Costs one query, with a cursor two: page 1,000 costs what page 1 costs.
    """
    back = bool(choice.before)
    way = _way(choice, back)
    names = [name for name, _down in way]
    place = _place(declared, choice.after or choice.before, rows if among is None else among, names)
    if place is not None:
        rows = rows.filter(_behind(way, place))
    found = list(ordered(choice, rows, back)[: choice.size + 1])
    more = len(found) > choice.size
    found = found[: choice.size]
    if back:
        found.reverse()
    first, last = (_cursor(declared, found[0]), _cursor(declared, found[-1])) if found else ("", "")
    if back:
        return Screen(found, last if place is not None else "", first if more else "")
    return Screen(found, last if more else "", first if place is not None else "")


def _cursor(declared: Declared, row: Any) -> str:
    return str(getattr(row, declared.unique))


def _place(
    declared: Declared, cursor: str, rows: "QuerySet[Any]", fields: Sequence[str]
) -> tuple[Any, ...] | None:
    """The key of the row a cursor names; the address itself holds no name and no place."""
    if not cursor:
        return None
    field_ = rows.model._meta.get_field(declared.unique)
    try:
        value = field_.to_python(cursor)
    except Exception as error:
        raise Http404 from error
    return rows.filter(**{declared.unique: value}).values_list(*fields).first()


def _behind(way: Sequence[tuple[str, bool]], place: tuple[Any, ...]) -> Q:
    """Rows behind a place: one comparison of whole rows, which an index answers as a range.

    Where one field falls and another rises there is no such comparison: then field by field, the first one as a bound.
    """
    if len({down for _name, down in way}) == 1:
        row = Tuple(*(F(name) for name, _down in way))
        return Q((TupleLessThan if way[0][1] else TupleGreaterThan)(row, place))
    behind, same = Q(), Q()
    for (name, down), value in zip(way, place, strict=True):
        behind |= same & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        same &= Q(**{name: value})
    first, down = way[0]
    return Q(**{f"{first}__{'lte' if down else 'gte'}": place[0]}) & behind


def count(rows: "QuerySet[Any]", most: int = COUNTED) -> tuple[int, bool]:
    """How many rows there are, and whether that is all: counting stops behind `most`."""
    found = rows.order_by()[: most + 1].count()
    return min(found, most), found <= most


def columns(declared: Declared, wanted: list[str]) -> list[Column]:
    """The reader's columns in the reader's order; those that always stand are there in any case, first."""
    if not wanted:
        return [one for one in declared.columns if one.shown or one.always]
    found = [one for one in (declared.column(name) for name in wanted) if one is not None]
    return [*(one for one in declared.columns if one.always and one not in found), *found]
