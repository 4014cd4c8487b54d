"""A notice on paper for the boards of the villages: each board its own people, masked, nothing else (X-07)."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.notices.cast import NAMES, number
from tests.notices.test_notices import _up

pytestmark = pytest.mark.django_db


def _pages(sign_in: Any, one: Any, folder: Path) -> list[str]:
    answer = sign_in("county").get(f"/notices/{one.pk}/board.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    (folder / "board.pdf").write_bytes(answer.content)
    told = subprocess.run(
        ["pdftotext", "-layout", str(folder / "board.pdf"), "-"], check=True, capture_output=True, text=True
    )
    return told.stdout.rstrip("\f").split("\f")


def test_each_village_reads_its_own_people_only(asked: Any, sign_in: Any, tmp_path: Path) -> None:
    one = _up(asked, 0, 1, 2, kind="household")
    pages = _pages(sign_in, one, tmp_path)
    assert len(pages) == 2
    first, second = pages
    assert "杨**" in first and "王**" in first and "马**" not in first and "3,000" in first
    assert "马**" in second and "杨**" not in second and "1,500" in second
    for i in range(3):
        assert NAMES[i] not in "".join(pages) and number(i)[6:14] not in "".join(pages)
    assert all(
        "2020-09-29" in page or "2020年9月29日" in page for page in pages
    ) and one.digest in first.replace("\n", "")


def test_a_public_list_is_one_sheet_with_townships(asked: Any, sign_in: Any, tmp_path: Path) -> None:
    pages = _pages(sign_in, _up(asked, 0, 1), tmp_path)
    assert len(pages) == 1 and "杨**" in pages[0] and "马**" in pages[0] and "99*************00X" in pages[0]


def test_what_is_down_is_not_pinned_and_another_county_finds_nothing(asked: Any, sign_in: Any) -> None:
    from qianxiao.money.notices.actions import withdraw
    from qianxiao.office.audit.models import AccessLog

    one = _up(asked, 0)
    place = f"/notices/{one.pk}/board.pdf"
    assert (
        sign_in("other").get(place).status_code == 404
        and not AccessLog.objects.filter(purpose="archive").exists()
    )
    assert sign_in("county").get(place).status_code == 200
    row = AccessLog.objects.get(purpose="archive")
    assert (row.subject, row.people) == (f"notice {one.pk}", 1)
    withdraw(asked("county"), one.pk, "名单有误")
    assert sign_in("county").get(place).status_code == 404
