"""The programs the supervisor keeps running: each ends with it, and is started again when it ends by itself."""

import ctypes
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol

BACKOFF_SECONDS = (0.5, 1, 2, 4, 8, 15, 30)
STEADY_SECONDS = 60  # a child that ran so long starts again without delay
STOP_SECONDS_MAX = 15
LOG_BYTES_MAX = 20 * 1024 * 1024
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Running(Protocol):
    """A program that runs, as `subprocess.Popen` tells of it."""

    def poll(self) -> int | None:
        """Its exit status, negative for a signal that killed it; None while it runs."""

    def send_signal(self, sig: int, /) -> None:
        """Send it a signal; nothing happens when it has ended."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, once it has ended. Raises subprocess.TimeoutExpired after `timeout` seconds."""


def end_with(owner: int) -> None:
    """Called in a fresh child: from now on the kernel kills it when the thread of `owner` that started it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != owner:  # it ended before the line above
        os._exit(1)


def launch(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    out: IO[bytes],
    *,
    told: int = subprocess.DEVNULL,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program that ends with us: `out` is for what it says, `told` is the open file that it reads."""
    owner = os.getpid()
    return subprocess.Popen(  # noqa: S603  the arguments are ours
        arguments,
        stdin=told,
        stdout=out,
        stderr=out,
        env=environment,
        pass_fds=pass_fds,
        start_new_session=True,  # Ctrl-C in a terminal reaches its group; we stop our children in order
        preexec_fn=lambda: end_with(owner),  # noqa: PLW1509  started by a thread that forks nothing else
    )


class Child(ABC):
    """One process with its log. Start it from the main thread: it is killed when the thread that started it ends."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self.failures = 0
        self._process: Running | None = None
        self._started_at = 0.0
        self._retry_at = 0.0

    def start(self) -> None:
        """Start it; what it says is appended to its log, which begins anew when it has grown too long."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        too_long = self.log.exists() and self.log.stat().st_size > LOG_BYTES_MAX
        with self.log.open("wb" if too_long else "ab") as out:
            self._process = self._begin(out)
        self._started_at = time.monotonic()

    @abstractmethod
    def _begin(self, out: IO[bytes]) -> Running:
        """Start it with `out` for what it says."""

    def _may_begin(self) -> bool:
        """Whether everything is there that it needs to be started."""
        return True

    def tend(self, say: Callable[[str], None]) -> None:
        """Look after it: notice its end, start it again when its time has come."""
        if self._process is None:
            if self._retry_at and time.monotonic() >= self._retry_at and self._may_begin():
                self._retry_at = 0.0
                self.start()
            return
        status = self._process.poll()
        if status is None:
            return
        lived = time.monotonic() - self._started_at
        self.failures = 0 if lived > STEADY_SECONDS else self.failures + 1
        wait = BACKOFF_SECONDS[min(self.failures, len(BACKOFF_SECONDS) - 1)]
        self._process = None
        self._retry_at = time.monotonic() + wait
        how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
        say(f"{self.name} {how}; starting it again in {wait:g} s. Its log: {self.log}")

    def stop(self) -> None:
        """Ask it to end, and insist when it does not."""
        process, self._process, self._retry_at = self._process, None, 0.0
        if process is None:
            return
        for order in (signal.SIGTERM, signal.SIGKILL):
            process.send_signal(order)
            try:
                process.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                continue
            return

    def last_words(self, lines: int = 12) -> str:
        """The end of the log."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as written:
            written.seek(max(0, self.log.stat().st_size - 16_384))
            return "\n".join(written.read().decode("utf-8", "replace").strip().splitlines()[-lines:])


class Program(Child):
    """A child that is a program of its own."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        pass_fds: Sequence[int] = (),
    ) -> None:
        super().__init__(name, log)
        self._arguments = list(arguments)
        self._environment = dict(environment)
        self._pass_fds = tuple(pass_fds)

    def _begin(self, out: IO[bytes]) -> Running:
        return launch(self._arguments, self._environment, out, pass_fds=self._pass_fds)
