"""The budgets of the style guide: what one reader can hold in mind."""

import ast
import re
from pathlib import Path

import pytest

from tools.house import ROOT, SOURCE

MODULES = [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]


def relative(path):
    return str(path.relative_to(ROOT))


def functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node):
    """Lines of a function from its `def`, without its docstring."""
    documented = ast.get_docstring(node, clean=False)
    lines = node.end_lineno - node.lineno + 1
    return lines - (documented.count("\n") + 1 if documented else 0)


def lines(path):
    return path.read_text(encoding="utf-8").count("\n")


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_is_at_most_600_lines_and_a_function_60(path):
    assert lines(path) <= 600
    assert [f.name for f in functions(path) if length(f) > 60] == []


@pytest.mark.parametrize("path", [p for p in MODULES if "web" in p.parts], ids=relative)
def test_a_view_is_at_most_30_lines(path):
    views = [f for f in functions(path) if f.args.args and f.args.args[0].arg == "request"]
    assert [f.name for f in views if length(f) > 30] == []


@pytest.mark.parametrize("path", TESTS, ids=relative)
def test_a_file_of_tests_is_at_most_900_lines_and_a_test_40(path):
    assert lines(path) <= 900
    tests = [f for f in functions(path) if f.name.startswith("test_")]
    assert [f.name for f in tests if length(f) > 40] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_is_at_most_150_lines(path):
    assert lines(path) <= 150


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=relative)
def test_every_suppression_carries_its_reason(path):
    if path == Path(__file__):
        return
    marks = re.compile(r"#\s*(noqa|type: ignore|pragma: no cover)\b[^#\n]*")
    bare = [
        line.strip()
        for line in path.read_text(encoding="utf-8").splitlines()
        if (mark := marks.search(line)) and not re.search(r"( - |#)\s*\S", line[mark.start() + 1 :])
    ]

    assert bare == []


def test_nothing_is_called_helpers_or_utils():
    vague = {"utils", "helpers", "common", "misc", "manager", "service", "handler", "data", "info"}
    assert [relative(p) for p in MODULES if p.stem in vague or p.parent.name in vague] == []
