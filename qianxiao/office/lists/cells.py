"""Cells that are drawn by a template, where their words belong to a higher floor."""

from collections.abc import Callable
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString

from qianxiao.office.lists.declared import Told


def drawn(name: str) -> Callable[[Any, Told], str]:
    """A cell of the template `name`, which is given the row."""

    def cell(row: Any, told: Told) -> str:
        return SafeString(
            Engine.get_default().get_template(name).render(Context({**told, "row": row})).strip()
        )

    return cell
