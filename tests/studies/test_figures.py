"""19-05-01, 20-07-04: the figures equal the lists behind them after every step, and no class of a trainer changes them."""

import random
import re
from typing import Any

import pytest
from django.test import Client

from qianxiao.office.accounts.roles import Right
from qianxiao.services.studies.flow import FLOW, open_to
from tests.scoped import all_rows
from tests.studies.cast import POOR, figures, moved, of, register, student

WHO = {Right.ENROL: "school", Right.PRINCIPAL: "school-head", Right.STUDENT_CHECK: "county"}
pytestmark = pytest.mark.django_db


def listed(client: Client, address: str) -> int:
    """How many a list says it holds."""
    text = client.get(address).content.decode()
    found = re.search(r"<h1>学生 ([\d,]+) 人", text)
    assert found, address
    return int(found[1].replace(",", ""))


def truth() -> dict[str, int]:
    from qianxiao.services.studies.models import Student

    rows = list(
        all_rows(Student)
        .filter(region__startswith="621126")
        .values("status", "reg_kind", "stage", "major", "poor")
    )
    counted: dict[str, int] = {}
    for row in rows:
        for name, value in (
            ("status", row["status"]),
            ("kind", row["reg_kind"]),
            ("stage", row["stage"]),
            ("major", row["major"]),
        ):
            for poor in ("", "&poor=yes") if row["poor"] else ("",):
                key = f"/students/?{name}={value}{poor}"
                counted[key] = counted.get(key, 0) + 1
    return counted


def walk(sign_in: Any, seed: int, steps: int) -> int:
    """Random steps of everybody; returns how many were taken. After each one every figure is checked."""
    chance = random.Random(seed)
    clients = {name: sign_in(name) for name in ("school", "school-head", "county", "other-school")}
    pages = [register(clients["school"], POOR), register(clients["school"], of(60))]
    done = 0
    for n in range(steps):
        if chance.random() < 0.25:
            pages.append(
                register(
                    clients["school"],
                    of(61 + n),
                    reg_kind=chance.choice("12"),
                    major=chance.choice(["0101-4", "0501-3"]),
                )
            )
            done += 1
        else:
            page = chance.choice(pages)
            one = student(page)
            fits = (
                open_to(one.status, one.waits) if chance.random() < 0.8 else FLOW
            )  # one in five is nonsense
            step = chance.choice(fits or FLOW)
            verb, who = step.verb, WHO[step.right]
            more = {"major": chance.choice(["0115-4", "0101-2"]), "school": "126226000000000073"}
            done += moved(clients[who], page, verb, **more).status_code == 302
        for who in ("school", "county"):
            shown, true = figures(clients[who]), truth()
            assert {key: value for key, value in shown.items() if key in true} == true
            sums = {key: value for key, value in shown.items() if key not in true and value}
            assert set(sums.values()) <= {sum(v for k, v in true.items() if k.startswith("/students/?status") and "poor" not in k),
                                          sum(v for k, v in true.items() if k.startswith("/students/?status") and "poor" in k)}  # fmt: skip
    for address, n in figures(clients["county"]).items():
        assert listed(clients["county"], address) == n, address
    return done


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_19_05_01_every_figure_equals_its_list_after_every_step(sign_in, seed: int) -> None:  # type: ignore[no-untyped-def]
    assert walk(sign_in, seed, 40) > 10
