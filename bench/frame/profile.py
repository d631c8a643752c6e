"""PROFILE=1: the load goes to one more server, which runs under cProfile; what cost most is shown at the end.

cProfile makes every call dearer, so the shares are what counts, not the seconds. The product is started as it is.
"""

import os
import pstats
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lianyi.app.supervisor import Instance

PROGRAM = "bench.frame.profiled"
SHOWN = 30
STOP_SECONDS_MAX = 60


def wanted() -> bool:
    """Whether the run is one of profiling."""
    return os.environ.get("PROFILE") == "1"


@contextmanager
def server(instance: Instance, port: int) -> Iterator[None]:
    """A server of the instance on a port of its own, until the end of the block; then print what it did."""
    out = instance.folder / "server.profile"
    told = {"LIANYI_PORT": str(port), "LIANYI_PUBLIC_URL": instance.settings.address}
    arguments = [sys.executable, "-m", PROGRAM, str(out)]
    process = subprocess.Popen(  # noqa: S603  the arguments are ours
        arguments, env=instance.environment | told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError("the profiled server ended")
            time.sleep(0.1)
        process.send_signal(signal.SIGUSR1)  # what starting cost is of no interest
        yield
        process.send_signal(signal.SIGUSR2)
        _until_written(out)
        _show(out)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS_MAX)


def _until_written(out: Path) -> None:
    deadline = time.monotonic() + STOP_SECONDS_MAX
    while not out.exists():
        if time.monotonic() > deadline:
            raise RuntimeError("the profile was not written")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
            return True
    except (urllib.error.HTTPError, OSError):
        return False


def _show(out: Path) -> None:
    found = pstats.Stats(str(out), stream=sys.stderr)
    found.sort_stats("tottime").print_stats(SHOWN)
    found.sort_stats("cumulative").print_stats("lianyi/", SHOWN)
