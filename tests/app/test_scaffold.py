"""A new play from nothing: its tests pass untouched, and deleting its folders and its line deletes it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lianyi.app.scaffold import PlayRefused, make_play
from tests.tidy.sources import tracked

ROOT = Path(__file__).parents[2]
LEFT_OUT = {
    ".git",
    ".venv",
    ".data",
    ".cache",
    "node_modules",
    "dist",
    "__pycache__",
    "unpackage",
    ".screens",
}


@pytest.fixture
def copy(tmp_path):
    """The tree as it belongs to the repository, without what is built."""
    for name in tracked():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    return tmp_path


def bring_compiled(copy):
    """What was compiled comes along where it has been: it is of the same sources, whose times `copy2` has kept."""
    for folder in {Path(name).parent for name in tracked() if name.endswith(".py")}:
        if (compiled := ROOT / folder / "__pycache__").is_dir():
            under_way = shutil.ignore_patterns("*.pyc.*")  # written by a program beside this one
            shutil.copytree(compiled, copy / folder / "__pycache__", ignore=under_way)


def run(copy, *arguments):
    """A program of the copy, with no part in this run's database."""
    apart = (
        "LIANYI_",
        "PYTEST_",
        "PYTHONDONTWRITEBYTECODE",
    )  # what one program compiles the next one need not
    clean = {name: value for name, value in os.environ.items() if not name.startswith(apart)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout


LOADED = "from lianyi.app.wiring import load_work; load_work()\nfrom lianyi.app.domains import DOMAINS; print(DOMAINS)"
ANSWERING = """
from lianyi.app.http import create_app
from lianyi.kit.db import Database
print(*(route.path for route in create_app(Database("postgresql:///none")).routes))
"""


@pytest.mark.timeout(300)
def test_a_new_play_is_in_shape_answers_and_leaves_without_a_trace(copy):
    bring_compiled(copy)
    make_play(copy, "lucky_wheel", "幸运转盘")
    run(copy, "-m", "ruff", "check", "lianyi", "tests/promotions", "migrations")
    run(copy, "-m", "ruff", "format", "--check", "lianyi", "tests/promotions", "migrations")
    there = run(copy, "-c", LOADED + ANSWERING)
    assert "lianyi.promotions.plays.lucky_wheel" in there
    assert "/api/shop/lucky-wheel/campaigns" in there
    assert "/api/console/lucky-wheel/uses" in there
    pages = (copy / "web/shop/src/pages.json").read_text("utf-8")
    assert shutil.which("node") is None or '"plays/lucky_wheel/list"' in pages
    for folder in (
        "lianyi/promotions/plays",
        "web/shop/src/plays",
        "web/console/src/plays",
        "tests/promotions/plays",
    ):
        shutil.rmtree(copy / folder / "lucky_wheel")
    registry = copy / "lianyi/promotions/registry.py"
    registry.write_text(
        registry.read_text("utf-8").replace('    "lianyi.promotions.plays.lucky_wheel",\n', ""), "utf-8"
    )
    gone = run(copy, "-c", LOADED)
    assert "lianyi.promotions.plays.coupon" in gone
    assert "lucky" not in gone


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_its_tests_pass_untouched_and_no_rule_of_the_house_is_broken(copy):
    bring_compiled(copy)
    run(copy, "-m", "lianyi.app", "play", "lucky_wheel", "--title", "幸运转盘")
    # the play's own tests, its statements against its table, and every rule of the house
    told = run(
        copy,
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "tests/promotions/plays/lucky_wheel",
        "tests/tidy/test_tidy.py",
        "tests/kit/test_statements.py",
    )
    assert re.search(r"\d+ passed", told)
    assert "failed" not in told


# Where a play may stand; what is generated from the folders may follow them.
OWN = re.compile(
    r"lianyi/promotions/plays/lucky_wheel/|web/(shop|console)/src/plays/lucky_wheel/|tests/promotions/plays/lucky_wheel/|"
    r"migrations/versions/\d{4}_promotions_lucky_wheel\.py$|lianyi/promotions/registry\.py$|"
    r"web/shop/src/pages\.json$|web/shop/src/slots/"
)


@pytest.mark.timeout(300)
def test_a_new_play_touches_its_folders_one_line_and_one_migration(copy):
    def texts():
        found = (path for path in copy.rglob("*") if path.is_file() and ".ruff_cache" not in path.parts)
        return {path: path.read_bytes() for path in found}

    before = texts()
    make_play(copy, "lucky_wheel", "幸运转盘")
    after = texts()
    touched = {str(path.relative_to(copy)) for path, text in after.items() if before.get(path) != text}
    assert [path for path in sorted(touched) if not OWN.match(path)] == []
    assert before.keys() <= after.keys()
    assert sum(path.startswith("migrations/") for path in touched) == 1
    registry = copy / "lianyi/promotions/registry.py"
    was, now = (text[registry].decode().splitlines() for text in (before, after))
    assert [one for one in now if one not in was] == ['    "lianyi.promotions.plays.lucky_wheel",']
    assert [one for one in was if one not in now] == []


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("LuckyWheel", ""),
        ("lucky-wheel", ""),
        ("lucky2", ""),
        ("a" * 25, ""),
        ("..", ""),
        ("group_buy", ""),
        ("lucky", 'a"b'),
    ],
)
def test_a_name_that_cannot_be_one_writes_nothing(tmp_path, name, title):
    (tmp_path / "lianyi/promotions/plays/group_buy").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(PlayRefused):
        make_play(tmp_path, name, title)
    assert sorted(tmp_path.rglob("*")) == before
