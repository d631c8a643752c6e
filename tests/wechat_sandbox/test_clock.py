"""The clock stands still when told, moves when told, and runs again."""

import time

from wechat_sandbox.clock import Clock
from wechat_sandbox.database import Database


def test_a_stopped_clock_moves_only_when_it_is_moved():
    clock = Clock(Database(None))
    clock.stop(stopped=True)
    before = clock.now_ms()
    deadline = time.monotonic() + 0.005
    while time.monotonic() < deadline:
        pass
    assert clock.now_ms() == before
    clock.move(clock.offset_ms + 90_000)
    assert clock.now_ms() == before + 90_000
    clock.stop(stopped=False)
    assert clock.now_ms() >= before + 90_000
