"""A month that stands on one before the last says so: nobody is told as new without knowing since when."""

import json
from pathlib import Path

import pytest

from qianxiao.engine.close.inputs import left_out
from tests.month.conftest import close


@pytest.mark.parametrize(
    ("before", "period", "told"),
    [
        ("2020-05", 202006, None),
        ("2019-12", 202001, None),
        ("2020-04", 202006, "2020-05"),
        ("2019-11", 202001, "2019-12"),
        ("2019-10", 202002, "2019-11–2020-01"),
    ],
)
def test_what_is_said(before: str, period: int, told: str | None) -> None:
    found = left_out(Path(before), period)
    assert (found is None) == (told is None)
    if found and told:
        assert told in found["zh"] and before in found["zh"]
        assert found["en"].startswith(told) and before in found["en"]


def test_nothing_before_is_no_gap() -> None:
    assert left_out(None, 202006) is None


def test_terminal_and_manifest_say_it(world: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The month between was begun and never finished: its folder is there, its manifest is not."""
    from qianxiao.cli import main

    close(world, "2020-05", tmp_path)
    (tmp_path / "2020-05").rename(tmp_path / "2020-04")
    told = tmp_path / "2020-04" / "manifest.json"
    manifest = json.loads(told.read_text(encoding="utf-8"))
    told.write_text(json.dumps({**manifest, "period": 202004}), encoding="utf-8")
    (tmp_path / "2020-05").mkdir()
    words = ["close", "--period", "2020-06", "--in", str(world / "registers" / "2020-06")]
    assert main([*words, "--out", str(tmp_path)]) == 0
    said = capfd.readouterr().err
    found = json.loads((tmp_path / "2020-06" / "manifest.json").read_text(encoding="utf-8"))
    for language in ("zh", "en"):
        assert found["left_out"][language] in said
        assert "2020-05" in found["left_out"][language]
    assert found["previous"].startswith("2020-04 ")
    assert "left_out" not in manifest
