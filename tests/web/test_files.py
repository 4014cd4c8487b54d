"""Downloads: only what the post may have, every one written down, never outside the folder of the close."""

from collections.abc import Callable

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import whole_scope
from qianxiao.office.audit.models import AccessLog
from qianxiao.returns.close.models import FeedbackLine, ReturnFile
from tests.scoped import all_rows
from tests.web.sample import COUNTY, FILES, OTHER, SCHOOL

pytestmark = pytest.mark.django_db
EXPECTED = {
    "ministry": {"returns/reconciliation.pdf"},
    "province": set(FILES),  # the whole close lies in the province
    "county": {f"lists/{COUNTY}.xlsx", f"feedback/{SCHOOL}.xlsx"},
    "other": {f"lists/{OTHER}.xlsx"},
    "school": {f"feedback/{SCHOOL}.xlsx"},
    "other-school": set(),
    "auditor": set(FILES),
}
SignIn = Callable[[str], Client]


def _address(row: int) -> str:
    return f"/closes/2020-05/files/{row}"


@pytest.mark.parametrize("role", EXPECTED)
def test_each_post_gets_its_files_and_no_other(role: str, sign_in: SignIn) -> None:
    client = sign_in(role)
    got = set()
    for file in all_rows(ReturnFile).filter(period=202005):
        before = AccessLog.objects.count()
        response = client.get(_address(file.row))
        logged = AccessLog.objects.count() - before
        if response.status_code == 200:
            assert b"".join(response.streaming_content) == FILES[file.path]  # type: ignore[attr-defined]
            assert "attachment" in response["Content-Disposition"] and logged == 1
            got.add(file.path)
        else:
            assert (response.status_code, logged) == (404, 0)
    assert got == EXPECTED[role]
    page = client.get("/closes/2020-05/files/")
    listed = {file.path for file in page.context["files"]}
    assert listed == got, "the list shows what may be had"


def test_a_path_never_leaves_the_folder(sign_in: SignIn) -> None:
    ReturnFile.objects.within(whole_scope()).create(
        period=202005, row=99, kind="lists", path="../../etc/passwd", size=1, sha256="", region=COUNTY
    )
    assert sign_in("county").get(_address(99)).status_code == 404


def test_anonymous_downloads_nothing() -> None:
    assert Client().get(_address(1)).status_code == 302


def test_a_school_sees_only_its_own_lines(sign_in: SignIn) -> None:
    page = sign_in("school").get(f"/closes/2020-05/feedback/{SCHOOL}")
    rows = {int(row["id"]) for row in page.context["list"]["rows"]}
    lines = all_rows(FeedbackLine).filter(period=202005)
    assert rows and rows == set(lines.filter(org_code=SCHOOL, row__in=rows).values_list("row", flat=True))
    assert lines.exclude(org_code=SCHOOL).exists(), "others have lines too"
    assert "/person/" not in page.content.decode(), "a school has no person pages"
    assert sign_in("other-school").get(f"/closes/2020-05/feedback/{SCHOOL}").status_code == 404
