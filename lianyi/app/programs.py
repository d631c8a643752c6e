"""The programs of one running instance: what each is told, how it is started, when it counts as there."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from lianyi.app import database, fronts
from lianyi.app.children import Child, Program
from lianyi.app.crew import Member, Prefork
from lianyi.app.screen import Screen
from lianyi.app.settings import Settings
from lianyi.kit.secrets import new_master_key

READY_SECONDS_MAX = 90
LOOK_SECONDS = 0.02
PROGRAM = (sys.executable, "-m", "lianyi.app")


class CannotStart(Exception):
    """Something on this machine is in the way; the message says what and what to do."""


def environment(settings: Settings, urls: database.Urls | None = None) -> dict[str, str]:
    """What every program is told. The owner's address of the database is not among it: only migrations need it.

    Without `urls` it is for a program that needs no database, or does not yet know it.
    """
    told = {key: value for key, value in os.environ.items() if key != "LIANYI_DATABASE_URL"}
    told |= {
        "LIANYI_HOST": settings.host,
        "LIANYI_PORT": str(settings.port),
        "LIANYI_SANDBOX_PORT": str(settings.sandbox_port),
        "LIANYI_DATA_DIR": str(settings.data_dir),
        "LIANYI_DEMO": str(int(settings.demo)),
        "PYTHONUNBUFFERED": "1",
    }
    if urls is not None:
        told["LIANYI_APP_DATABASE_URL"] = urls.app
    if settings.master_key is not None:
        told["LIANYI_MASTER_KEY"] = settings.master_key.get_secret_value()
    return told


def master_key(settings: Settings, folder: Path) -> str:
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


def prefork(folder: Path, environment: Mapping[str, str]) -> Prefork:
    """The process that servers and worker are forked from."""
    return Prefork(PROGRAM, environment, folder / "logs" / "prefork.log")


def server(
    number: int, prefork: Prefork, listening: socket.socket, environment: Mapping[str, str], folder: Path
) -> Child:
    """A server on the socket that the supervisor listens on."""
    log = folder / "logs" / f"server-{number}.log"
    return Member(prefork, "serve", f"server {number}", environment=environment, log=log, listening=listening)


def worker(prefork: Prefork, folder: Path, environment: Mapping[str, str]) -> Child:
    """The worker."""
    return Member(prefork, "worker", "worker", environment=environment, log=folder / "logs" / "worker.log")


def sandbox(settings: Settings, folder: Path, environment: Mapping[str, str]) -> Child:
    """The sandbox. It is another program: no secret of ours is told to it."""
    arguments = [sys.executable, "-m", "wechat_sandbox", "--port", str(settings.sandbox_port)]
    arguments += ["--data-dir", str(folder / "sandbox")]
    secrets = {"LIANYI_MASTER_KEY", "LIANYI_APP_DATABASE_URL"}
    outside = {key: value for key, value in environment.items() if key not in secrets}
    return Program("sandbox", arguments, environment=outside, log=folder / "logs" / "sandbox.log")


def once(command: str, environment: Mapping[str, str]) -> None:
    """Run one of our own commands to its end."""
    done = subprocess.run(  # noqa: S603  the arguments are ours
        [*PROGRAM, command],
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
                [*PROGRAM, "build", self.front.name],
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


def until_answers(url: str, children: list[Child], screen: Screen) -> None:
    """Wait until `url` answers well. A child that keeps dying meanwhile is told with its last words."""

    def answer() -> str | None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  our own address
                return None
        except urllib.error.HTTPError as refused:
            return refused.read(2000).decode("utf-8", "replace")
        except OSError:
            return ""

    _until(answer, f"{url} did not answer well", children, screen)


def until_imported(prefork: Prefork, children: list[Child], screen: Screen) -> None:
    """Wait until servers and worker can be forked. A child that keeps dying meanwhile is told with its last words."""
    _until(lambda: None if prefork.is_ready else "", "the code was not imported", children, screen)


def _until(look: Callable[[], str | None], what: str, children: list[Child], screen: Screen) -> None:
    """Look until all is well, which is None; otherwise `look` gives what it was told instead."""
    deadline = time.monotonic() + READY_SECONDS_MAX
    while (last := look()) is not None:
        for one in children:
            one.tend(screen.trouble)
            if one.failures >= 3:
                raise CannotStart(f"{one.name} does not start. The end of its log:\n{one.last_words()}")
        if time.monotonic() > deadline:
            words = "\n".join(f"{one.name}:\n{one.last_words()}" for one in children)
            raise CannotStart(f"{what} in {READY_SECONDS_MAX} s. {last}\n{words}")
        time.sleep(LOOK_SECONDS)
