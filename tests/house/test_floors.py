"""The engine stands alone, and no folder escapes the contracts of the floors."""

import pkgutil
import re
import subprocess
import sys
import tomllib

import qianxiao
from qianxiao.base.paths import ROOT

_ALONE = """
import importlib, pkgutil, sys
import qianxiao.base, qianxiao.engine
for home in (qianxiao.base, qianxiao.engine):
    for found in pkgutil.walk_packages(home.__path__, home.__name__ + "."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
strangers = sorted({"django", "psycopg", "gunicorn"} & set(sys.modules))
sys.exit(f"imported: {strangers}" if strangers else 0)
"""


def test_engine_and_base_import_without_the_web() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ALONE], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_folder_has_its_floor() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = next(c for c in told["tool"]["importlinter"]["contracts"] if c["name"] == "floors")
    named = set(re.findall(r"\w+", " ".join(floors["layers"])))
    have = {found.name for found in pkgutil.iter_modules(qianxiao.__path__)} - {"__main__"}
    assert have - named == set()
