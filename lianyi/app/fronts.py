"""Builds the front ends, only when what they are made of has changed."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
NODE_MAJOR_MIN = 20
_NOT_SOURCES = frozenset({"node_modules", "dist", "unpackage", ".vite"})


class FrontFailed(Exception):
    """A front end could not be built; the message carries the last lines of what the builder said."""


@dataclass(frozen=True, slots=True)
class Front:
    """One built artefact: npm script `script` of web/`folder` fills `result`; `check` looks at its types."""

    name: str
    folder: str
    script: str
    check: str
    result: str

    @property
    def path(self) -> Path:
        return ROOT / "web" / self.folder

    @property
    def built(self) -> Path:
        """Where the finished files stand."""
        return self.path / self.result


CONSOLE = Front("console", "console", "build", "check", "dist")
SHOP_H5 = Front("shop", "shop", "build:h5", "type-check", "dist/build/h5")
SHOP_MINI = Front("mini", "shop", "build:mp-weixin", "type-check", "dist/build/mp-weixin")
ALL = {front.name: front for front in (CONSOLE, SHOP_H5, SHOP_MINI)}
CLIENT = ROOT / "web" / "client" / "api.d.ts"


def fingerprint(front: Front) -> str:
    """A digest of everything the front is built from: its sources and lock, the kit, the client."""
    digest = hashlib.sha256(front.script.encode())
    for folder in (front.path, ROOT / "web" / "kit", ROOT / "web" / "client"):
        for path in _sources(folder):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(folder: Path) -> list[Path]:
    found = []
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _NOT_SOURCES]
        found += [Path(at, name) for name in files]
    return sorted(found)


def build(front: Front) -> bool:
    """Bring a front end up to date; tells whether anything had to be done. Raises FrontFailed."""
    wanted = fingerprint(front)
    stamp = ROOT / ".cache" / "web" / f"{front.folder}-{front.script.replace(':', '-')}.sha256"
    if front.built.is_dir() and stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return False
    stamp.unlink(missing_ok=True)
    install(front.folder)
    _npm(front.path, "run", front.script)
    if not front.built.is_dir():
        raise FrontFailed(f"npm run {front.script} in web/{front.folder} left no {front.result}.")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, "utf-8")
    return True


def check(front: Front) -> None:
    """Check the types of a front end. Raises FrontFailed."""
    _npm(front.path, "run", front.check)


def generate_client(out: Path = CLIENT) -> None:
    """Write the TypeScript types of docs/openapi.json. Raises FrontFailed."""
    install(CONSOLE.folder)
    document = os.path.relpath(ROOT / "docs" / "openapi.json", CONSOLE.path)
    out.parent.mkdir(parents=True, exist_ok=True)
    _npm(CONSOLE.path, "exec", "--", "openapi-typescript", document, "--output", str(out.absolute()))


def client_is_current() -> bool:
    """Whether web/client is what docs/openapi.json generates. Raises FrontFailed."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / CLIENT.name
        generate_client(fresh)
        return CLIENT.exists() and CLIENT.read_bytes() == fresh.read_bytes()


def install(folder: str) -> bool:
    """Install the locked packages of web/`folder` unless they are there; tells whether it had to."""
    path = ROOT / "web" / folder
    wanted = hashlib.sha256((path / "package-lock.json").read_bytes()).hexdigest()
    stamp = path / "node_modules" / ".lianyi-lock"
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return False
    _npm(path, "ci", "--no-audit", "--no-fund")
    stamp.write_text(wanted, "utf-8")
    return True


def _npm(cwd: Path, *arguments: str) -> None:
    npm = _npm_of_a_node_that_is_new_enough()
    done = subprocess.run(  # noqa: S603  the arguments are ours
        [npm, *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        env={**os.environ, "npm_config_update_notifier": "false", "UNI_NO_STATS": "1", "CI": "1"},
    )
    if done.returncode != 0:
        lines = done.stdout.strip().splitlines()  # npm says what is wrong first, builders say it last
        said = "\n".join(lines if len(lines) <= 40 else [*lines[:15], "…", *lines[-25:]])
        raise FrontFailed(f"npm {' '.join(arguments)} in {cwd.relative_to(ROOT)} failed:\n{said}")


def _npm_of_a_node_that_is_new_enough() -> str:
    node, npm = shutil.which("node"), shutil.which("npm")
    found = "none"
    if node is not None and npm is not None:
        asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  found on the path
        found = asked.stdout.strip()
        if found.startswith("v") and int(found[1:].split(".")[0]) >= NODE_MAJOR_MIN:
            return npm
    raise FrontFailed(
        f"The front ends need Node {NODE_MAJOR_MIN} or newer with npm; found {found}. Install it and start again."
    )
