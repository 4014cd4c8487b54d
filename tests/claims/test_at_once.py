"""M3, M4, M5 of claims: fifty at once, twenty reviews at once, a key sent again; each with its control that must fail."""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.claims.world import DAY, entitled, person
from tests.committed import signed_in
from tests.databases import at, copy
from tests.scoped import all_rows

SCHOOL_USER = "the-school"


@pytest.fixture(scope="module", autouse=True)
def own_database(claims_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """What many do at once is committed: this file has a database to itself."""
    with django_db_blocker.unblock(), copy(claims_database) as name, at(name):
        yield


@pytest.fixture(autouse=True)
def pages_role(own_database: None) -> None:
    """Every client has a connection of its own; nothing here works in one transaction."""


def together(n: int, do: Callable[[int], Any]) -> list[Any]:
    """Do something n times at once, each on a connection of its own."""
    ready, found = threading.Barrier(n), [None] * n

    def one(at_: int) -> None:
        try:
            ready.wait(30)
            found[at_] = do(at_)
        except Exception as error:
            found[at_] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(at_,)) for at_ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found


def claims(**told: Any) -> Any:
    from qianxiao.money.claims.models import Claim

    return all_rows(Claim).filter(**told)


def granted(rec_id: str, at_: int = 0, **more: Any) -> Any:
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()) as scope:
        return entitled(scope, person(at_), f"P{at_:05}", rec_id, **{"item": "national_grant", "payee_kind": "1", "fund": "1", **more})  # fmt: skip


def in_whole(read: Callable[[], Any]) -> Any:
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()):
        return read()


def test_m3_the_same_application_fifty_times_at_once_is_one() -> None:
    rounds = int(os.environ.get("QIANXIAO_TRIALS", "1"))
    clients, codes, made, places = [signed_in(SCHOOL_USER) for _each in range(50)], Counter[int](), 0, set()
    for nth in range(rounds):
        about = f"{2019 + nth}S"
        granted(f"M3{nth or ''}", instalment=about)
        told = {"item": "national_grant", "about": about}
        answers = together(
            50, lambda at_, told=told: clients[at_].post("/claims/new", {**told, "key": str(uuid4())})
        )
        codes.update(one.status_code for one in answers)
        places |= {
            one.get("Location", "") for one in answers
        }  # whoever came later is led to the one that was made
        made += in_whole(lambda about=about: claims(about=about).count())
    print(f"M3 claims: 50 at once over HTTP, {rounds} rounds: {made} claims, answers {dict(codes)}, {len(places - {''})} places")  # fmt: skip
    assert made == rounds == len(places) and codes == {302: 50 * rounds}


