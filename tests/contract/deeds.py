"""One successful deed for every address that changes something: who does it, what must stand before, what is sent."""

import time
from base64 import b32decode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qianxiao.office.accounts import factor
from tests.contract import parts
from tests.contract.world import COUNTY, VILLAGE, canary, row_of, vault_id
from tests.scoped import all_rows

Clients = dict[str, Client]
REASON = "核对过户口簿"
LOG, EVENT, DUTY = "audit_accesslog", "accounts_accountevent", "duties_dutyevent"
JOB, JOB_EVENT, STEP = "jobs_job", "jobs_jobevent", "rosters_step"
RULING, RECEIPT = "matching_ruling", "matching_receipt"


# changing addresses that touch nothing but how the own pages look
LOOKS = {
    "reading": "text size and keys of the reader",
    "view-save": "a saved view of a list, the reader's own",
    "view-drop": "the same taken away",
    "list-columns": "columns of a list, the reader's own",
    "list-search": "what is searched goes into the session; the list that shows people writes the log",
}
# changing addresses that do not leave who, post and request yet: each would be a debt
OWED: dict[str, str] = {}


@dataclass(frozen=True)
class Deed:
    """A request by a role and the rows of history it must leave, by table: no fewer, no more."""

    role: str
    address: str
    data: dict[str, Any]
    leaves: dict[str, int]
    before: Callable[[Clients], dict[str, Any] | None] | None = None  # what it makes may add to the data


def _post(username: str) -> Any:
    from qianxiao.office.accounts.models import Post

    return Post.objects.get(user__username=username)


def _doubt() -> Any:
    from qianxiao.programme.matching.models import Doubt

    return all_rows(Doubt).get(id=row_of(VILLAGE))


def _seen() -> str:
    return bytes(_doubt().content).hex()


def _decided(clients: Clients) -> None:
    told = {"verb": "apart", "reason_apart": "asked", "seen": _seen()}
    assert clients["county"].post(f"/match/doubts/{row_of(VILLAGE)}/decide", told).status_code == 302


def _sent(clients: Clients) -> None:
    told = {"verb": "visit", "reason_visit": "two_fit", "seen": _seen(), "to": str(_post("village").pk)}
    assert clients["county"].post(f"/match/doubts/{row_of(VILLAGE)}/decide", told).status_code == 302


def _sealed(_clients: Clients) -> None:
    """The number of the village's person, sealed with the ring of this run."""
    from qianxiao.base.vault import seal
    from qianxiao.office.audit.keys import ring
    from tests.scoped import as_owner

    version, sealed = seal(ring(), "id_no", vault_id(VILLAGE), "990001198001010019")
    with as_owner() as cursor:
        values = [version, sealed, vault_id(VILLAGE)]
        cursor.execute("UPDATE people_sealed SET version = %s, sealed = %s WHERE person_id = %s", values)


def _merged(clients: Clients) -> None:
    told = {"verb": "same", "reason": REASON}
    assert clients["county"].post(f"/people/duplicates/{row_of(VILLAGE)}", told).status_code == 302


