"""`make test`: every check and every test, two lanes side by side, one line of counts at the end.

A stage that fails is named with what it said, and the others still run: one run tells everything. What a stage said
in full stands in .cache/test/<stage>.log.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = str(ROOT / ".venv" / "bin" / "python")
LOGS = ROOT / ".cache" / "test"
# What is compiled is kept for the next program even where the machine is told to keep nothing: some thirty programs of a
# run would each compile all of our modules again, a second and a half of a processor.
AROUND = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
TAIL_LINES = 60
# The browser's lane is the longer one and does one thing after the other: the many small tests beside it step back for it.
GENTLY = ("nice", "-n", "5") if shutil.which("nice") else ()
# Chromium that was never meant to be looked at comes first: whole Chromium draws a window of its own around every page, and
# a page costs three to five times as much.
SHELL, WHOLE = "chromium-headless-shell", "chromium"
CHROMIUM = (SHELL, WHOLE, "chromium-browser", "google-chrome")
TYPEFACE = "fonts-noto-cjk"
_screen = threading.Lock()


@dataclass
class Count:
    """Passed, failed and skipped: tests where a stage has tests, else the stage itself."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Count") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


@dataclass(frozen=True)
class Stage:
    """Commands run one after another; `prepare` may refuse with a sentence; `tests` counts what pytest counted."""

    name: str
    commands: Sequence[Sequence[str]]
    tests: bool = False
    prepare: Callable[[], str | None] = field(default=lambda: None)


def pytest(*arguments: str, slow: bool) -> list[str]:
    """A pytest command; slow tests are chosen by `make test-all` alone."""
    chosen = [] if slow else ["-m", "not slow"]
    return [PYTHON, "-m", "pytest", "-q", "-ra", "--no-header", "--durations=5", *chosen, *arguments]


def lanes(*, slow: bool, screens: bool) -> tuple[tuple[Stage, ...], tuple[Stage, ...]]:
    """What runs side by side: the source and the server here, the front ends and the browser there."""
    build = [PYTHON, "-m", "lianyi.app", "build"]
    python = pytest(
        "-n", "2", "--dist", "worksteal", "tests", "--ignore=tests/tidy", "--ignore=tests/browser", slow=slow
    )
    server = (
        Stage(
            "lint", ([PYTHON, "-m", "ruff", "check", "."], [PYTHON, "-m", "ruff", "format", "--check", "."])
        ),
        Stage("types", ([PYTHON, "-m", "mypy"],)),
        Stage(
            "contracts", ([PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()"],)
        ),
        Stage("tidy", (pytest("tests/tidy", slow=slow),), tests=True),
        Stage("python", ([*GENTLY, *python],), tests=True),
    )
    quick = () if slow else ("--without-pictures",)  # `make screens` and `make test-all` take them
    pictures = sorted(
        str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "browser").glob("screens_*.py")
    )
    fronts: tuple[Stage, ...] = (
        Stage("console", ([*build, "console", "--check"],)),
        Stage("shop", ([*build, "shop", "--check"],)),
        Stage("mini program", ([*build, "mini"],)),
        Stage("client", ([PYTHON, "-m", "lianyi.app", "client", "--check"],)),
        Stage("browser", (pytest("tests/browser", *quick, slow=slow),), tests=True, prepare=a_browser),
    )
    shoot = Stage("screens", (pytest(*pictures, slow=True),), tests=True, prepare=a_browser)
    if screens:
        return (), (shoot,)
    return server, (*fronts, shoot) if slow else fronts


def a_browser() -> str | None:
    """Make sure that there is a Chromium and a Chinese typeface; a sentence when there is none and we may not install."""
    typeface = () if has_typeface() else (TYPEFACE,)
    if shutil.which(SHELL) and not typeface:
        return None
    refused = installed(SHELL, *typeface)
    if refused and (typeface or not any(map(shutil.which, CHROMIUM))):
        return installed(WHOLE, *typeface)  # where the shell is not packed by itself
    return None


def has_typeface() -> bool:
    """Whether Chinese can be drawn."""
    if shutil.which("fc-list") is None:
        return False
    found = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


def installed(*packages: str) -> str | None:
    """Install Debian's packages; a sentence when that may not be or does not work."""
    wanted = " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return f"The browser tests need {' and '.join(packages)}. Install them, on Debian: sudo apt-get install -y {wanted}"
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *arguments], capture_output=True, text=True, check=False, env=quiet)
        if done.returncode != 0:
            return f"apt-get {arguments[0]} failed; install by hand: {wanted}\n{done.stderr[-800:]}"
    return None


