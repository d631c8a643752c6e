"""Servers and worker as the supervisor sees them: forked on its word from one process that has imported everything.

The prefork process (prefork.py) is a child like any other. Over a socket that is its standard input it is told whom to
start and whom to send a signal, and tells who has ended. Its members are told apart by a number for every start. When it
dies, the kernel kills its members; each is started again when it is back. Why so: docs/decisions/0033.
"""

import json
import select
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO, Any

from lianyi.app.children import Child, Running, launch

MESSAGE_BYTES_MAX = 64 * 1024


class Forked:
    """One run of a member; like `subprocess.Popen`, but its end is told by the process that forked it."""

    def __init__(self, prefork: "Prefork", number: int) -> None:
        self.pid: int | None = None  # once it is heard
        self.returncode: int | None = None
        self._prefork = prefork
        self._number = number

    def poll(self) -> int | None:
        self._prefork.hear()
        return self.returncode

    def send_signal(self, sig: int, /) -> None:
        self._prefork.tell({"signal": sig, "to": self._number})

    def wait(self, timeout: float | None = None) -> int:
        deadline = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise subprocess.TimeoutExpired(f"member {self._number}", timeout or 0)
            self._prefork.hear(left)
        return self.returncode


class Prefork(Child):
    """The process that members are forked from."""

    def __init__(self, program: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        super().__init__("prefork", log)
        self._arguments = [*program, "prefork"]
        self._environment = dict(environment)
        self._numbers = count(1)
        self._running: dict[int, Forked] = {}
        self._channel: socket.socket | None = None
        self._ready = False

    def _begin(self, out: IO[bytes]) -> Running:
        self._lose()
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            return launch(self._arguments, self._environment, out, told=theirs.fileno())

    def stop(self) -> None:
        super().stop()
        self._lose()

    @property
    def is_ready(self) -> bool:
        """Whether everything is imported and members can be forked."""
        self.hear()
        return self._ready

    def fork(self, program: str, name: str, environment: Mapping[str, str], given: Sequence[int]) -> Forked:
        """Start `program` as a member; `given` are open files: its log and, for a server, the listening socket."""
        number = next(self._numbers)
        own = {key: value for key, value in environment.items() if self._environment.get(key) != value}
        forked = self._running[number] = Forked(self, number)
        self.tell({"start": number, "program": program, "name": name, "environment": own}, given)
        return forked

    def tell(self, order: Mapping[str, Any], given: Sequence[int] = ()) -> None:
        """Send an order with open files. Where nobody hears it any more, whoever it is about is gone too."""
        if self._channel is not None:
            with suppress(OSError):
                socket.send_fds(self._channel, [json.dumps(order).encode()], given)
                return
        self._lose()

    def hear(self, seconds: float | None = 0) -> None:
        """Take in what the process has told by now; wait at most `seconds` for its first word, without end for None."""
        while self._channel is not None and select.select([self._channel], [], [], seconds)[0]:
            seconds = 0
            try:
                told = self._channel.recv(MESSAGE_BYTES_MAX)
            except OSError:
                told = b""
            if not told:
                self._lose()
                return
            self._take_in(json.loads(told))

    def _take_in(self, told: dict[str, int]) -> None:
        if "ready" in told:
            self._ready = True
        elif "started" in told:
            self._running[told["started"]].pid = told["pid"]
        else:
            self._running.pop(told["ended"]).returncode = told["status"]

    def _lose(self) -> None:
        """The process is gone, and its members with it: the kernel kills them with SIGKILL."""
        if self._channel is not None:
            self._channel.close()
        self._channel, self._ready = None, False
        for forked in self._running.values():
            forked.returncode = -signal.SIGKILL
        self._running.clear()


class Member(Child):
    """A server or the worker, forked from the prefork process; `program` is the command of ours that it runs."""

    def __init__(
        self,
        prefork: Prefork,
        program: str,
        name: str,
        *,
        environment: Mapping[str, str],
        log: Path,
        listening: socket.socket | None = None,
    ) -> None:
        super().__init__(name, log)
        self._prefork = prefork
        self._program = program
        self._environment = dict(environment)
        self._listening = listening

    def _begin(self, out: IO[bytes]) -> Running:
        given = [out.fileno()] if self._listening is None else [out.fileno(), self._listening.fileno()]
        return self._prefork.fork(self._program, self.name, self._environment, given)

    def _may_begin(self) -> bool:
        return self._prefork.is_ready
