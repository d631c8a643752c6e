"""What the supervisor promises: programs that die come back, nothing outlives it, a kill -9 loses nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from lianyi.app import children, supervisor
from lianyi.app.children import Program
from lianyi.app.programs import CannotStart
from lianyi.app.settings import Settings

ROOT = Path(__file__).parents[2]
RUNNING = """
import json, sys, time
from lianyi.app import supervisor
from lianyi.app.screen import Screen
from lianyi.app.settings import load
with supervisor.running(load(), Screen(), pages=False) as instance:
    print(json.dumps([child._process.pid for child in instance.children]), flush=True)
    while True:
        time.sleep(0.1)
        for child in instance.children:
            child.tend(print)
"""


def free_ports(count):
    """Ports that are free now; held together, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def wait_until(true, seconds=20):
    """Processes end in their own time; nothing here is asserted about how long they take."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        signal.sigtimedwait([], 0.02)


def child(tmp_path, script):
    return Program(
        "one", [sys.executable, "-c", script], environment=dict(os.environ), log=tmp_path / "one.log"
    )


def test_a_program_that_dies_is_started_again_later_and_later(tmp_path, monkeypatch):
    said = []
    one = child(tmp_path, "print('last words'); raise SystemExit(3)")
    one.start()
    for attempt, wait in enumerate(children.BACKOFF_SECONDS[1:4], 1):
        wait_until(lambda: one.tend(said.append) or len(said) == attempt)  # noqa: B023  called before the next round
        assert said[-1].startswith(f"one ended with status 3; starting it again in {wait:g} s.")
        one._retry_at = time.monotonic()  # the wait itself needs no test
    assert one.failures == 3
    assert one.last_words().splitlines() == ["last words"] * 3
    one.stop()


def test_a_program_that_ran_long_is_started_again_without_delay(tmp_path):
    said = []
    one = child(tmp_path, "import time; time.sleep(600)")
    one.start()
    one._started_at -= children.STEADY_SECONDS + 1
    one._process.kill()
    wait_until(lambda: one.tend(said.append) or said)
    assert said[0].startswith("one was killed by signal 9; starting it again in 0.5 s.")
    assert one.failures == 0
    one.stop()


def test_a_program_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "STOP_SECONDS_MAX", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    one = child(tmp_path, deaf)
    one.start()
    process = one._process
    wait_until(lambda: one.last_words() == "1")
    one.stop()
    assert process.returncode == -signal.SIGKILL


def test_a_port_in_use_is_told_with_the_setting_that_changes_it():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} cannot be used.*LIANYI_SANDBOX_PORT="):
            supervisor._must_be_free(port, "LIANYI_SANDBOX_PORT")


def test_a_folder_that_somebody_runs_from_is_told(tmp_path):
    settings = Settings(data_dir=tmp_path)
    with supervisor.ExitStack() as first, supervisor.ExitStack() as second:
        assert supervisor._own_folder(settings, first) == tmp_path
        with pytest.raises(CannotStart, match="already runs from"):
            supervisor._own_folder(settings, second)


@pytest.mark.slow
def test_a_kill_of_the_supervisor_takes_everything_along_and_loses_nothing(tmp_path, request):
    port, sandbox_port = free_ports(2)
    environment = {
        **os.environ, "LIANYI_PORT": str(port), "LIANYI_SANDBOX_PORT": str(sandbox_port), "LIANYI_DEMO": "0",
        "LIANYI_WORKERS": "1", "LIANYI_DATA_DIR": str(tmp_path / "a shop"),
    }  # fmt: skip

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", RUNNING], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        request.addfinalizer(lambda: (process.terminate(), process.wait()))
        while not (line := process.stdout.readline()).startswith("["):
            assert line
        process.stdout.close()
        return process, json.loads(line)

    def ask(path, body=None):
        headers = {
            "Content-Type": "application/json",
            "Lianyi-Console": "1",
            "Idempotency-Key": "opens-the-shop",
        }
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", body and json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(asked) as answer:
            return json.load(answer)

    process, pids = start()
    opened = ask(
        "/api/console/open",
        {
            "shop_name": "涟漪茶铺", "slug": "tea", "owner_name": "林晓", "login": "13800138000",
            "password": "long enough to be safe 7", "accept_terms": True,
        },
    )  # fmt: skip
    process.kill()
    process.wait()
    wait_until(lambda: not any(Path(f"/proc/{pid}/cwd").exists() for pid in pids))
    process, _ = start()
    assert ask("/readyz")["status"] == "ok"
    shop = urllib.request.Request(f"http://127.0.0.1:{port}/api/shop/shop", headers={"Lianyi-Shop": "tea"})
    with urllib.request.urlopen(shop) as answer:
        assert json.load(answer)["id"] == opened["shop"]["id"]
