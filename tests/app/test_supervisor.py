"""What the supervisor promises: programs that die come back, nothing outlives it, a kill -9 loses nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from lianyi.app import children, supervisor
from lianyi.app.children import Program
from lianyi.app.programs import CannotStart
from lianyi.app.settings import Settings

ROOT = Path(__file__).parents[2]
RUNNING = """
import json, signal, time
from lianyi.app import supervisor
from lianyi.app.screen import Screen
from lianyi.app.settings import load
def tell():
    print(json.dumps({child.name: child._process and child._process.pid for child in instance.children}), flush=True)
signal.signal(signal.SIGTERM, supervisor._asked)
try:
    with supervisor.running(load(), Screen(), pages=False) as instance:
        tell()
        while True:
            time.sleep(0.1)
            for child in instance.children:
                child.tend(print)
            tell()
except supervisor.Asked:
    print("stopped", flush=True)
"""


def end(process):
    """Nobody reads on: whoever would wait for a reader must be able to end."""
    process.stdout.close()
    process.terminate()
    process.wait()


class Shop:
    """A supervisor with its programs, and what it says."""

    def __init__(self, folder, request):
        self.port, sandbox_port = free_ports(2)
        self.request = request
        self.environment = {
            **os.environ, "LIANYI_PORT": str(self.port), "LIANYI_SANDBOX_PORT": str(sandbox_port), "LIANYI_DEMO": "0",
            "LIANYI_WORKERS": "1", "LIANYI_DATA_DIR": str(folder / "a shop"),
        }  # fmt: skip

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUNNING], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        self.request.addfinalizer(partial(end, self.process))

    def until(self, true):
        """Read on until its programs are so; their pids by name, None for one that is being waited for."""
        for line in self.process.stdout:
            if line.startswith("{") and true(pids := json.loads(line)):
                return pids
        raise AssertionError("it has ended")

    def until_said(self, words):
        assert any(words in line for line in self.process.stdout)

    def ask(self, path, body=None):
        headers = {
            "Content-Type": "application/json",
            "Lianyi-Console": "1",
            "Idempotency-Key": "opens-the-shop",
        }
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", body and json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(asked) as answer:
            return json.load(answer)


def free_ports(count):
    """Ports that are free now; held together, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def wait_until(true, seconds=60):
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


def family(pid):
    """All that descends from a process."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # it has ended meanwhile
                line = (folder / "stat").read_text("utf-8")
                parents[int(folder.name)] = int(line.rpartition(")")[2].split()[1])
    found, level = set(), {pid}
    while level:
        level = {child for child, parent in parents.items() if parent in level}
        found |= level
    return found


def are_gone(pids):
    return not any(Path(f"/proc/{pid}/cwd").exists() for pid in pids)


@pytest.fixture
def shop(tmp_path, request):
    return Shop(tmp_path, request)


@pytest.mark.slow
@pytest.mark.timeout(300)  # several starts of everything; a busy machine is not a wrong answer
def test_a_kill_of_the_supervisor_takes_everything_along_and_loses_nothing(shop):
    shop.start()
    shop.until(lambda pids: all(pids.values()))
    opened = shop.ask(
        "/api/console/open",
        {
            "shop_name": "涟漪茶铺", "slug": "tea", "owner_name": "林晓", "login": "13800138000",
            "password": "long enough to be safe 7", "accept_terms": True,
        },
    )  # fmt: skip
    everybody = family(shop.process.pid)
    shop.process.kill()
    shop.process.wait()
    wait_until(lambda: are_gone(everybody))
    shop.start()
    shop.until(lambda pids: all(pids.values()))
    assert shop.ask("/readyz")["status"] == "ok"
    asked = urllib.request.Request(
        f"http://127.0.0.1:{shop.port}/api/shop/shop", headers={"Lianyi-Shop": "tea"}
    )
    with urllib.request.urlopen(asked) as answer:
        assert json.load(answer)["id"] == opened["shop"]["id"]


@pytest.mark.slow
@pytest.mark.timeout(300)  # several starts of everything; a busy machine is not a wrong answer
def test_whoever_is_killed_is_replaced_and_all_stop_in_order(shop):
    shop.start()
    first = shop.until(lambda pids: all(pids.values()))
    assert list(first) == ["prefork", "sandbox", "worker", "server 1"]
    os.kill(first["server 1"], signal.SIGKILL)
    second = shop.until(lambda pids: pids["server 1"] not in {None, first["server 1"]})
    assert second | {"server 1": 0} == first | {"server 1": 0}
    assert shop.ask("/readyz")["status"] == "ok"
    os.kill(first["prefork"], signal.SIGKILL)
    third = shop.until(lambda pids: all(pids.values()) and pids["prefork"] != first["prefork"])
    assert are_gone([first["prefork"], first["worker"], second["server 1"]])
    assert third["sandbox"] == first["sandbox"]
    assert shop.ask("/readyz")["status"] == "ok"
    everybody = family(shop.process.pid)
    shop.process.terminate()
    said = [line.strip() for line in shop.process.stdout if not line.startswith("{")]
    assert said == ["stopping server 1", "stopping worker", "stopping sandbox", "stopping prefork", "stopped"]
    assert shop.process.wait() == 0
    assert are_gone(everybody)


ASKED_AT_A_FORK = """
import os, signal, subprocess
from lianyi.app import supervisor
supervisor._REMIND_SECONDS = 0.1
signal.signal(signal.SIGTERM, supervisor._asked)
try:
    os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGTERM))
    subprocess.run(["true"], preexec_fn=lambda: None)
    print("it was lost", flush=True)
    while True:
        signal.pause()
except supervisor.Asked:
    supervisor._heard()
    print("heard", flush=True)
"""


@pytest.mark.timeout(60)
def test_who_asks_it_to_stop_while_it_forks_is_heard():
    done = subprocess.run(
        [sys.executable, "-c", ASKED_AT_A_FORK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n") == ["it was lost", "heard", ""]


@pytest.mark.slow
@pytest.mark.timeout(300)  # several starts of everything; a busy machine is not a wrong answer
def test_asked_to_stop_while_it_starts_it_leaves_nobody(shop):
    shop.start()
    shop.until_said("Database is running")
    everybody = family(shop.process.pid)
    assert everybody
    shop.process.terminate()
    shop.until_said("stopped")
    assert shop.process.wait() == 0
    assert are_gone(everybody)
