"""One click prints a claim's whole file, and one person's: what is in it, who may, what is left behind (X-12)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.claims.test_review import lines, passed
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def _paper(claim: Any, line: int = 0, printed: str = "x") -> Any:
    """What the file holds, as the county's scope sees it."""
    from qianxiao.money.archive.claims import of_claim, of_line
    from qianxiao.money.claims import queries
    from qianxiao.office.accounts.models import Post
    from qianxiao.office.accounts.scope import scope_for

    post = Post.objects.get(user__username="county")
    scope = scope_for(post.role, post.ranges, post.institutions)
    one = queries.get(scope, claim.pk)
    return (
        of_line(scope, one, queries.line(scope, one, line), printed)
        if line
        else of_claim(scope, one, printed)
    )


def _texts(paper: Any) -> str:
    return "\n".join(
        " | ".join(row)
        for part in paper.parts
        for row in ([part.title], *part.facts, *(row for table in part.tables for row in table.rows))
    )


def test_the_file_of_a_claim_tells_it_from_the_facts_to_the_notice(sign_in: SignIn) -> None:
    claim = passed(sign_in)
    sign_in("county").post(f"/claims/{claim.pk}/do/put_up")
    claim.refresh_from_db(from_queryset=all_rows(type(claim)))
    from qianxiao.money.notices.models import Notice

    text = _texts(_paper(claim))
    assert (
        all(text.count(row.reference.rpartition("/")[2]) for row in lines(claim))
        and lines(claim)[0].name in text
    )
    for said in (
        claim.claim_no,
        "county",
        "reviewer",
        "rain_dew",
        all_rows(Notice).get(pk=claim.notice).digest,
    ):
        assert said in text, said
    for row in lines(claim).filter(state="refused"):
        assert row.reason in text
    answer = sign_in("county").get(f"/claims/{claim.pk}/file.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content[:5] == b"%PDF-"


def test_one_persons_file_gives_every_condition_with_its_source(sign_in: SignIn) -> None:
    from qianxiao.money.entitlements.reasons import why

    claim = passed(sign_in)
    row = lines(claim).filter(state="passed")[0]
    text = _texts(_paper(claim, row.number))
    reasons = why(row.entitlement).reasons
    assert len(reasons) > 3
    for said in reasons:
        assert said.text in text
    others = lines(claim).exclude(name=row.name).values_list("name", flat=True)
    assert not [name for name in others if name in text]
    assert sign_in("county").get(f"/claims/{claim.pk}/lines/{row.number}/file.pdf").content[:5] == b"%PDF-"


def test_the_same_record_has_the_same_digest_and_another_step_another(sign_in: SignIn) -> None:
    claim = passed(sign_in)
    first = _paper(claim, printed="today")
    assert first.digest == _paper(claim, printed="tomorrow").digest
    sign_in("county").post(f"/claims/{claim.pk}/do/put_up")
    assert _paper(claim).digest != first.digest


def test_it_is_in_the_trail_and_nobody_else_gets_it(sign_in: SignIn) -> None:
    from qianxiao.office.audit.models import AccessLog

    claim = passed(sign_in)
    assert sign_in("other").get(f"/claims/{claim.pk}/file.pdf").status_code == 404
    assert not AccessLog.objects.filter(purpose="archive").exists()
    sign_in("county").get(f"/claims/{claim.pk}/file.pdf")
    row = AccessLog.objects.get(purpose="archive")
    assert (row.kind, row.subject, row.people) == ("export", claim.claim_no, lines(claim).count())
