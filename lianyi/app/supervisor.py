"""`make run`: everything on one machine, in order, from nothing to a shop in the browser, and back down in order.

Prefork → database → sandbox → tables → demo shop → front ends → worker → server. What is stopped is stopped in the opposite
order. The supervisor owns the database and the listening socket: a server that dies is replaced without a refused
connection, and a kill -9 of the supervisor takes everything along, because the kernel is asked to.
"""

import ctypes
import fcntl
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from pydantic import SecretStr

from lianyi.app import database, fronts, programs
from lianyi.app.children import Child
from lianyi.app.crew import Prefork
from lianyi.app.programs import CannotStart
from lianyi.app.screen import Screen
from lianyi.app.settings import DangerousSettings, Settings, load
from lianyi.kit.postgres import EmbeddedDatabaseFailed

_TEND_SECONDS = 0.25
_REMIND_SECONDS = 5.0  # longer than it takes to give up what was just begun


class Asked(BaseException):
    """The operator asked to stop (Ctrl-C, SIGTERM, SIGHUP)."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A running shop and how to reach it; `environment` is what a program of ours needs to join."""

    settings: Settings
    folder: Path
    urls: database.Urls
    environment: dict[str, str]
    children: list[Child]


def run() -> int:
    """Run until asked to stop. The exit status is 0 after a clean stop, 1 when something was in the way."""
    _stop_with_make()
    screen = Screen()
    began = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _asked)
    try:
        with running(load(), screen) as instance:
            _welcome(instance, screen, time.monotonic() - began)
            while True:
                time.sleep(_TEND_SECONDS)
                for child in instance.children:
                    child.tend(screen.trouble)
    except Asked:
        _heard()
        screen.say("Stopped. Everything that was committed is kept.")
        return 0
    except (CannotStart, DangerousSettings, EmbeddedDatabaseFailed, fronts.FrontFailed) as problem:
        screen.trouble(str(problem))
        return 1


@contextmanager
def running(settings: Settings, screen: Screen, *, pages: bool = True) -> Iterator[Instance]:
    """Start everything in order, and stop it in the opposite order at the end of the block.

    `pages=False` leaves the front ends out, for a story that speaks to the API alone. Raises CannotStart,
    EmbeddedDatabaseFailed, FrontFailed.
    """
    with ExitStack() as stack:
        try:
            folder = _own_folder(settings, stack)
            key = programs.master_key(settings, folder)
            settings = settings.model_copy(update={"master_key": SecretStr(key), "data_dir": folder})
            listening = _listen(settings, stack)
            if settings.sandbox_runs:
                _must_be_free(settings.sandbox_port, "LIANYI_SANDBOX_PORT")
            wanted = (fronts.CONSOLE, fronts.SHOP_H5) if pages else ()
            builds = [stack.enter_context(programs.Build(front, folder)) for front in wanted]
            children: list[Child] = []
            prefork = programs.prefork(folder, programs.environment(settings))
            _keep(prefork, children, screen, stack)  # it imports while the database starts
            with screen.step("Starting the database", "Database is running"):
                urls = stack.enter_context(database.opened(settings, folder))
            instance = Instance(settings, folder, urls, programs.environment(settings, urls), children)
            _bring_up(instance, prefork, listening, builds, screen, stack)
            yield instance
        except Asked:
            _heard()
            raise


def _keep(child: Child, children: list[Child], screen: Screen, stack: ExitStack) -> None:
    stack.callback(child.stop)
    stack.callback(screen.say, f"[dim]stopping {child.name}[/]")
    child.start()
    children.append(child)


