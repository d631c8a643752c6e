"""Who is forked is a process of its own: with its name, its log and its end, and never without the one it came from."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from lianyi.app import children, programs
from lianyi.app.crew import Member
from lianyi.app.screen import Screen
from lianyi.kit.secrets import new_master_key
from tests.app.test_supervisor import ROOT, wait_until


@pytest.fixture(scope="module")
def told():
    outside = {key: value for key, value in os.environ.items() if not key.startswith("LIANYI_")}
    return outside | {"LIANYI_DEMO": "0", "LIANYI_MASTER_KEY": new_master_key(), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="module")
def prefork(told, tmp_path_factory):
    one = programs.prefork(tmp_path_factory.mktemp("crew"), told)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def ready(prefork):
    """The process when everything is imported; the test before may have killed it."""
    prefork._retry_at = 1
    prefork.tend(print)
    programs.until_imported(prefork, [prefork], Screen())
    return prefork


@pytest.fixture
def listening():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield one


@pytest.fixture
def member(ready, told, listening, app_dsn, tmp_path):
    """A server that answers."""
    one = Member(
        ready, "serve", "server 1", environment=told | {"LIANYI_APP_DATABASE_URL": app_dsn},
        log=tmp_path / "member.log", listening=listening,
    )  # fmt: skip
    one.start()
    with urllib.request.urlopen(f"http://127.0.0.1:{listening.getsockname()[1]}/healthz") as answer:
        assert answer.status == 200
    wait_until(lambda: ready.hear() or one._process.pid)
    yield one
    one.stop()


def is_there(pid):
    return Path(f"/proc/{pid}/cwd").exists()


def test_a_member_that_dies_at_once_is_told_and_started_later_and_later(ready, told, tmp_path):
    said = []
    one = Member(ready, "serve", "server 1", environment=told, log=tmp_path / "one.log")
    one.start()
    for attempt, wait in enumerate(children.BACKOFF_SECONDS[1:4], 1):
        wait_until(lambda: one.tend(said.append) or len(said) == attempt)  # noqa: B023  called before the next round
        assert said[-1].startswith(f"server 1 ended with status 1; starting it again in {wait:g} s.")
        one._retry_at = 1  # the wait itself needs no test
    assert one.failures == 3
    assert [line[:23] for line in one.last_words().splitlines()] == ["Set LIANYI_DATABASE_URL"] * 3
    one.stop()


def test_a_member_has_its_own_name_session_and_files(member):
    pid = member._process.pid
    words = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    assert words[-2:] == [b"lianyi.app", b"serve"]
    assert Path(f"/proc/{pid}/comm").read_text("utf-8") == "lianyi server 1\n"
    assert os.getsid(pid) == pid
    files = {int(one.name): str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()}
    assert [files[number] for number in range(3)] == ["/dev/null", str(member.log), str(member.log)]
    channel = str(Path(f"/proc/{member._prefork._process.pid}/fd/0").readlink())
    assert channel.startswith("socket:")
    assert channel not in files.values()


def test_a_member_is_asked_to_end_and_only_that_one(member, ready):
    run, pid = member._process, member._process.pid
    member.stop()
    assert run.returncode == -signal.SIGTERM
    assert not is_there(pid)
    assert ready.is_ready


def test_asked_to_end_it_lets_its_members_end_first(member, ready):
    run, parent = member._process, ready._process
    parent.send_signal(signal.SIGTERM)
    assert run.wait(20) == -signal.SIGTERM
    assert parent.wait(20) == 0


def test_killed_it_takes_its_members_along_and_they_come_back_with_it(member, ready, listening):
    run, pid, said = member._process, member._process.pid, []
    ready._process.kill()
    wait_until(lambda: not is_there(pid))
    wait_until(lambda: member.tend(said.append) or said)
    assert run.returncode == -signal.SIGKILL
    assert said[0].startswith("server 1 was killed by signal 9; starting it again in 1 s.")
    member._retry_at = 1  # at once, but there is nobody yet to fork it from
    member.tend(said.append)
    assert member._process is None
    wait_until(lambda: ready.tend(said.append) or member.tend(said.append) or member._process, 60)
    with urllib.request.urlopen(f"http://127.0.0.1:{listening.getsockname()[1]}/healthz") as answer:
        assert answer.status == 200


def test_what_is_forked_shares_its_memory(member):
    """A collector that walks what was imported would write into all of it: the pages would be the member's own."""
    lines = Path(f"/proc/{member._process.pid}/smaps_rollup").read_text("utf-8").splitlines()[1:]
    kib = {line.split()[0]: int(line.split()[1]) for line in lines}
    assert kib["Private_Dirty:"] < kib["Rss:"] / 2


def test_nobody_starts_it_by_hand():
    done = subprocess.run(
        [sys.executable, "-m", "lianyi.app", "prefork"], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("`prefork` is started by `lianyi run`")