def test_m3_control_without_the_lock_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check, then insert: with the index and the lock gone the same fifty make more than one."""
    from qianxiao.money.claims import actions, making

    granted("M3C", instalment="2018S")
    real = making.claimable

    class Unlocked:
        """A queryset that does not lock what it reads."""

        def __init__(self, rows: Any) -> None:
            self.rows = rows

        def filter(self, **told: Any) -> "Unlocked":
            return Unlocked(self.rows.filter(**told))

        def select_for_update(self, **_told: Any) -> Any:
            return self.rows

    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX claimline_once")
    monkeypatch.setattr(making, "claimable", lambda *told: Unlocked(real(*told)))
    monkeypatch.setattr(actions, "once", lambda _who, _key, _body, do: do())
    clients = [signed_in(SCHOOL_USER) for _each in range(20)]
    together(20, lambda at_: clients[at_].post("/claims/new", {"item": "national_grant", "about": "2018S", "key": str(uuid4())}))  # fmt: skip
    made = in_whole(lambda: claims(about="2018S").count())
    print(f"M3 control: check, then insert: {made} rows of 20 at once")
    assert made > 1
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_claimline NO FORCE ROW LEVEL SECURITY")
        cursor.execute(
            "UPDATE claims_claimline SET live = false WHERE id NOT IN (SELECT min(id) FROM claims_claimline GROUP BY entitlement_id)"
        )
        cursor.execute("CREATE UNIQUE INDEX claimline_once ON claims_claimline (entitlement_id) WHERE live")
        cursor.execute("ALTER TABLE claims_claimline FORCE ROW LEVEL SECURITY")


def test_m4_twenty_reviews_at_once_and_a_withdrawal_beside_them() -> None:
    """One winner, a legal state, as many steps as changes of state."""
    from qianxiao.money.claims.models import ClaimStep

    granted("M4", instalment="2017S")
    school = signed_in(SCHOOL_USER)
    answer = school.post("/claims/new", {"item": "national_grant", "about": "2017S", "key": str(uuid4())})
    at_ = answer["Location"]
    number = int(at_.rsplit("/", 1)[1])
    hands = [signed_in("county") for _each in range(20)]
    answers = together(20, lambda n: hands[n].post(f"{at_}/pass"))
    codes = Counter(one.status_code for one in answers)
    one = in_whole(lambda: claims(pk=number).get())
    steps = in_whole(lambda: list(all_rows(ClaimStep).filter(claim=number).order_by("id")))
    moved = [step for step in steps if step.before != step.after]
    print(f"M4 claims: first review 20 at once {dict(codes)}, state {one.state}, steps {len(moved)}")
    assert codes[302] == 1 and codes[422] == 19 and one.state == "checked" and len(moved) == 2
    # the second review against giving it back, at once
    two = [signed_in("reviewer"), signed_in("reviewer-two")]
    verbs = [("second", {}), ("back", {"reason": "名单有误"})]
    both = together(2, lambda n: two[n].post(f"{at_}/do/{verbs[n][0]}", verbs[n][1]))
    one = in_whole(lambda: claims(pk=number).get())
    steps = in_whole(lambda: all_rows(ClaimStep).filter(claim=number).exclude(before="").count())
    assert sorted(answer.status_code for answer in both) == [302, 422] and one.state in ("to_notice", "submitted")  # fmt: skip
    # a withdrawal of the school against the first review of the county
    granted("M4W", instalment="2016S")
    place = school.post("/claims/new", {"item": "national_grant", "about": "2016S", "key": str(uuid4())})["Location"]  # fmt: skip
    county = signed_in("county")
    deeds = [
        lambda: county.post(f"{place}/pass"),
        lambda: school.post(f"{place}/do/withdraw", {"reason": "重复申报"}),
    ]
    both = together(2, lambda n: deeds[n]())
    last = in_whole(lambda: claims(pk=int(place.rsplit("/", 1)[1])).get())
    print(f"M4 claims: approve beside withdraw {[one.status_code for one in both]}, state {last.state}")
    assert sorted(answer.status_code for answer in both) == [302, 422] and last.state in ("checked", "withdrawn")  # fmt: skip


def test_m4_control_without_the_row_lock_there_are_several_winners(monkeypatch: pytest.MonkeyPatch) -> None:
    from qianxiao.money.claims import actions_review
    from qianxiao.money.claims.models import Claim

    granted("M4C", instalment="2015S")
    school = signed_in(SCHOOL_USER)
    place = school.post("/claims/new", {"item": "national_grant", "about": "2015S", "key": str(uuid4())})["Location"]  # fmt: skip
    gate = threading.Barrier(8)

    def unlocked(who: Any, number: int) -> Any:
        found = Claim.objects.within(who.scope).get(pk=number)
        gate.wait(30)
        return found

    monkeypatch.setattr(actions_review, "locked", unlocked)
    hands = [signed_in("county") for _each in range(8)]
    answers = together(8, lambda n: hands[n].post(f"{place}/pass"))
    won = sum(getattr(one, "status_code", 0) == 302 for one in answers)
    print(f"M4 control: without the row lock {won} winners of 8")
    assert won > 1


def test_m5_a_key_again_is_answered_again_and_never_ends() -> None:
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties.actions import set_clock

    granted("M5", instalment="2014S")
    school, key = signed_in(SCHOOL_USER), str(uuid4())
    told = {"item": "national_grant", "about": "2014S", "key": key}
    # what is refused leaves no key
    assert school.post("/claims/new", {**told, "about": "2001S"}).status_code == 422
    answers = [school.post("/claims/new", told) for _each in range(10)]
    same = {one.get("Location") for one in answers}
    other = school.post("/claims/new", {**told, "about": "2019S"}).status_code
    clients = [signed_in(SCHOOL_USER) for _each in range(10)]
    at_once = {one.get("Location") for one in together(10, lambda n: clients[n].post("/claims/new", told))}
    made = in_whole(lambda: claims(about="2014S").count())
    set_clock(Actor("operator"), date(2021, 6, 15))
    later = school.post("/claims/new", told).get("Location")
    set_clock(Actor("operator"), DAY)
    print(f"M5 claims: 10 replays {len(same)} answer, other body {other}, parallel {len(at_once)} answer, after a year {'the same' if {later} == same else 'another'}, rows {made}")  # fmt: skip
    assert len(same) == 1 and same == at_once == {later} and other == 422 and made == 1