def _bring_up(
    instance: Instance,
    prefork: Prefork,
    listening: socket.socket,
    builds: list[programs.Build],
    screen: Screen,
    stack: ExitStack,
) -> None:
    settings, folder, environment = instance.settings, instance.folder, instance.environment

    def keep(child: Child) -> None:
        _keep(child, instance.children, screen, stack)

    if settings.sandbox_runs:  # it starts while the tables are brought up to date
        keep(programs.sandbox(settings, folder, environment))
    with screen.step("Bringing the tables up to date", "Tables are up to date"):
        if not database.is_current(instance.urls.owner):
            programs.once("migrate", {**environment, "LIANYI_DATABASE_URL": instance.urls.owner})
    if settings.sandbox_url:
        with screen.step(
            "Starting the sandbox for WeChat", f"Sandbox for WeChat answers at {settings.sandbox_url}"
        ):
            programs.until_answers(f"{settings.sandbox_url}/healthz", instance.children, screen)
    # The demo shop lives its month before worker and server are there, because the clock is moved for it.
    if settings.demo and not _sign_in(instance).exists():
        with screen.step("Living a month of the demo shop", "Demo shop has lived its month"):
            programs.once("seed", environment)
    for build in builds:
        with screen.step(f"Building the {build.front.name}", f"The {build.front.name} is built"):
            build.finish()
    with screen.step("Starting server and worker", "Server and worker are ready"):
        programs.until_imported(prefork, instance.children, screen)
        keep(programs.worker(prefork, folder, environment))
        for number in range(1, settings.workers + 1):
            keep(programs.server(number, prefork, listening, environment, folder))
        programs.until_answers(f"http://{_reachable(settings)}/readyz", instance.children, screen)
    if settings.demo and settings.sandbox_url:
        _introduce(instance, settings.sandbox_url, screen)


def _introduce(instance: Instance, sandbox_url: str, screen: Screen) -> None:
    """The demo shop on the sandbox's phones; a shop that cannot be introduced is a shop all the same."""
    # Imported when everything runs, where nobody waits for it any more.
    import httpx  # noqa: PLC0415  as said above

    from lianyi.app.demo.phones import introduce  # noqa: PLC0415  as said above

    slug = json.loads(_sign_in(instance).read_text("utf-8"))["slug"]
    try:
        introduce(sandbox_url, instance.settings.address, slug)
    except httpx.HTTPError as problem:
        screen.trouble(f"The phones do not know the shop yet: {problem}")


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


# -- words --


def _reachable(settings: Settings) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104  read, not bound
    return f"{host}:{settings.port}"


def _sign_in(instance: Instance) -> Path:
    """Where the demo leaves its shop's short name, its owner's login and random password."""
    return instance.folder / "secrets" / "demo.json"


def _welcome(instance: Instance, screen: Screen, seconds: float) -> None:
    settings = instance.settings
    screen.say(f"\n[bold]涟漪 Lianyi[/] is running [dim]after {seconds:.1f} s[/]\n")
    if settings.demo:
        demo = json.loads(_sign_in(instance).read_text("utf-8"))
        screen.say(f"  Shop      {settings.address}/s/{demo['slug']}/")
        screen.say(f"  Console   {settings.address}/console/")
        screen.say(f"  Sign in   {demo['login']}   {demo['password']}")
    else:
        screen.say(f"  Console   {settings.address}/console/open   open your first shop here")
        screen.say(f"  Shop      {settings.address}/s/<its short name>/   once it is open")
    screen.say(f"  API       {settings.address}/api/docs")
    if settings.sandbox_url:
        screen.say(
            f"  Phones    {settings.sandbox_url}/phones   the shop as people hold it, with a tour of two minutes"
        )
        screen.say(f"  WeChat    {settings.sandbox_url}/   the sandbox; no real money moves")
    screen.say(f"  Data      {instance.folder}\n\nCtrl-C stops everything.")


# -- the end --


def _asked(_number: int, _frame: FrameType | None) -> None:
    """Raise Asked, and again after a while until it is heard.

    Python drops what a handler raises while it runs a hook of its own: `logging` has one around every fork, and whoever
    asked just then would have asked in vain.
    """
    _ignore_further_asking()
    signal.signal(signal.SIGALRM, _asked)
    signal.setitimer(signal.ITIMER_REAL, _REMIND_SECONDS)
    raise Asked


def _heard() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)


def _ignore_further_asking() -> None:
    """Stopping takes a moment and is not interrupted; who is in a hurry has kill -9, which is safe too."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _stop_with_make() -> None:
    """Under make, end when make is killed: nobody could reach us with Ctrl-C any more."""
    if "MAKELEVEL" in os.environ and threading.current_thread() is threading.main_thread():
        ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0)