def run_stage(stage: Stage) -> Count:
    """Run a stage to its end and say how it went."""
    began = time.monotonic()
    say(f"  ▸ {stage.name}")
    refused = stage.prepare()
    if refused is not None:
        tell(stage, began, Count(failed=1), refused)
        return Count(failed=1)
    said, failed_commands = [], 0
    for command in stage.commands:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=AROUND,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said.append(done.stdout.decode("utf-8", "replace"))
        failed_commands += done.returncode != 0
    text = "\n".join(said)
    (LOGS / f"{stage.name.replace(' ', '-')}.log").write_text(text, "utf-8")
    count = (
        counted(text, failed=failed_commands > 0)
        if stage.tests
        else Count(int(not failed_commands), int(failed_commands > 0))
    )
    tell(stage, began, count, text)
    return count


def counted(text: str, *, failed: bool) -> Count:
    """What pytest's last line counted; errors are failures, and a failure without a count is one."""
    lines = [
        line
        for line in text.splitlines()
        if re.search(r"\b(passed|failed|error|errors|skipped)\b.* in [\d.]+s", line)
    ]
    numbers: dict[str, int] = {}
    for number, what in re.findall(r"(\d+) (\w+)", lines[-1] if lines else ""):
        numbers[what] = int(number)
    bad = sum(numbers.get(what, 0) for what in ("failed", "error", "errors", "xpassed"))
    return Count(
        numbers.get("passed", 0), max(bad, int(failed)), numbers.get("skipped", 0) + numbers.get("xfailed", 0)
    )


def tell(stage: Stage, began: float, count: Count, text: str) -> None:
    """One line when it is well, the end of what it said when not."""
    seconds = time.monotonic() - began
    mark = "✗" if count.failed else "✓"
    detail = (
        f"{count.passed} passed"
        + (f", {count.failed} failed" if count.failed else "")
        + (f", {count.skipped} skipped" if count.skipped else "")
    )
    with _screen:
        sys.stdout.write(f"  {mark} {stage.name}: {detail}  {seconds:.0f} s\n")
        if count.failed:
            tail = "\n".join(f"    {line}" for line in text.strip().splitlines()[-TAIL_LINES:])
            sys.stdout.write(f"{tail}\n")
        sys.stdout.flush()


def say(line: str) -> None:
    with _screen:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def chosen(stages: tuple[Stage, ...], only: list[str]) -> Iterator[Stage]:
    return (stage for stage in stages if not only or stage.name in only)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="the slow sets too")
    parser.add_argument("--only", action="append", default=[], help="a stage by its name; may be repeated")
    asked = parser.parse_args()
    LOGS.mkdir(parents=True, exist_ok=True)
    AROUND["LIANYI_TEST_ALL"] = str(int(asked.all))  # tests/conftest.py: how many examples
    total, failed, began = Count(), [], time.monotonic()

    def lane(stages: tuple[Stage, ...]) -> None:
        for stage in chosen(stages, asked.only):
            count = run_stage(stage)
            total.add(count)
            if count.failed:
                failed.append(stage.name)

    threads = [
        threading.Thread(target=lane, args=(stages,))
        for stages in lanes(slow=asked.all, screens=asked.only == ["screens"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        say(f"\nFailed: {', '.join(failed)}. Everything they said: {LOGS.relative_to(ROOT)}/")
    say(f"\nin {(time.monotonic() - began) / 60:.1f} minutes")
    say(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