def _device(clients: Clients) -> dict[str, Any]:
    """The key as the page shows it, and the code a telephone makes of it now."""
    shown = clients["county"].get("/account/factor").context["secret"].replace(" ", "")
    secret = b32decode(shown + "=" * (-len(shown) % 8))
    return {"code": factor.code_at(secret, int(time.time() // factor.STEP))}


def _password(clients: Clients) -> None:
    from qianxiao.office.accounts.models import User

    user = User.objects.get(username="county")
    user.set_password("old-password-of-the-test")
    user.save(update_fields=["password"])
    clients["county"].force_login(user)


def _second_post(_clients: Clients) -> dict[str, Any]:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    made = give_post("county", "county某", "另一处", Role.REVIEWER, span(COUNTY), COUNTY, demo=True)
    return {"post": str(made.pk)}


def _office() -> Any:
    from qianxiao.office.accounts.models import Agency

    return Agency.objects.get(name=f"{canary(VILLAGE)}办")


def _duty() -> Any:
    from qianxiao.office.duties.models import Duty

    return all_rows(Duty).get(agency=_office())


def _not_offered(clients: Clients) -> None:
    """The question that waits is taken back, and the other county is in the table of regions."""
    from qianxiao.masterdata.regions.models import Region

    Region.objects.get_or_create(code="621121", defaults={"name": "通渭县", "level": 3, "parent": "621100"})
    assert clients["county"].post(f"/households/moves/{row_of(VILLAGE)}/withdraw").status_code == 302


def _unnamed(_clients: Clients) -> None:
    """The office's duty stands on nobody's name."""
    duty = _duty()
    duty.seat = None
    duty.save(update_fields=["seat"])


def _message(_clients: Clients) -> dict[str, Any]:
    """Up to the newest event there is."""
    from qianxiao.office.duties.models import DutyEvent

    return {"last": str(all_rows(DutyEvent).latest("id").pk)}


def _asked_for(_clients: Clients) -> None:
    """The village's export is one that the county officer asked for."""
    from qianxiao.office.exports.models import Export

    post = _post("county")
    all_rows(Export).filter(id=row_of(VILLAGE)).update(by="county", post=post.pk)


def _own() -> dict[str, Deed]:
    """One's own account."""
    return {
        "account": Deed("county", "/account", {}, {EVENT: 1}, _second_post),
        "password": Deed(
            "county",
            "/account/password",
            {"old": "old-password-of-the-test", "new": "correct-horse-battery-2020"},
            {EVENT: 1},
            _password,
        ),
        "sign-out": Deed("county", "/sign-out", {}, {EVENT: 1}),
        "factor": Deed("county", "/account/factor", {}, {EVENT: 1}, _device),
    }


def _desk() -> dict[str, Deed]:
    """The matching desk."""
    number = row_of(VILLAGE)
    return {
        "match-decide": Deed(
            "county",
            f"/match/doubts/{number}/decide",
            {"verb": "apart", "reason_apart": "asked", "seen": _seen()},
            {RULING: 1, LOG: 1},
        ),
        "match-send": Deed(
            "county",
            "/match/doubts/send",
            {
                "id": [str(number)],
                f"seen-{number}": _seen(),
                f"to-{number}": str(_post("village").pk),
                "reason": "two_fit",
            },
            {RULING: 1, LOG: 1, DUTY: 1},
        ),
        "match-withdraw": Deed(
            "county", f"/match/doubts/{number}/withdraw", {}, {RULING: 1, LOG: 1}, _decided
        ),
        "match-answer": Deed(
            "village",
            f"/match/visits/{number}/answer",
            {"verb": "apart", "reason_apart": "papers", "seen": _seen()},
            {RULING: 1, LOG: 1, DUTY: 1},
            _sent,
        ),
        "match-receipt": Deed(
            "school",
            f"/match/feedback/{number}/receipt",
            {"verb": "confirmed", "seen": canary(VILLAGE)},
            {RECEIPT: 1},
        ),
    }


def _people() -> dict[str, Deed]:
    """Persons and households."""
    number = row_of(VILLAGE)
    one = vault_id(VILLAGE)
    return {
        "find": Deed("county", "/find", {"text": canary(VILLAGE)}, {LOG: 1}),
        "people-export": Deed("county", "/people/export", {"form": "csv"}, {LOG: 1}),
        "households-export": Deed("county", "/households/export", {"form": "csv"}, {LOG: 1}),
        "reveal": Deed("county", f"/people/{one}/reveal/id_no", {"purpose": "call"}, {LOG: 1}, _sealed),
        "duplicate": Deed(
            "county",
            f"/people/duplicates/{number}",
            {"verb": "apart", "reason": REASON},
            {"people_decision": 1, LOG: 1},
        ),
        "split": Deed(
            "county",
            f"/people/{max(vault_id(VILLAGE), vault_id(VILLAGE, 'two'))}/split",
            {"reason": REASON},
            {"people_decision": 1, LOG: 1},
            _merged,
        ),
        "correct": Deed(
            "county",
            f"/people/{one}/correct",
            {"field": "birth", "value": "1999-12-30", "reason": REASON, "proof": "户口簿"},
            {LOG: 1},
        ),
        "correction-check": Deed("reviewer", f"/people/corrections/{number}/apply", {}, {LOG: 1}),
        "household-move": Deed(
            "county",
            f"/households/{vault_id(VILLAGE, 'household')}/move",
            {"county": "621121", "reason": REASON},
            {LOG: 1},
            _not_offered,
        ),
        "move-answer": Deed("county", f"/households/moves/{number}/withdraw", {}, {LOG: 1}),
    }


def _posts() -> dict[str, Deed]:
    """Agencies and posts."""
    chief = _post("chief-own")
    return {
        "org-new": Deed(
            "system", "/orgs/new", {"name": "新办", "kind": "hr", "region": COUNTY, "code": ""}, {EVENT: 1}
        ),
        "user-new": Deed(
            "system",
            "/orgs/users/new",
            {"username": "lin", "full_name": "林", "password": "correct-horse-battery-2020"},
            {EVENT: 1},
        ),
        "post-ask": Deed(
            "system",
            f"/orgs/{_post('county').agency_id}/ask",
            {"username": "chief-neighbour", "role": "county"},
            {EVENT: 1},
        ),
        "post-verb": Deed("security", f"/orgs/posts/{chief.pk}/end", {}, {EVENT: 1}),
        "user-verb": Deed("security", "/orgs/users/chief-own/close", {}, {EVENT: 1}),
    }


def _duties() -> dict[str, Deed]:
    """Duties and messages."""
    chief = _post("chief-own")
    return {
        "duty-hand": Deed(
            "chief-own", f"/duties/{_duty().pk}/hand", {"post": str(chief.pk)}, {DUTY: 1}, _unnamed
        ),
        "duties-export": Deed("chief-own", "/duties/ledger/export", {"form": "csv"}, {LOG: 1}),
        "duties-hand": Deed(
            "chief-own", "/duties/hand", {"id": [str(_duty().pk)], "post": str(chief.pk)}, {DUTY: 1}, _unnamed
        ),
        "duty-inbox": Deed("chief-own", "/duties/inbox", {}, {"duties_reading": 1}, _message),
        "duty-fulfil": Deed(
            "chief-own",
            f"/duties/{_duty().pk}/fulfil",
            {"evidence": "汇总表 3 号", "reason": "雨季"},
            {DUTY: 1},
        ),
    }


def _brought(_clients: Clients) -> dict[str, Any]:
    """A roster; what is in it the worker finds out later."""
    return {"file": SimpleUploadedFile("名册.csv", "人编号\n1\n".encode())}


def _line() -> Any:
    from qianxiao.registers.rosters.models import Line

    return all_rows(Line).get(imported_id=row_of(VILLAGE))


def _under_way(_clients: Clients) -> None:
    """The job that read the village's roster is waiting again."""
    from qianxiao.office.jobs.models import Job

    all_rows(Job).filter(id=row_of(VILLAGE)).update(state="waiting")


def _rosters() -> dict[str, Deed]:
    """Rosters that are brought in, and the list of leavers."""
    number = row_of(VILLAGE)
    ticked = {"with_new": "on"}
    return {
        "imports": Deed(
            "county", "/import/", {"register": "poor", "period": "2020-06"}, {JOB: 1, STEP: 1}, _brought
        ),
        "import-accept": Deed("county", f"/import/{number}/accept", {}, {JOB: 1, STEP: 1}, lambda _: ticked),
        "import-answer": Deed(
            "county",
            f"/import/{number}/answer",
            {"line": str(_line().pk), "answer": "leave"},
            {LOG: 1, STEP: 1},
        ),
        "import-drop": Deed("county", f"/import/{number}/drop", {}, {STEP: 1}),
        "list-export": Deed("county", "/lists/changes/export", {"form": "csv"}, {LOG: 1}),
        "export-answer": Deed(
            "reviewer",
            f"/exports/{number}/answer",
            {"answer": "no", "note": REASON},
            {"exports_exportstep": 1},
        ),
        "export-drop": Deed("county", f"/exports/{number}/drop", {}, {"exports_exportstep": 1}, _asked_for),
        "job-stop": Deed("county", f"/jobs/{number}/stop", {}, {JOB_EVENT: 1}, _under_way),
        "leaver-confirm": Deed(
            "village",
            f"/households/lists/leavers/{vault_id(VILLAGE)}",
            {"right": "no", "note": REASON},
            {LOG: 1},
        ),
    }


def deeds() -> dict[str, Deed]:
    """Address name → its deed. Needs the canaries."""
    return _own() | _desk() | _people() | _posts() | _duties() | _rosters() | parts.deeds()
