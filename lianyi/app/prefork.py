"""The process that servers and worker are forked from: what they import is imported once, and its memory is shared.

It holds nothing that a fork would break: no thread, no event loop, no connection, no settings. What it is asked stands in
crew.py. A member leaves `run` and goes on as the command that it is; this process leaves it when it is asked to end and
no member runs any more. Why so: docs/decisions/0033.
"""

import ctypes
import gc
import json
import os
import select
import signal
import socket
import stat
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Literal

from lianyi.app.children import end_with
from lianyi.app.crew import MESSAGE_BYTES_MAX
from lianyi.app.wiring import load_everything

_PR_SET_NAME = 15
_ASKED_TO_END = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_HEARD = (*_ASKED_TO_END, signal.SIGCHLD)
_OWN_WORD = b"prefork\0"  # the end of our command line, which members overwrite
_libc = ctypes.CDLL(None, use_errno=True)


class CannotPrefork(Exception):
    """Nobody stands behind the standard input, or what was imported cannot be forked; told in a sentence."""


@dataclass(frozen=True, slots=True)
class Member:
    """What this process has become: `program` is a command of ours, `listening` the number of the server's socket."""

    program: Literal["serve", "worker"]
    listening: int | None


def run() -> Member | None:
    """Fork who is asked for until asked to end, then None; in a member, what it is. Raises CannotPrefork."""
    if not stat.S_ISSOCK(os.fstat(0).st_mode):
        raise CannotPrefork(
            "`prefork` is started by `lianyi run`; by themselves, `serve` and `worker` run alone."
        )
    gc.disable()  # importing makes little garbage; a freed hole would be filled, and its page copied, by every member
    load_everything()
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        raise CannotPrefork("An import has started a thread, which would be missing in whoever is forked.")
    gc.freeze()  # the collector of a member would write into every object that it walks
    with socket.socket(fileno=os.dup(0)) as channel:
        return _Parent(channel).serve()


class _Parent:
    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._numbers: dict[int, int] = {}  # of the starts, by pid
        self._ends = False
        self._signals, self._noted = socket.socketpair()

    def serve(self) -> Member | None:
        """As `run`."""
        self._noted.setblocking(False)
        signal.set_wakeup_fd(self._noted.fileno(), warn_on_full_buffer=False)
        for number in _HEARD:
            signal.signal(number, _noted)
        self._tell(ready=os.getpid())
        while self._numbers or not self._ends:
            waiting = [self._signals] if self._ends else [self._signals, self._channel]
            able, _, _ = select.select(waiting, [], [])
            if self._signals in able:
                self._react(set(self._signals.recv(1024)))
            if self._channel in able:
                order, given = self._order()
                if order is None:
                    self._end()
                elif "signal" in order:
                    self._send(order["signal"], order["to"])
                elif (member := self._start(order, given)) is not None:
                    return member
        return None

    def _order(self) -> tuple[dict[str, Any] | None, list[int]]:
        """What is asked, with the open files for it; None when nobody is there any more to ask."""
        told, given, _, _ = socket.recv_fds(self._channel, MESSAGE_BYTES_MAX, 2)
        return (json.loads(told) if told else None), given

    def _start(self, order: dict[str, Any], given: list[int]) -> Member | None:
        """Fork. In the member, its program; in this process None."""
        own = os.getpid()
        signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)  # none may come to a member before it is one
        pid = os.fork()
        if pid == 0:
            return self._become(order, given, own)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)
        for number in given:
            os.close(number)
        self._numbers[pid] = order["start"]
        self._tell(started=order["start"], pid=pid)
        return None

    def _become(self, order: dict[str, Any], given: list[int], owner: int) -> Member:
        """The first steps of a member: away from everything that belongs to the process it came from."""
        end_with(owner)
        signal.set_wakeup_fd(-1)
        for number in _HEARD:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)
        for left in (self._signals, self._noted, self._channel):
            left.close()
        os.setsid()  # Ctrl-C in a terminal reaches its group; members are stopped in order
        log, *listening = given
        nothing = os.open(os.devnull, os.O_RDONLY)
        for ours, standard in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(ours, standard)
        os.close(nothing)
        os.close(log)
        os.environ.update(order["environment"])
        _call_oneself(order["name"], order["program"])
        gc.enable()
        return Member(order["program"], listening[0] if listening else None)

    def _react(self, signals: set[int]) -> None:
        if signals & set(_ASKED_TO_END):
            self._end()
        for pid in list(self._numbers):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._tell(ended=self._numbers.pop(pid), status=os.waitstatus_to_exitcode(status))

    def _end(self) -> None:
        """Take no more orders, and let the members end in peace: the kernel would kill them with us."""
        self._ends = True
        for pid in self._numbers:
            os.kill(pid, signal.SIGTERM)

    def _send(self, number: int, to: int) -> None:
        for pid, start in self._numbers.items():
            if start == to:
                os.kill(pid, number)

    def _tell(self, **told: int) -> None:
        try:
            self._channel.send(json.dumps(told).encode())
        except OSError:  # whoever asked has gone; what is read next says so
            return


def _noted(_number: int, _frame: FrameType | None) -> None:
    """The signal's number stands in the wake-up socket already."""


def _call_oneself(name: str, program: str) -> None:
    """Show people, in `ps` and `top`, what this process is: the last word of its command line becomes `program`."""
    _libc.prctl(_PR_SET_NAME, f"lianyi {name}".encode()[:15], 0, 0, 0)
    word = program.encode().ljust(len(_OWN_WORD), b"\0")
    fields = Path("/proc/self/stat").read_text("utf-8").rpartition(")")[2].split()
    last = int(fields[46]) - len(_OWN_WORD)  # field 49 of proc(5), arg_end: the line's bytes end there
    if len(word) == len(_OWN_WORD) and ctypes.string_at(last, len(_OWN_WORD)) == _OWN_WORD:
        ctypes.memmove(last, word, len(word))
