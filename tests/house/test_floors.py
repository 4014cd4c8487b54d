"""The engine stands alone, and no folder escapes the contracts of the floors."""

import ast
import pkgutil
import re
import subprocess
import sys
import tomllib

import qianxiao
from qianxiao.base.paths import ROOT
from tests.house.tree import PACKAGE, python_files, said, syntax

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


def _app(module: str) -> str:
    return ".".join(module.split(".")[:3])


def test_pages_and_tasks_of_an_app_are_its_own() -> None:
    """Other apps call its queries and actions; only address lists (`urls`) and the web's start name its pages."""
    strays = []
    for path in python_files(PACKAGE):
        here = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(syntax(path)):
            if not isinstance(node, ast.ImportFrom) or path.stem == "urls":
                continue
            for name in (f"{node.module}.{alias.name}" for alias in node.names):
                private = re.match(r"qianxiao(\.\w+){2}\.(pages|api|tasks|imports|exports)", name)
                if private and _app(name) != _app(here):
                    strays.append(f"{said(path)} imports {name}")
    assert strays == []


def test_pages_hold_no_transaction() -> None:
    """Writes are verbs in `actions`; a page that opens a transaction has begun to hold rules."""
    names = {"pages", "api", "tasks"}
    files = [path for path in python_files(PACKAGE) if path.stem.split("_")[0] in names]
    assert [said(path) for path in files if "transaction.atomic" in path.read_text(encoding="utf-8")] == []
