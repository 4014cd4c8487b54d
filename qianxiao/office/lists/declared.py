"""A list as it is declared: columns, filters, orders. An app declares it once; the kit reads, pages, shows and exports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from qianxiao.office.accounts.roles import Right

SIZES = (20, 50, 100, 200)
LARGEST = max(SIZES)  # rows that can be ticked, and that a file holds at once
Told = Mapping[str, Any]  # what cells need beside their row: names of places and the like
Text = str | Promise
KNOWN: set[str] = set()  # names of the lists there are: nothing is kept about any other


@dataclass(frozen=True)
class Column:
    """How a value is shown and how it is exported; `order` names the order of the list its heading sorts by."""

    name: str
    label: Text
    cell: Callable[[Any, Told], str]  # safe HTML or text
    plain: Callable[[Any, Told], str]  # masked text for a file
    order: str = ""
    always: bool = False  # cannot be taken away
    shown: bool = True  # without a choice of the reader
    only: str = ""  # stands under this tab alone
    kind: str = ""  # r: figures to the right; num: digits; act: a button that says what it does


@dataclass(frozen=True)
class Filter:
    """One condition in the address; a value that it does not allow is a page that does not exist.

    options: gives (value, label); without them `pattern` says what may stand there.
    """

    name: str
    label: Text
    options: Callable[[Told], Sequence[tuple[str, str]]] | None
    condition: Callable[[str, Told], Q]
    default: str = ""
    pattern: str = r"[^\x00-\x1f]{0,64}"
    kind: str = "text"  # of the field that is filled in: text or month
    tabs: bool = False  # shown as tabs above the list, each with its count of told["counts"]
    blank: Text = ""  # what no value is called; "All" without
    only: str = ""  # stands beside this tab alone
    drops: bool = False  # another tab lets it go


@dataclass(frozen=True)
class Order:
    """Fields of the row that make a total order, "-" in front where they fall; the last one is unique. One index each."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Declared:
    """A list. `page` is its name in layouts and views; `unique` the field a cursor names a row by."""

    page: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    orders: tuple[Order, ...]
    unique: str = "id"
    size: int = 50
    fields: tuple[str, ...] = ()  # for the access log; without any nobody is shown
    purpose: str = ""  # for the access log; the page's name without
    keep: bool = False  # another tab keeps the other filters
    title: Text = ""  # what the list is called where it is taken away
    taken: Right | None = None  # who may take it away by the address of all lists; nobody without

    def __post_init__(self) -> None:
        KNOWN.add(self.page)

    def column(self, name: str) -> Column | None:
        """A column by name."""
        return next((one for one in self.columns if one.name == name), None)

    def order(self, name: str) -> Order:
        """An order by name; the first one without."""
        return next((one for one in self.orders if one.name == name), self.orders[0])
