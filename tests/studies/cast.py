"""Who plays in the tests of students, and the steps that many of them need."""

import re
from typing import Any

from django.test import Client

from tests.link.cast import number

OTHER_SCHOOL, CENTRE = "126226000000000073", "526211000000000045"
COUNTY_CODE = "621126"
POOR = {
    "name": "杨秀梅",
    "id_no": "990001200105170017",
}  # of the register of poor people, at home in the village
__all__ = [
    "CENTRE",
    "OTHER_SCHOOL",
    "POOR",
    "active",
    "entry",
    "figures",
    "moved",
    "number",
    "of",
    "register",
    "student",
]


def of(i: int) -> dict[str, str]:
    """Somebody nobody knows yet."""
    return {
        "name": f"新生{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{'一二三四五六七八九十'[i // 10 % 10]}",
        "id_no": number(20030101 + i % 28, i),
    }


def entry(who: dict[str, str], **more: str) -> dict[str, str]:
    """What the form of a registration sends."""
    usual = {"home": COUNTY_CODE, "reg_kind": "1", "major": "0101-4", "enrol": "2020-03", "phone": "", "class_name": "一班",
             "school_no": ""}  # fmt: skip
    return {**usual, **who, **more}


def register(client: Client, who: dict[str, str], **more: str) -> str:
    """Register somebody; the address of the new student's page."""
    answer = client.post("/students/new", entry(who, **more))
    assert answer.status_code == 302, told(answer)
    return str(answer["Location"])


def told(answer: Any) -> list[str]:
    """What a refused page says."""
    text = answer.content.decode()
    return re.findall(r'class="e[a-z]+"[^>]*>(.*?)</(?:p|div|ul)>', text, re.DOTALL) or [
        str(answer.status_code)
    ]


def moved(client: Client, page: str, verb: str, **more: str) -> Any:
    """One step of the flow on a student's page."""
    usual = {"day": "2020-04-02", "reason": "本人申请", "document": "校发〔2020〕3 号"}
    return client.post(f"{page}/{verb}", {**usual, **more})


def active(sign_in: Any, page: str, head: str = "school-head", office: str = "county") -> None:
    """Both say yes."""
    for who, verb in ((head, "approve"), (office, "confirm")):
        assert moved(sign_in(who), page, verb).status_code == 302


def student(page: str) -> Any:
    """The row behind a page's address."""
    from qianxiao.services.studies.models import Student
    from tests.scoped import all_rows

    return all_rows(Student).get(id=page.rsplit("/", 1)[1])


def figures(client: Client) -> dict[str, int]:
    """Address of a list → the figure that stands on it, of the page of figures."""
    text = client.get("/students/statistics").content.decode()
    found = re.findall(r'<a href="(/students/[^"]*)">(\d+)</a>', text)
    return {to.replace("&amp;", "&"): int(n) for to, n in found}
