"""The embedded database: who owns it, what a kill -9 leaves behind, and that it stays in its place."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from lianyi.kit import postgres
from lianyi.kit.postgres import Embedded, EmbeddedDatabaseFailed

OWNER = """
import pathlib, sys, time
from lianyi.kit.postgres import Embedded
started = Embedded.start(pathlib.Path(sys.argv[1]))
print("owner" if started.is_owner else "guest", flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path):
    """A data folder with a space in its name, below folders that only its user may enter."""
    path = tmp_path / "a shop's 数据" / "database"
    yield path
    for left in Path("/tmp").glob("lianyi-*"):
        if left == postgres._socket_folder(path.resolve()):
            shutil.rmtree(left)


def start_elsewhere(folder):
    process = subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "owner\n"
    return process


def query(dsn, text):
    with psycopg.connect(dsn) as connection:
        return connection.execute(text).fetchone()[0]


def test_it_starts_serves_and_stops(folder):
    with Embedded.start(folder, options={"work_mem": "7MB"}) as database:
        assert database.is_owner
        assert database.create_database("shop of 涟漪")
        assert not database.create_database("shop of 涟漪")
        dsn = database.dsn("shop of 涟漪", "app")
        assert query(dsn, "select current_user::text") == "app"
        assert query(dsn, "show work_mem") == "7MB"
        assert query(dsn, "show fsync") == "on"
        assert query(dsn, "show server_encoding") == "UTF8"
        assert query(dsn, "show timezone") == "UTC"
    assert not database.answers()


def test_the_role_of_the_server_cannot_step_over_row_level_security(folder):
    with Embedded.start(folder, fsync=False) as database:
        app = database.dsn("postgres", "app")
        rights = "select array[rolsuper, rolbypassrls, rolcreatedb, rolcreaterole] from pg_roles"
        assert query(app, f"{rights} where rolname = current_user") == [False] * 4
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            query(app, "create table stolen (id int)")
        assert (
            query(database.dsn("postgres", "owner"), f"{rights} where rolname = current_user") == [True] * 4
        )


def test_trigrams_know_chinese(folder):
    with Embedded.start(folder, fsync=False) as database:
        owner = database.dsn("postgres", "owner")
        with psycopg.connect(owner) as connection:
            connection.execute("create extension pg_trgm")
        assert query(owner, "select similarity('白茶礼盒', '白茶礼盒装')") > 0.5


def test_nobody_else_may_enter_its_socket(folder):
    with Embedded.start(folder, fsync=False) as database:
        found = database.socket.stat()
        assert found.st_mode & 0o077 == 0
        assert found.st_uid == (postgres._server_identity() or (os.geteuid(), 0))[0]
        assert query(database.dsn("postgres", "owner"), "show listen_addresses") == ""


def test_a_folder_that_somebody_prepared_at_our_address_is_refused(folder):
    socket = postgres._socket_folder(folder.resolve())
    socket.chmod(0o777)
    with pytest.raises(EmbeddedDatabaseFailed, match="remove it and start again"):
        Embedded.start(folder)
    assert not (folder / "cluster").exists()
    socket.chmod(0o700)


def test_who_comes_second_is_a_guest_and_leaves_the_server_running(folder):
    with Embedded.start(folder, fsync=False) as database:
        with Embedded.start(folder) as guest:
            assert not guest.is_owner
            assert query(guest.dsn("postgres", "app"), "select 1") == 1
        assert database.answers()


def test_what_was_committed_survives_a_kill_of_the_server(folder):
    database = Embedded.start(folder)
    owner = database.dsn("postgres", "owner")
    with psycopg.connect(owner) as connection:
        connection.execute("create table kept as select 42 as answer")
    database._server.send_signal(signal.SIGKILL)
    database._server.wait()
    database.stop()
    assert (folder / "cluster" / "postmaster.pid").exists()
    with Embedded.start(folder):
        assert query(owner, "select answer from kept") == 42


def test_a_killed_owner_takes_its_server_along_and_the_next_start_recovers(folder):
    process = start_elsewhere(folder)
    process.stdout.close()
    owner = f"postgresql://owner@/postgres?host={postgres._socket_folder(folder.resolve())}"
    with psycopg.connect(owner) as connection:
        connection.execute("create table kept as select 42 as answer")
        connection.commit()
        server = int((folder / "cluster" / "postmaster.pid").read_text().split()[0])
        process.kill()
        process.wait()
        with Embedded.start(folder) as database:  # while the old server may still be on its way out
            assert database.is_owner
            assert query(owner, "select answer from kept") == 42
            assert int((folder / "cluster" / "postmaster.pid").read_text().split()[0]) != server
    assert not Path(f"/proc/{server}/cwd").exists()  # ended; where nobody reaps orphans its entry may remain


def test_a_pid_that_now_belongs_to_another_program_does_not_stop_the_start(folder):
    with Embedded.start(folder, fsync=False) as database:
        lines = (folder / "cluster" / "postmaster.pid").read_text()
        database._server.kill()
        database._server.wait()
    stranger = postgres._spawn(["/bin/sleep", "600"], Path("/"), subprocess.DEVNULL)
    try:
        left = lines.split("\n", 1)[1]
        (folder / "cluster" / "postmaster.pid").write_text(f"{stranger.pid}\n{left}")
        with Embedded.start(folder, fsync=False) as again:
            assert again.answers()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_half_a_cluster_never_counts_as_one(folder):
    (folder / "cluster.new").mkdir(parents=True)
    (folder / "cluster.new" / "PG_VERSION").write_text("18\n")
    with Embedded.start(folder, fsync=False) as database:
        assert database.answers()
    assert not (folder / "cluster.new").exists()


def test_binaries_out_of_reach_are_copied(folder, monkeypatch):
    seen = []

    def reachable(binaries, real=postgres._runs):
        seen.append(binaries)
        return len(seen) > 1 and real(binaries)

    monkeypatch.setattr(postgres, "_runs", reachable)
    with Embedded.start(folder, fsync=False) as database:
        assert database.answers()
    assert seen[1].is_relative_to(folder)
    assert sum(f.stat().st_size for f in folder.glob("binaries-*/**/*") if f.is_file()) < 60_000_000


def test_it_wants_the_main_thread_because_it_ends_with_its_thread(folder):
    failures = []

    def start():
        try:
            Embedded.start(folder)
        except EmbeddedDatabaseFailed as failure:
            failures.append(str(failure))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert failures == ["Start the embedded database from the main thread: it ends with its thread."]


def test_a_server_that_cannot_start_says_why(folder):
    with pytest.raises(EmbeddedDatabaseFailed, match="no_such_setting"):
        Embedded.start(folder, options={"no_such_setting": "1"})
    began = time.monotonic()
    with Embedded.start(folder, fsync=False) as database:  # the failure let go of the folder
        assert database.is_owner
    assert time.monotonic() - began < postgres.START_SECONDS_MAX
