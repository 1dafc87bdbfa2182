"""docs/trust.md promises 42 things, and each is shown by something that exists."""

import ast
import re
from pathlib import Path

from tests.drill.__main__ import DRILLS

ROOT = Path(__file__).parent.parent
ROWS = [line.split("|") for line in (ROOT / "docs" / "trust.md").read_text().splitlines() if re.match(r"\| \d", line)]


def test_there_are_forty_two_promises():
    assert [int(row[1]) for row in ROWS] == list(range(1, 43))


def test_every_test_and_drill_that_is_named_is_there():
    missing = []
    for row in ROWS:
        tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[4])
        drills = re.findall(r"`make drill ARGS=([\w-]+)`", row[4])
        missing += [(path, name) for path, name in tests if name not in functions_of(path)]
        missing += [name for name in drills if name not in DRILLS]
        assert tests or drills, row[1]
    assert missing == []


def functions_of(path):
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
