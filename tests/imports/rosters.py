"""Rosters to bring in, and the steps of doing so through the pages."""

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.io.world import HEADERS, poor, write_csv, write_xlsx

Row = Sequence[Any]
Work = Callable[[], None]
COUNTED = ("rows", "new", "changed", "twin", "same", "wrong", "repeated", "meanwhile", "taken")


def person(number: int, **changed: Any) -> list[Any]:
    """A row of the poor register of 岷县, its ID number sound and its own."""
    return poor(number, **{"证件号码": id_no(number), **changed})


def id_no(number: int) -> str:
    """A sound number nobody has."""
    from qianxiao.base.idno import check_char

    first = f"9900011985{1 + number // 28 % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    return first + check_char(first)


def book(folder: Path, rows: Sequence[Row], name: str = "名册.xlsx", headers: Row = HEADERS) -> Path:
    """A file with these rows; the kind by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    write = write_csv if name.endswith(".csv") else write_xlsx
    return write(folder / name, [headers, *rows])


def upload(client: Client, path: Path, register: str = "poor", period: str = "2020-06") -> str:
    """Bring a file in by the form; returns the import's address."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    response = client.post("/import/", {"register": register, "period": period, "file": file})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def read(client: Client, work: Work, path: Path, **more: str) -> str:
    """Bring a file in and let the worker read it."""
    address = upload(client, path, **more)
    work()
    return address


def take(client: Client, work: Work, address: str, **ticked: str) -> None:
    """Have the ticked kinds taken in."""
    ticks = ticked or {"with_new": "on", "with_changed": "on"}
    assert client.post(f"{address}/accept", ticks).status_code == 302
    work()


def held(address: str) -> Any:
    """The import behind an address."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.registers.rosters.models import Import

    with in_scope(whole_scope()) as scope:
        return Import.objects.within(scope).get(pk=int(address.rpartition("/")[2]))


def counts(address: str) -> dict[str, int]:
    """What is counted of an import, zeros left out."""
    one = held(address)
    return {name: getattr(one, name) for name in COUNTED if getattr(one, name)}


def entries(register: str = "poor") -> int:
    """Numbers held of a register."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.registers.rosters.models import Entry

    with in_scope(whole_scope()) as scope:
        return int(Entry.objects.within(scope).filter(register=register).count())


def given_back(client: Client, address: str) -> list[list[Any]]:
    """The rows of the workbook with rows to correct, its headers first."""
    response = client.get(f"{address}/back")
    assert response.status_code == 200
    data = b"".join(response.streaming_content)  # type: ignore[arg-type]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return sheet.to_python()


def text(client: Client, address: str) -> str:
    """A page's words, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def lines(address: str, verdict: str) -> list[Any]:
    """The lines of an import under one verdict, in order."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.registers.rosters.models import Line

    number = int(address.rpartition("/")[2])
    with in_scope(whole_scope()) as scope:
        return list(Line.objects.within(scope).filter(imported_id=number, verdict=verdict).order_by("id"))


def names(register: str = "poor") -> set[str]:
    """The names that are held."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.registers.rosters.models import Entry

    with in_scope(whole_scope()) as scope:
        rows = Entry.objects.within(scope).filter(register=register)
        return set(rows.values_list("line__name", flat=True))
