"""A new play from nothing: its folder, its line, its migration, its pages, its tests, all of them working.

`tree/` holds the files as text; `@@name@@` and its like are filled, and `NAME`, `NUMBER` in paths.
"""

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

TREE = Path(__file__).parent / "tree"
NAME = re.compile(r"[a-z]+(_[a-z]+)*")
NAME_CHARS_MAX = 24
REGISTRY = "lianyi/promotions/registry.py"


class PlayRefused(Exception):
    """The play cannot be made; the message says why."""


def make_play(root: Path, name: str, title_zh: str = "") -> list[Path]:
    """Write a play into the tree at `root`; answers the files made. Raises PlayRefused, before anything is written."""
    if NAME.fullmatch(name) is None or len(name) > NAME_CHARS_MAX:
        raise PlayRefused(f"a name is lower-case words joined by _, at most {NAME_CHARS_MAX} letters")
    if (root / "lianyi/promotions/plays" / name).exists():
        raise PlayRefused(f"there is a play {name} already")
    if any(mark in title_zh for mark in "\"'`\\\n{}"):
        raise PlayRefused("the title is plain words")
    previous = max(path.stem for path in (root / "migrations/versions").glob("[0-9]*.py"))
    english = name.replace("_", " ").capitalize()
    words = {
        "name": name, "kebab": name.replace("_", "-"), "Name": "".join(word.title() for word in name.split("_")),
        "title_zh": title_zh or english, "title_en": english, "number": f"{int(previous[:4]) + 1:04d}",
        "previous": previous,
    }  # fmt: skip
    made = [_write(root, template, words) for template in sorted(TREE.rglob("*.txt"))]
    _register(root / REGISTRY, name)
    _in_shape(root, [path for path in made if path.suffix == ".py"])
    _write_down_pages(root)
    return made


def _write(root: Path, template: Path, words: Mapping[str, str]) -> Path:
    place = str(template.relative_to(TREE)).removesuffix(".txt")
    target = root / place.replace("NAME", words["name"]).replace("NUMBER", words["number"])
    target.parent.mkdir(parents=True, exist_ok=True)
    text = template.read_text("utf-8")
    for word, value in words.items():
        text = text.replace(f"@@{word}@@", value)
    target.write_text(text, "utf-8")
    return target


def _register(registry: Path, name: str) -> None:
    """Add the play's line, one line a play."""
    text = registry.read_text("utf-8")
    found = re.search(r"^PLAYS: tuple\[str, \.\.\.\] = \((?P<lines>[^)]*)\)$", text, re.MULTILINE)
    if found is None:
        raise PlayRefused(f"{registry} has no PLAYS")
    modules = [*re.findall(r'"([\w.]+)"', found["lines"]), f"lianyi.promotions.plays.{name}"]
    lines = "".join(f'    "{module}",\n' for module in modules)
    text = f"{text[: found.start()]}PLAYS: tuple[str, ...] = (\n{lines}){text[found.end() :]}"
    registry.write_text(text, "utf-8")


def _in_shape(root: Path, sources: Sequence[Path]) -> None:
    """Wrap lines as a name of another length wants it."""
    if importlib.util.find_spec("ruff"):
        command = [sys.executable, "-m", "ruff", "format", "--quiet", *map(str, sources)]
        subprocess.run(command, cwd=root, check=True)  # noqa: S603  our own files


def _write_down_pages(root: Path) -> None:
    """The shop's pages.json and slots follow from the folders; Node writes them where it is, the build does otherwise."""
    node = shutil.which("node")
    if node is not None:
        subprocess.run([node, "scripts/pages.mjs"], cwd=root / "web/shop", check=True)  # noqa: S603  our own script
