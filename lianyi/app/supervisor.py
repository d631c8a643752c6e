"""`make run`: everything on one machine, in order, from nothing to a shop in the browser, and back down in order.

Database → sandbox → migrations → demo shop → front ends → worker → server. What is stopped is stopped in the
opposite order. The supervisor owns the database and the listening socket: a server that dies is replaced without a
refused connection, and a kill -9 of the supervisor takes everything along, because the kernel is asked to.
"""

import ctypes
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Self

from pydantic import SecretStr
from rich.console import Console

from lianyi.app import database, fronts
from lianyi.app.children import Child
from lianyi.app.settings import DangerousSettings, Settings, load
from lianyi.kit.postgres import EmbeddedDatabaseFailed
from lianyi.kit.secrets import new_master_key

READY_SECONDS_MAX = 90
_TEND_SECONDS = 0.25
_PROGRAM = (sys.executable, "-m", "lianyi.app")


class CannotStart(Exception):
    """Something on this machine is in the way; the message says what and what to do."""


class Asked(BaseException):
    """The operator asked to stop (Ctrl-C, SIGTERM, SIGHUP)."""


class Screen:
    """What the operator sees: one line a step, with the seconds it took."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, doing: str, done: str) -> Iterator[None]:
        began = time.monotonic()
        with self._console.status(f"{doing} …"):
            yield
        self._console.print(f"[green]✓[/] {done} [dim]{time.monotonic() - began:.1f} s[/]")

    def say(self, text: str) -> None:
        self._console.print(text)

    def trouble(self, text: str) -> None:
        self._console.print(f"[red]✗[/] {text}")


def run() -> int:
    """Run until asked to stop. The exit status is 0 after a clean stop, 1 when something was in the way."""
    _stop_with_make()
    screen = Screen()
    began = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _asked)
    try:
        with ExitStack() as stack:
            stack.callback(_ignore_further_asking)
            _run(load(), screen, stack, began)
    except Asked:
        screen.say("Stopped. Everything that was committed is kept.")
        return 0
    except (CannotStart, DangerousSettings, EmbeddedDatabaseFailed, fronts.FrontFailed) as problem:
        screen.trouble(str(problem))
        return 1
    return 0


def _run(settings: Settings, screen: Screen, stack: ExitStack, began: float) -> None:
    folder = _own_folder(settings, stack)
    settings = settings.model_copy(update={"master_key": SecretStr(_master_key(settings, folder))})
    listening = _listen(settings, stack)
    if settings.sandbox_runs:
        _must_be_free(settings.sandbox_port, "LIANYI_SANDBOX_PORT")
    builds = [stack.enter_context(Build(front, folder)) for front in (fronts.CONSOLE, fronts.SHOP_H5)]
    with screen.step("Starting the database", "Database is running"):
        urls = stack.enter_context(database.opened(settings, folder))
    environment = _environment(settings, folder, urls)
    children = []
    if settings.sandbox_runs:  # it starts while the tables are brought up to date
        children.append(_keep(_sandbox(settings, folder, environment), stack, screen))
    with screen.step("Bringing the tables up to date", "Tables are up to date"):
        if not database.is_current(urls.owner):
            _once("migrate", {**environment, "LIANYI_DATABASE_URL": urls.owner})
    if settings.sandbox_url:
        with screen.step(
            "Starting the sandbox that stands in for WeChat", f"Sandbox answers at {settings.sandbox_url}"
        ):
            _await(f"{settings.sandbox_url}/healthz", children, screen)
    if settings.demo:
        with screen.step("Opening the demo shop", "Demo shop is open"):
            _once("seed", environment)
    for build in builds:
        with screen.step(f"Building the {build.front.name}", f"The {build.front.name} is built"):
            build.finish()
    work = Child("worker", [*_PROGRAM, "worker"], environment=environment, log=folder / "logs" / "worker.log")
    children.append(_keep(work, stack, screen))
    servers = (_server(number, listening, environment, folder) for number in range(1, settings.workers + 1))
    children += [_keep(one, stack, screen) for one in servers]
    with screen.step("Starting server and worker", "Server and worker are ready"):
        _await(f"http://{_reachable(settings)}/readyz", children, screen)
    _welcome(settings, folder, screen, time.monotonic() - began)
    while True:
        time.sleep(_TEND_SECONDS)
        for child in children:
            child.tend(screen.trouble)


# -- what must be free --


def _own_folder(settings: Settings, stack: ExitStack) -> Path:
    """The data folder, ours alone; in the user's own data when the checkout cannot be written."""
    folder = settings.data_dir.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = stack.enter_context((folder / "run.lock").open("a+", encoding="utf-8"))
    except OSError as problem:
        if "data_dir" in settings.model_fields_set:
            raise CannotStart(
                f"LIANYI_DATA_DIR={settings.data_dir} cannot be written: {problem.strerror}."
            ) from None
        folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "lianyi"
        folder.mkdir(parents=True, exist_ok=True)
        lock = stack.enter_context((folder / "run.lock").open("a+", encoding="utf-8"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotStart(
            f"Lianyi already runs from {folder}. Stop it there, or give this one its own LIANYI_DATA_DIR."
        ) from None
    return folder


def _listen(settings: Settings, stack: ExitStack) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as problem:
        raise CannotStart(_taken(settings.port, "LIANYI_PORT", problem)) from None
    listening.listen(1024)
    listening.set_inheritable(True)
    return listening


def _must_be_free(port: int, name: str) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError as problem:
            raise CannotStart(_taken(port, name, problem)) from None


def _taken(port: int, name: str, problem: OSError) -> str:
    return f"Port {port} cannot be used ({problem.strerror}). Choose another, for example {name}={port + 1000} make run."


# -- the programs --


def _environment(settings: Settings, folder: Path, urls: database.Urls) -> dict[str, str]:
    """What every program is told. The owner's address of the database is not among it: only migrations need it."""
    told = {key: value for key, value in os.environ.items() if key != "LIANYI_DATABASE_URL"}
    told |= {
        "LIANYI_DATA_DIR": str(folder),
        "LIANYI_APP_DATABASE_URL": urls.app,
        "PYTHONUNBUFFERED": "1",
    }
    if settings.master_key is not None:
        told["LIANYI_MASTER_KEY"] = settings.master_key.get_secret_value()
    return told


def _master_key(settings: Settings, folder: Path) -> str:
    """As the operator gave it; for the embedded database made once and kept beside it, readable to us alone."""
    if settings.master_key is not None:
        return settings.master_key.get_secret_value()
    if settings.database_url is not None:
        raise CannotStart(
            "LIANYI_MASTER_KEY is not set, and with a database of your own it must not lie beside the data. Make one with "
            "`.venv/bin/python -m lianyi.app ops new-master-key`, keep it in a safe place and set it."
        )
    path = folder / "secrets" / "master.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(new_master_key() + "\n", "utf-8")
        fresh.rename(path)
    return path.read_text("utf-8").strip()


def _server(number: int, listening: socket.socket, environment: Mapping[str, str], folder: Path) -> Child:
    fd = listening.fileno()
    return Child(
        f"server {number}",
        [*_PROGRAM, "serve", "--fd", str(fd)],
        environment=environment,
        log=folder / "logs" / f"server-{number}.log",
        pass_fds=[fd],
    )


def _sandbox(settings: Settings, folder: Path, environment: Mapping[str, str]) -> Child:
    arguments = [sys.executable, "-m", "wechat_sandbox", "--port", str(settings.sandbox_port)]
    arguments += ["--data-dir", str(folder / "sandbox")]
    secrets = {"LIANYI_MASTER_KEY", "LIANYI_APP_DATABASE_URL"}
    outside = {key: value for key, value in environment.items() if key not in secrets}
    return Child("sandbox", arguments, environment=outside, log=folder / "logs" / "sandbox.log")


def _keep(child: Child, stack: ExitStack, screen: Screen) -> Child:
    """Start a program and have it stopped in its turn."""

    def stop() -> None:
        screen.say(f"[dim]stopping {child.name}[/]")
        child.stop()

    stack.callback(stop)
    child.start()
    return child


def _once(command: str, environment: Mapping[str, str]) -> None:
    """Run one of our own commands to its end."""
    done = subprocess.run(  # noqa: S603  the arguments are ours
        [*_PROGRAM, command],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise CannotStart(f"`lianyi {command}` failed:\n{said}")


class Build:
    """A front end being built beside everything else; its whole family of processes ends with it."""

    def __init__(self, front: fronts.Front, folder: Path) -> None:
        self.front = front
        self._log = folder / "logs" / f"build-{front.folder}.log"

    def __enter__(self) -> Self:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as out:
            self._process = subprocess.Popen(  # noqa: S603  the arguments are ours
                [*_PROGRAM, "build", self.front.name],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        return self

    def finish(self) -> None:
        """Wait for the build. Raises FrontFailed with what it said."""
        if self._process.wait() != 0:
            raise fronts.FrontFailed(self._log.read_text("utf-8", "replace").strip())

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait()


def _await(url: str, children: list[Child], screen: Screen) -> None:
    """Wait until `url` answers well. A child that keeps dying meanwhile is told with its last words."""
    deadline = time.monotonic() + READY_SECONDS_MAX
    last = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  our own address
                return
        except urllib.error.HTTPError as answer:
            last = answer.read(2000).decode("utf-8", "replace")
        except OSError:
            pass
        for one in children:
            one.tend(screen.trouble)
            if one.failures >= 3:
                raise CannotStart(f"{one.name} does not start. The end of its log:\n{one.last_words()}")
        time.sleep(0.05)
    words = "\n".join(f"{one.name}:\n{one.last_words()}" for one in children)
    raise CannotStart(f"{url} did not answer well in {READY_SECONDS_MAX} s. {last}\n{words}")


# -- words --


def _reachable(settings: Settings) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104  read, not bound
    return f"{host}:{settings.port}"


def _welcome(settings: Settings, folder: Path, screen: Screen, seconds: float) -> None:
    screen.say(f"\n[bold]涟漪 Lianyi[/] is running [dim]after {seconds:.1f} s[/]\n")
    sign_in = folder / "secrets" / "demo.json"
    slug = "…"
    if settings.demo and sign_in.exists():
        demo = json.loads(sign_in.read_text("utf-8"))
        slug = demo["slug"]
        screen.say(f"  Shop      {settings.address}/s/{slug}/")
        screen.say(f"  Console   {settings.address}/console/")
        screen.say(f"  Sign in   {demo['login']}   {demo['password']}")
    else:
        screen.say(
            f"  Console   {settings.address}/console/   open your first shop there: 开店, or Open a shop"
        )
        screen.say(f"  Shop      {settings.address}/s/<the shop's short name>/")
    screen.say(f"  API       {settings.address}/api/docs")
    if settings.sandbox_url:
        screen.say(f"  WeChat    {settings.sandbox_url}/   the sandbox; no real money moves")
    screen.say(f"  Data      {folder}\n\nCtrl-C stops everything.")


# -- the end --


def _asked(_number: int, _frame: FrameType | None) -> None:
    _ignore_further_asking()
    raise Asked


def _ignore_further_asking() -> None:
    """Stopping takes a moment and is not interrupted; who is in a hurry has kill -9, which is safe too."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _stop_with_make() -> None:
    """Under make, end when make is killed: nobody could reach us with Ctrl-C any more."""
    if "MAKELEVEL" in os.environ and threading.current_thread() is threading.main_thread():
        ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0)
