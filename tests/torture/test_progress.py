"""The progress of a close: the share grows to the whole, the time follows this run's own pace."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianxiao.engine.close.costs import Cost, read_costs, usual, write_costs
from qianxiao.engine.close.progress import Progress, lasting

BEFORE = {"a": Cost(10, 10.0), "b": Cost(10, 30.0), "c": Cost(10, 60.0)}


def test_share_and_time_from_what_steps_cost_before() -> None:
    progress = Progress(BEFORE)
    assert (
        progress.done("a", 20, 20.0) == "10%，还需约 3 分钟 / about 3 min left"
    )  # twice as slow: 180 s for the rest
    assert progress.done("b", 20, 60.0) == "40%，还需约 2 分钟 / about 2 min left"
    assert progress.done("c", 20, 120.0) == "100%，还需不到 1 分钟 / under 1 min left"


def test_reused_steps_count_as_done_and_not_as_pace() -> None:
    progress = Progress(BEFORE)
    progress.reused("b")
    assert (progress.share, progress.remaining) == (0.3, None)
    progress.done("a", 10, 10.0)
    assert progress.remaining == pytest.approx(60.0)
    assert progress.costs() == {"a": Cost(10, 10.0)}


def test_no_time_is_told_before_it_can_be_known() -> None:
    progress = Progress({"tiny": Cost(1, 1.0), "rest": Cost(1, 99.0)})
    assert progress.done("tiny", 1, 5.0) == "1%"


def test_unknown_steps_make_the_work_larger() -> None:
    progress = Progress(BEFORE)
    progress.done("new", 1, 1.0)
    assert progress.total > 100
    assert 0 < progress.share < 1
    assert Progress({}).done("first", 1, 1.0) == "100%"


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0, 1e5), max_size=9), st.data())
def test_share_never_falls_and_ends_whole(seconds: dict[str, float], data: st.DataObject) -> None:
    progress = Progress({step: Cost(1, cost) for step, cost in seconds.items()})
    shares = [progress.share if seconds else 0.0]
    for step in data.draw(st.permutations(sorted(seconds))):
        progress.done(step, 1, data.draw(st.floats(0, 1e5))) if data.draw(st.booleans()) else progress.reused(
            step
        )
        assert progress.remaining is None or progress.remaining >= 0
        shares.append(progress.share)
    assert shares == sorted(shares)
    assert not seconds or shares[-1] == pytest.approx(1.0)


def test_times_as_people_say_them() -> None:
    assert lasting(59) == ("不到 1 分钟", "under 1 min")
    assert lasting(61) == ("约 2 分钟", "about 2 min")
    assert lasting(5400) == ("约 1 小时 30 分钟", "about 1 h 30 min")


def test_costs_are_kept_apart_and_a_broken_file_is_no_reason_to_stop(tmp_path: Path) -> None:
    write_costs(tmp_path, BEFORE)
    assert read_costs(tmp_path) == BEFORE
    (tmp_path / "timings.json").write_text("{", encoding="utf-8")
    assert read_costs(tmp_path) == read_costs(None) == usual()
    assert len(usual()) > 100
