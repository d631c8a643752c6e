"""A server as `lianyi serve` starts it, with a profiler beside it: SIGUSR1 begins, SIGUSR2 writes to the given file.

Counted is the CPU time of the process, so that a busy machine does not change the order.
"""

import cProfile
import signal
import sys
import time
from pathlib import Path

from lianyi.app.cli import app


def main(out: str) -> None:
    """Serve until asked to stop."""
    profile = cProfile.Profile(time.process_time)

    def begin(*_: object) -> None:
        profile.enable()

    def write(*_: object) -> None:
        profile.disable()
        profile.dump_stats(f"{out}.new")
        Path(f"{out}.new").rename(out)  # whole when it is there

    signal.signal(signal.SIGUSR1, begin)
    signal.signal(signal.SIGUSR2, write)
    app(["serve"])


if __name__ == "__main__":
    main(sys.argv[1])
