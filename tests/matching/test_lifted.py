"""A word that lifts an earlier one: the matching asks again as if nobody had spoken (19-05-04)."""

from pathlib import Path

from tests.link.cast import World, crowd, mention, number, person
from tests.link.test_months import decision

ANNA = number(19950321, 123)


def test_what_is_lifted_is_asked_again(tmp_path: Path) -> None:
    one = World(
        tmp_path,
        people=[*crowd(300), person("P1", "杨秀梅", ANNA)],
        mentions=[mention("lent", "李大海", ANNA), mention("own", "杨秀梅", ANNA)],
    )
    asked = one.close(202004).doubt("lent")
    assert asked == [("P1", "conflict")]
    one.decisions = [decision("lent", "P1", "不是同一人"), decision("own", "P1", "不是同一人")]
    told = one.close(202005)
    assert told.doubt("lent") == [] and told.link("own") is None
    one.decisions = [decision("lent", "P1", "撤回", 20200601), decision("own", "P1", "撤回", 20200601)]
    lifted = one.close(202006)
    assert lifted.doubt("lent") == asked and lifted.link("own") == ("P1", "exact")
    one.decisions = []
    assert one.close(202007).doubt("lent") == asked, "and in every later month"
