"""Posts through the pages: asked for by one, granted by another, in force at once, handed over with what is open."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from qianxiao.office.accounts.actions import take_file
from qianxiao.office.accounts.models import AccountEvent, Agency, FileHand, Post, User
from qianxiao.office.accounts.roles import ADMINISTRATORS, HANDS, Hand, Role
from tests.accounts.conftest import PASSWORD
from tests.contract.world import COUNTY, PLACES, VILLAGE, canary

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
PERSON = f"/closes/2020-05/person/P{VILLAGE}"
STRANGER = f"/closes/2020-05/person/P{PLACES['sibling']}"


def _agency(name: str) -> Agency:
    return Agency.objects.get(name=name)


def _ask(clients: Clients, username: str, role: str, agency: str) -> Post:
    answer = clients["system"].post(f"/orgs/{_agency(agency).pk}/ask", {"username": username, "role": role})
    assert answer.status_code == 302, answer.content.decode()
    return Post.objects.get(user__username=username, role=role, granted_by="")


def _verb(client: Client, post: Post, verb: str, **data: str) -> int:
    return client.post(f"/orgs/posts/{post.pk}/{verb}", data).status_code


def test_a_post_counts_once_somebody_else_granted_it(
    clients: Clients, fresh: Callable[[str], Client]
) -> None:
    client = fresh("lin")
    assert client.get(PERSON).status_code == 404, "an account alone sees nothing"
    post = _ask(clients, "lin", "county", "county处")
    assert client.get(PERSON).status_code == 404, "a wish is no right"
    assert _verb(clients["system"], post, "grant") == 404, "who asks does not grant"
    page = clients["security"].get("/orgs/").content.decode()
    assert "lin" in page and "待批准" in page
    assert _verb(clients["security"], post, "grant") == 302
    assert client.get(PERSON).status_code == 200, "with the next request"
    assert client.get(STRANGER).status_code == 404
    assert _verb(clients["security"], post, "end") == 302
    assert client.get(PERSON).status_code == 404, "and gone with the next request"
    verbs = list(AccountEvent.objects.filter(subject="lin").order_by("id").values_list("verb", "by"))
    assert verbs == [("user added", "system"), ("signed in", "lin"), ("post asked", "system"),
                     ("post granted", "security"), ("post ended", "security")]  # fmt: skip


def test_the_database_refuses_one_name_for_both(clients: Clients) -> None:
    user, agency = User.objects.get(username="county"), _agency("county处")
    with pytest.raises(IntegrityError, match="post_two_people"), transaction.atomic():
        Post.objects.create(
            user=user, agency=agency, role="relief", regions=[COUNTY], asked_by="system", granted_by="system"
        )


def test_an_administrator_of_another_region_does_not_find_the_post(clients: Clients, fresh) -> None:  # type: ignore[no-untyped-def]
    fresh("lin")
    post = _ask(clients, "lin", "county", "county处")
    Post.objects.filter(user__username="security").update(regions=["520000"])
    assert _verb(clients["security"], post, "grant") == 404
    assert clients["security"].get(f"/orgs/{post.agency_id}").status_code == 404


@pytest.mark.parametrize("admin", ADMINISTRATORS)
def test_an_administrator_holds_no_other_role(admin: Role, clients: Clients) -> None:
    county = _agency("county处")
    answer = clients["system"].post(f"/orgs/{county.pk}/ask", {"username": admin.value, "role": "county"})
    assert answer.status_code == 422 and "管理员不得兼任" in answer.content.decode()
    with pytest.raises(IntegrityError, match="no other role"), transaction.atomic():
        Post.objects.create(
            user=User.objects.get(username=admin),
            agency=county,
            role="county",
            regions=[COUNTY],
            granted_by="x",
        )
    with pytest.raises(IntegrityError, match="no other role"), transaction.atomic():
        Post.objects.create(
            user=User.objects.get(username="county"),
            agency=county,
            role=admin,
            regions=[COUNTY],
            granted_by="x",
        )


def test_red_without_the_trigger_the_roles_mix(clients: Clients) -> None:
    """The control: by hand, past the action, only the database stands in the way."""
    from django.db import connection

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("ALTER TABLE accounts_post DISABLE TRIGGER accounts_posts_apart")
        user = User.objects.get(username="security")
        Post.objects.create(
            user=user, agency=_agency("county处"), role="county", regions=[COUNTY], granted_by="x"
        )
        assert user.posts.count() == 2
        transaction.set_rollback(True)


def test_hand_over_ends_the_old_and_moves_what_is_open(clients: Clients, fresh, actor) -> None:  # type: ignore[no-untyped-def]
    first = take_file(actor("county"), "claim-1")
    FileHand.objects.create(file="claim-0", hand=Hand.MAKER, user=first.user, post=first.post, open=False)
    successor = fresh("lin")
    old = first.post
    assert _verb(clients["system"], old, "hand-over", username="lin") == 302
    new = Post.objects.get(user__username="lin")
    assert (new.seat, new.role, new.regions, new.granted_by) == (old.seat, old.role, old.regions, "")
    assert clients["county"].get(PERSON).status_code == 404, "the old holder is out with the next request"
    assert successor.get(PERSON).status_code == 404, "the successor waits to be granted"
    _verb(clients["security"], new, "grant")
    assert successor.get(PERSON).status_code == 200
    holders = dict(FileHand.objects.values_list("file", "user__username"))
    assert holders == {"claim-1": "lin", "claim-0": "county"}, "what is done stays with who did it"
    assert "claim-1" in successor.get("/account").content.decode()


def test_hand_over_to_somebody_who_had_another_part_is_refused(clients: Clients, actor) -> None:  # type: ignore[no-untyped-def]
    mine = take_file(actor("county"), "claim-1")
    take_file(actor("reviewer"), "claim-1")
    answer = clients["system"].post(f"/orgs/posts/{mine.post_id}/hand-over", {"username": "reviewer"})
    assert answer.status_code == 422 and "claim-1" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.user.username == "county" and Post.objects.get(pk=mine.post_id).ends is None


def test_maker_checker_and_payer_are_three_people(clients: Clients, actor) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from django.core.exceptions import ValidationError

    for name in ("county", "reviewer", "finance"):
        assert take_file(actor(name), "claim-1").hand == HANDS[name]
    assert take_file(actor("county"), "claim-1").hand == Hand.MAKER, "again is the same"
    user = User.objects.get(username="county")
    second = Post.objects.create(
        user=user, agency=_agency("reviewer处"), role="reviewer", regions=[COUNTY], granted_by="security"
    )
    both = replace(actor("county"), post=second)  # type: ignore[arg-type]
    take_file(actor("county"), "claim-2")
    with pytest.raises(ValidationError, match=r"三人|three"):
        take_file(both, "claim-2")
    with pytest.raises(IntegrityError, match="hand_one_person_once"), transaction.atomic():
        FileHand.objects.create(file="claim-2", hand=Hand.CHECKER, user=user, post=second)
    with pytest.raises(ValidationError):
        take_file(actor("auditor"), "claim-3")


@pytest.mark.parametrize("role", ["ministry", "province", "prefecture", "finance", "school", "village"])
def test_a_role_sits_at_its_own_tier_and_kind(role: str, clients: Clients, fresh) -> None:  # type: ignore[no-untyped-def]
    fresh("lin")
    county = _agency("county处")
    answer = clients["system"].post(f"/orgs/{county.pk}/ask", {"username": "lin", "role": role})
    assert answer.status_code == 422 and not Post.objects.filter(user__username="lin").exists()
    offered = clients["system"].get(f"/orgs/{county.pk}").content.decode()
    assert f'value="{role}"' not in offered and 'value="county"' in offered


def test_an_agency_stands_in_its_own_tree(clients: Clients) -> None:
    above = _agency("relief处")
    told = {"name": "新办", "kind": "hr", "region": COUNTY, "code": ""}
    answer = clients["system"].post(f"/orgs/new?above={above.pk}", told)
    assert answer.status_code == 422 and "同一系统" in answer.content.decode()
    answer = clients["system"].post(f"/orgs/new?above={above.pk}", {**told, "kind": "relief"})
    assert answer.status_code == 302, answer.content.decode()
    assert _agency("新办").above == above
    assert clients["system"].post("/orgs/new", {**told, "region": "522301"}).status_code == 404, (
        "not its region"
    )


def test_a_list_of_agencies_stops_at_the_scope(clients: Clients) -> None:
    page = clients["county"].get("/orgs/").content.decode()
    assert f"{canary(VILLAGE)}办" in page and f"{canary(PLACES['sibling'])}办" not in page
    assert f"{canary(PLACES['sibling'])}办" in clients["prefecture"].get("/orgs/").content.decode()
    found = clients["ministry"].get("/orgs/", {"q": "金丝雀5223"}).content.decode()
    assert found.count("金丝雀5223") >= 1 and canary(VILLAGE) not in found


def test_the_thirty_two_units_have_two_trees_and_finance(clients: Clients) -> None:
    from qianxiao.office.accounts.actions import set_up_units
    from qianxiao.office.accounts.queries import unit_name

    assert set_up_units() == 3 * 33
    assert unit_name("hr", "66") == "新疆生产建设兵团人力资源和社会保障局"
    assert set_up_units() == 0, "once"
    corps = Agency.objects.filter(name__startswith="新疆生产建设兵团")
    assert {one.region for one in corps} == {"660000"} and corps.count() == 3
    assert all(one.above is not None and one.above.kind == one.kind for one in corps)


def test_fields_that_are_not_in_a_form_are_not_taken(clients: Clients, fresh) -> None:  # type: ignore[no-untyped-def]
    """A5: every field name of every model of the app, sent along with every form."""
    names = {field.name for model in (User, Post, Agency) for field in model._meta.get_fields()}
    more = dict.fromkeys(names, "1") | {"granted_by": "x", "is_demo": "on", "asked_by": "x", "seat": "1"}
    user = {"username": "lin", "full_name": "林", "password": PASSWORD}
    assert clients["system"].post("/orgs/users/new", {**more, **user}).status_code == 302
    made = User.objects.get(username="lin")
    assert (made.is_demo, made.factor, made.factor_step, made.posts.count()) == (False, b"", 0, 0)
    county = _agency("county处")
    assert (
        clients["system"]
        .post(f"/orgs/{county.pk}/ask", {**more, "username": "lin", "role": "county"})
        .status_code
        == 302
    )
    post = Post.objects.get(user=made)
    assert (post.granted_by, post.asked_by, post.regions, post.ends) == ("", "system", [COUNTY], None)
    told = {"name": "新办", "kind": "hr", "region": COUNTY, "code": ""}
    assert clients["system"].post("/orgs/new", {**more, **told}).status_code == 302
    assert _agency("新办").above is None
    print(f"\nA5: {len(more)} field names sent with 3 forms, hidden fields accepted 0")
