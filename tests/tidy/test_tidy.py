"""The source holds the rules of the house; every complaint says what to do instead."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from lianyi.kit.failpoints import POINTS
from tests.kill.stories import STORIES
from tests.tidy import python_checks, tree_checks, web_checks
from tests.tidy.sources import ROOT, python, sources, tracked

TEXT = (
    ".py",
    ".md",
    ".ts",
    ".vue",
    ".json",
    ".toml",
    ".yml",
    ".yaml",
    ".txt",
    ".in",
    ".html",
    ".css",
    ".scss",
    ".mjs",
    "Makefile",
)
OURS = python("lianyi", "wechat_sandbox")


def assert_none(complaints):
    found = list(complaints)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def of_layer(*layers):
    return [
        one for one in python("lianyi") if tree_checks.domain_of(one) and tree_checks.layer_of(one) in layers
    ]


@pytest.mark.parametrize("check", [python_checks.too_long_file, python_checks.too_long_function])
def test_sizes(check):
    assert_none(line for one in (*OURS, *python("requirements")) for line in check(one))


@pytest.mark.parametrize("check", [python_checks.unexplained_opt_out, tree_checks.banned_name])
def test_every_python_file(check):
    assert_none(line for one in sources(".py") if "tidy" not in one.parts for line in check(one))


def test_nothing_is_left_unfinished():
    everywhere = [one for one in sources(*TEXT) if not one.path.startswith(("requirements/", "docs/openapi"))]
    assert_none(
        line for one in everywhere if "lock" not in one.path for line in python_checks.unfinished(one)
    )


@pytest.mark.parametrize(
    "check", [tree_checks.strange_file, tree_checks.missing_card, tree_checks.enters_by_the_window]
)
def test_every_domain(check):
    assert_none(line for one in python("lianyi") for line in check(one))


@pytest.mark.parametrize("check", [python_checks.commits, python_checks.own_clock, python_checks.notifies])
def test_only_kit_commits_asks_the_machine_for_the_time_and_notifies(check):
    assert_none(line for one in python("lianyi") if one.parts[1] not in {"kit", "app"} for line in check(one))


def test_tests_do_not_sleep():
    timeless = [one for one in python("tests") if one.stem != "conftest" and one.parts[1] != "browser"]
    assert_none(line for one in timeless for line in python_checks.sleeps(one))


def test_sql_stands_in_its_place():
    for one in python("lianyi"):
        here = one.parts[1] if len(one.parts) > 2 else ""
        if here == "kit" or (len(one.parts) > 2 and tree_checks.layer_of(one) in {"queries", "store"}):
            continue
        if here == "app" and one.stem in {"queries", "database"}:
            continue
        assert_none(python_checks.sql_out_of_place(one))


def test_reads_do_not_write():
    assert_none(line for one in of_layer("queries") for line in python_checks.writes_among_reads(one))


def test_sql_is_never_put_together():
    assert_none(line for one in OURS for line in python_checks.sql_put_together(one))


def test_money_is_whole():
    assert_none(line for one in OURS for line in python_checks.float_near_money(one))


def test_public_functions_say_what_they_do():
    public = of_layer("queries", "actions", "types")
    assert_none(line for one in public for line in python_checks.silent_public_function(one))


def test_every_failpoint_is_known_and_killed_at():
    assert len(POINTS) >= 20
    assert_none(python_checks.points_out_of_step(python("lianyi"), POINTS, {point for point, *_ in STORIES}))


def test_refusals_have_words():
    assert_none(line for one in of_layer("errors") for line in tree_checks.refusal_without_words(one))


def test_a_play_is_named_in_its_folders_alone():
    plays = tree_checks.plays_of(python("lianyi"))
    told = [one for one in sources(*TEXT) if not one.path.startswith("tests/tidy/")]
    assert_none(line for one in told for line in tree_checks.names_a_play(one, plays))


def test_migrations_are_one_line_of_history():
    migrations = [one for one in python("migrations") if one.parts[1] == "versions"]
    assert len(migrations) >= 12
    assert_none(tree_checks.migration_chain(migrations))
    assert_none(line for one in migrations for line in tree_checks.app_in_migration(one))


def test_the_tree_knows_no_registry_and_no_machine():
    here = Path(__file__).parent.relative_to(ROOT)
    text = [one for one in sources(*TEXT) if not Path(one.path).is_relative_to(here)]
    assert_none(line for one in text for line in tree_checks.outside_address(one))


def test_nothing_large_and_nothing_built_enters_the_tree():
    limit = 1024 * 1024
    # the type of cards and posters: a fresh machine has none, and fewer letters would be fewer people's names
    known = {f"lianyi/kit/fonts/LianyiSans-{weight}.otf" for weight in ("Regular", "Bold")}
    known |= {
        "docs/openapi.json",
        "web/client/api.d.ts",
    }  # they grow with each operation, by our own commands
    large = [name for name in tracked() if (ROOT / name).stat().st_size > limit * (2 if name in known else 1)]
    assert not large, f"larger than 1 MiB; make it smaller or build it: {large}"


@pytest.mark.parametrize(
    "check",
    [web_checks.own_colour, web_checks.own_type, web_checks.words_out_of_place, web_checks.fen_by_hand],
)
def test_the_front_ends(check):
    fronts = [one for one in sources(".vue", ".ts", ".css", ".scss") if web_checks.in_front(one)]
    assert_none(line for one in fronts for line in check(one))


def test_no_link_to_a_place_of_one_machine_is_committed():
    asked = subprocess.run(["git", "ls-files", "-s"], cwd=ROOT, capture_output=True, text=True, check=False)
    links = [line.split("\t")[1] for line in asked.stdout.splitlines() if line.startswith("120000")]
    assert not links, f"git rm --cached {' '.join(links)}"


def test_the_locks_agree_and_are_hashed():
    locks = {}
    for name in ("run", "test"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        pinned = dict(
            line.split(" ")[0].split("==")
            for line in text.splitlines()
            if "==" in line and line[0] not in " #"
        )
        assert text.count("--hash=sha256:") >= len(pinned)
        locks[name] = pinned
    differing = {name for name, version in locks["run"].items() if locks["test"].get(name) != version}
    assert not differing, f"run and test lock different versions of {differing}; run `make lock`"


def test_the_front_ends_locks_are_whole():
    """A registry that lacks a package for another system makes `npm install` leave it out, and then `npm ci` refuses."""
    for front in ("console", "shop"):
        packages = json.loads((ROOT / "web" / front / "package-lock.json").read_text("utf-8"))["packages"]
        missing = {
            f"{wanted}@{version}"
            for name, one in packages.items()
            for wanted, version in one.get("optionalDependencies", {}).items()
            if f"node_modules/{wanted}" not in packages and f"{name}/node_modules/{wanted}" not in packages
        }
        assert not missing, (
            f"web/{front}/package-lock.json lacks {sorted(missing)}; add their entries (version, os, cpu)"
        )
        assert not any("resolved" in one for one in packages.values()), (
            f"web/{front}: npm config omit-lockfile-registry-resolved"
        )


def test_every_link_of_the_documents_leads_somewhere():
    for one in sources(".md"):
        for target in re.findall(r"\]\(([^)#\s]+)\)|src=\"([^\"]+)\"", one.text):
            address = target[0] or target[1]
            if not address.startswith(("http://", "https://", "mailto:")):
                assert (ROOT / one.path).parent.joinpath(address).exists(), (
                    f"{one.path}: {address} is not there"
                )
