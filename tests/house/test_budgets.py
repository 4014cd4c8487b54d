"""Small files, small functions, every file says what it is about."""

import ast
import statistics

import pytest

from tests.house.tree import PACKAGE, TESTS, lines, python_files, said, syntax

MEDIAN, LONGEST, LONGEST_TEST, LONGEST_FUNCTION = 120, 400, 600, 50
_WRITTEN = {".sql", ".html", ".typ", ".js", ".sh"}


def test_the_middle_file_is_short() -> None:
    assert statistics.median(lines(path) for path in python_files(PACKAGE)) <= MEDIAN


def test_no_file_is_long() -> None:
    files = python_files(PACKAGE) + [p for p in PACKAGE.rglob("*") if p.suffix in _WRITTEN]
    assert {said(path): n for path in files if (n := lines(path)) > LONGEST} == {}


def test_no_test_file_is_long() -> None:
    assert {said(path): n for path in python_files(TESTS) if (n := lines(path)) > LONGEST_TEST} == {}


def test_no_function_is_long() -> None:
    long: dict[str, int] = {}
    for path in python_files(PACKAGE) + python_files(TESTS):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{said(path)}:{node.name}"] = length
    assert long == {}


def test_every_file_says_in_one_line_what_it_is_about() -> None:
    silent = []
    for path in python_files(PACKAGE) + python_files(TESTS):
        told = ast.get_docstring(syntax(path)) or ""
        if not told.strip() or (told.splitlines()[1:2] or [""])[0].strip():
            silent.append(said(path))
    assert silent == []


_HIDES = {"skip", "skipif", "importorskip", "xfail", "skipTest", "SkipTest", "skipUnless", "skipIf"}


def test_no_test_hides() -> None:
    """A test that cannot run must fail and say what is missing."""
    hidden = [
        f"{said(path)}:{node.lineno}"
        for path in python_files(TESTS)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) in _HIDES
    ]
    assert hidden == []


def test_every_test_file_is_collected(pytestconfig: pytest.Config) -> None:
    """A name pytest does not look for is a test that never fails."""
    strays = [
        said(path)
        for path in python_files(TESTS)
        if not path.name.startswith("test_")
        and any(
            isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in syntax(path).body
        )
    ]
    assert strays == []
