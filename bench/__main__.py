"""The command: `.venv/bin/python -m bench NAME`, or `make bench NAME=order`."""

import importlib
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop

from bench.frame import effort
from bench.frame.load import Meaningless
from bench.frame.report import Report
from bench.frame.stand import Stand, started
from lianyi.app.programs import CannotStart
from lianyi.kit.postgres import EmbeddedDatabaseFailed

NAMES = sorted(
    path.parent.name for path in Path(__file__).parent.glob("*/run.py") if path.parent.name != "pictures"
)
Run = Callable[[Stand], Awaitable[Report]]


def main(arguments: list[str]) -> int:
    """Run one bench. 0 with its figures as the last line, 1 when something was in the way, 2 for a name unknown."""
    name = arguments[0] if len(arguments) == 1 else ""
    if name not in NAMES:
        print(f"say which: make bench NAME={'|'.join(NAMES)}", file=sys.stderr)
        return 2
    run: Run = importlib.import_module(f"bench.{name}.run").run
    try:
        with started(effort.asked()) as stand:
            report = uvloop.run(_measured(stand, run))
    except (CannotStart, EmbeddedDatabaseFailed, Meaningless) as problem:
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)
        return 1
    report.print()
    return 0


async def _measured(stand: Stand, run: Run) -> Report:
    await stand.db.open()
    try:
        report = await run(stand)
        report.idle = await stand.idle(stand.effort.warm_up_seconds)
        report.commit_ms = await stand.floor(Path(__file__).parent).commit_ms()
        return report
    finally:
        await stand.db.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
