"""A notice with its line, its day and an objection: seen by the offices of its county; what everybody reads is masked."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.contract.world import VILLAGE, canary, row_of, vault_id

READERS = {"province", "prefecture", "county", "reviewer", "finance", "auditor"}
SETTLES = {"county", "reviewer", "prefecture"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "notices": (READERS, "GET"),
    "notice": (READERS, "GET"),
    "notice-withdraw": ({"county"}, "POST"),
    "notice-object": ({"county"}, "POST"),
    "objections": (READERS, "GET"),
    "objection": (READERS, "GET"),
    "objection-verb": (SETTLES, "POST"),
}
BY_PLACE = {"notice", "notice-withdraw", "notice-object", "objection", "objection-verb"}
OPEN = {"portal-notices", "portal-notice", "portal-object"}


def _key(village: str) -> Any:
    return uuid5(NAMESPACE_URL, f"objection {village}")


def values(route: str, village: str) -> dict[str, Any]:
    return {"number": row_of(village), "key": _key(village), "verb": "answer"} if route in BY_PLACE else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.money.notices import models as m

    number, name = row_of(village), canary(village)
    one = m.Notice.objects.within(scope).create(
        id=number, region=village, kind="household", item="rain_dew", title=name, opened_on=20200501, term=5, due_on=20200512, lines_told=1,
        amount=1, digest="0", opened_by=name,
    )  # fmt: skip
    line = m.NoticeLine.objects.within(scope).create(
        notice=one, number=1, region=village, claim=name, person_id=vault_id(village), name=name, id_mask=name, place=name, amount=1,
        state="objected",
    )  # fmt: skip
    m.NoticeDay.objects.within(scope).create(notice=one, region=village, day=20200502, digest=name)
    m.Objection.objects.within(scope).create(
        id=_key(village), line=line, region=village, kind="other", text=name, name=name, phone_mask=name, at=datetime(2020, 5, 2, tzinfo=UTC),
        due_on=20200520,
    )  # fmt: skip


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    said = {"answer": "rejected", "reason": "核实过考勤"}
    return {
        "notice-withdraw": Deed(
            "county", f"/notices/{row_of(VILLAGE)}/withdraw", {"reason": "名单有误"}, {LOG: 1}
        ),
        "notice-object": Deed(
            "county",
            f"/notices/{row_of(VILLAGE)}/object",
            {"number": "1", "kind": "other", "text": "村里有人当面提出", "name": "", "phone": ""},
            {LOG: 1},
        ),
        "objection-verb": Deed("county", f"/notices/objections/{_key(VILLAGE)}/answer", said, {LOG: 1}),
    }
