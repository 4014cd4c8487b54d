"""Statements under row security are written so that the database may use its indexes."""

import re

from qianxiao.base.paths import ROOT

# Behind a policy the planner looks things up by a key only when it is sure that working the key out tells nobody
# anything. It is sure of CASE and not of coalesce(): grouping a batch in a county of 40,000 people took 85 s, now 0.1 s.
_UNSURE = re.compile(r"= *coalesce\(\w+\.same_as_id", re.IGNORECASE)


def test_whoever_is_the_same_is_looked_up_by_an_index() -> None:
    files = sorted((ROOT / "qianxiao").glob("**/sql/**/*.sql"))
    assert len(files) > 100
    found = [path.name for path in files if _UNSURE.search(path.read_text(encoding="utf-8"))]
    assert found == [], "write CASE WHEN p.same_as_id IS NULL THEN p.id ELSE p.same_as_id END"
    assert _UNSURE.search("ON n.person_id = coalesce(q.same_as_id, q.id)"), "red: it would be found"
