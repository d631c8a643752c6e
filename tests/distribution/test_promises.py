"""The page of promises names tests that there are."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "selling-by-people.md"
NAMED = re.compile(r"`([a-z_/]+\.py)?::(test_[a-z0-9_]+)`")


def names_in(path: Path) -> set[str]:
    return {
        one.name
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_each_promise_names_a_test_that_there_is():
    missing, seen = [], 0
    for row in PAGE.read_text(encoding="utf-8").splitlines():
        file = ""
        for path, name in NAMED.findall(row):
            file, seen = path or file, seen + 1
            if name not in names_in(ROOT / "tests" / file):
                missing.append(f"{file}::{name}")
    assert missing == [], "write the test, or say in the page what holds the promise now"
    assert seen > 60
