"""What the template of a list is given: tabs, filters, columns with sort links, batch bar, pager."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.lists import kit
from qianxiao.office.lists.declared import SIZES, Declared, Filter, Told
from qianxiao.office.lists.kit import Choice, Screen
from qianxiao.office.lists.models import Layout
from qianxiao.office.lists.queries import layout_of, views_of


def choice_of(
    request: HttpRequest, declared: Declared, told: Told, query: Mapping[str, str]
) -> tuple[Choice, Layout]:
    """The checked choice of an address and the reader's layout. Raises Http404."""
    layout = layout_of(actor_of(request), declared.page, declared.size)
    return kit.read(declared, query, told, layout.size), layout


def context(
    request: HttpRequest, declared: Declared, choice: Choice, layout: Layout, screen: Screen, told: Told
) -> dict[str, Any]:
    """Variables of desk/part/list.html; `told` goes to the cells."""
    columns = [one for one in kit.columns(declared, layout.columns) if _here(one.only, declared, choice)]
    keep = {"find": request.GET.get("find", "") if told.get("text") else ""}
    return {
        "list": {
            "page": declared.page,
            "views": _views(request, declared, choice, told),
            "filters": [
                _filter(one, choice, told) for one in declared.filters if _stands(one, declared, choice)
            ],
            "kept": [(one.name, choice.values.get(one.name, "")) for one in declared.filters if one.tabs],
            "filtered": any(
                choice.values.get(one.name) != one.default for one in declared.filters if not one.tabs
            ),
            "clear": _cleared(request, declared, choice),
            "find": keep["find"],
            "text": told.get("text", ""),
            "order": request.GET.get("order", ""),
            "head": [_head(one, declared, choice, keep) for one in columns],
            "rows": [_row(row, columns, declared, told) for row in screen.rows],
            "query": choice.query(declared, **keep),
            "chooser": _chooser(declared, columns),
            "sizes": _sizes(declared, choice, keep),
            "size": choice.size,
            "next": _turn(declared, choice, keep, after=screen.after),
            "previous": _turn(declared, choice, keep, before=screen.before),
            "first": f"?{choice.query(declared, **keep)}" if choice.after or choice.before else "",
            "total": screen.total,
            "exact": screen.exact,
        }
    }


def _stands(one: Filter, declared: Declared, choice: Choice) -> bool:
    """Whether a filter stands in the bar: no tabs, and none that belongs to another tab."""
    return not one.tabs and _here(one.only, declared, choice)


def _here(only: str, declared: Declared, choice: Choice) -> bool:
    """Whether what belongs to one tab, or to all, stands under the chosen one."""
    tab = next((one.name for one in declared.filters if one.tabs), "")
    return only in ("", choice.values.get(tab, ""))


def _filter(one: Filter, choice: Choice, told: Told) -> dict[str, Any]:
    value = choice.values.get(one.name, "")
    shown: dict[str, Any] = {
        "name": one.name,
        "label": one.label,
        "value": value,
        "default": one.default,
        "blank": one.blank,
    }
    if one.options is None:
        return {**shown, "kind": one.kind}
    options = [{"value": key, "label": label, "chosen": key == value} for key, label in one.options(told)]
    return {**shown, "kind": "", "options": options}


def _cleared(request: HttpRequest, declared: Declared, choice: Choice) -> str:
    """The list without its filters; the tab stays."""
    none = {one.name: "" for one in declared.filters if not one.tabs}
    query = choice.query(declared, **none)
    return f"?{query}" if query else request.path


def _head(column: Any, declared: Declared, choice: Choice, keep: dict[str, str]) -> dict[str, Any]:
    here = bool(column.order) and column.order == choice.order.name
    sort = ""
    if column.order:
        down = f"-{column.order}" if here and not choice.falling else column.order
        sort = "?" + choice.query(declared, **{**keep, "order": down})
    aria = ("descending" if choice.falling else "ascending") if here else ""
    return {"label": column.label, "sort": sort, "aria": aria, "kind": column.kind}


def _row(row: Any, columns: list[Any], declared: Declared, told: Told) -> dict[str, Any]:
    cells = [
        {"html": one.cell(row, told), "kind": one.kind, "label": one.label, "first": one.always}
        for one in columns
    ]
    return {"id": str(getattr(row, declared.unique)), "cells": cells, "title": columns[0].plain(row, told)}


def _chooser(declared: Declared, columns: list[Any]) -> list[dict[str, Any]]:
    """Columns in the reader's order, then the others; what always stands cannot be unticked."""
    rest = [one for one in declared.columns if one not in columns]
    return [
        {"name": one.name, "label": one.label, "on": one in columns, "fixed": one.always}
        for one in [*columns, *rest]
    ]


def _sizes(declared: Declared, choice: Choice, keep: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"n": n, "href": f"?{choice.query(declared, **keep, size=str(n))}", "current": n == choice.size}
        for n in SIZES
    ]


def _turn(declared: Declared, choice: Choice, keep: dict[str, str], **cursor: str) -> str:
    """The address of the next or previous screen; '' where there is none."""
    if not any(cursor.values()):
        return ""
    return "?" + choice.query(declared, **keep, size=str(choice.size), **cursor)


def _tab(declared: Declared, choice: Choice, tab: Filter, value: str) -> str:
    """The address of another tab, with the other filters where the list says so."""
    if not declared.keep:
        return urlencode({tab.name: value})
    gone = {one.name: "" for one in declared.filters if one.drops or (one.only and one.only != value)}
    return choice.query(declared, **gone, **{tab.name: value})


def _views(request: HttpRequest, declared: Declared, choice: Choice, told: Told) -> list[dict[str, Any]]:
    """The list's own tabs, or all of it; then the saved views. One that still fits what is shown is the current one."""
    here = choice.query(declared)
    actor, saved = actor_of(request), []
    for view in views_of(actor, declared.page):
        same = bool(view.query) and QueryDict(view.query) == QueryDict(here)
        mine = actor.user is not None and view.user_id == actor.user.pk
        drop = reverse("view-drop", args=[view.pk]) if mine else ""
        saved.append(
            {"href": f"?{view.query}", "label": view.title, "n": None, "current": same, "drop": drop}
        )
    tab = next((one for one in declared.filters if one.tabs), None)
    if tab is None or tab.options is None:
        return [{"href": request.path, "label": _("All"), "n": None, "current": not here}, *saved]
    counts, fits = told.get("counts", {}), any(view["current"] for view in saved)
    own = [
        {
            "href": f"?{_tab(declared, choice, tab, value)}",
            "label": label,
            "n": counts.get(value),
            "current": value == choice.values[tab.name] and not fits,
        }
        for value, label in tab.options(told)
    ]
    return [*own, *saved]
