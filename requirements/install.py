"""Makes .venv and installs the locked packages into it, once: `python3 requirements/install.py run|test`.

Runs before anything is installed, so it needs nothing but a Python. Every package is checked against its hash.
"""  # noqa: INP001  a program, not a package

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SETS = {"run": ("run",), "test": ("test", "run")}  # `test` holds everything of `run`, at the same versions


def main(wanted: str) -> None:
    """Bring .venv to the locked set, or leave it alone when it is there."""
    if sys.version_info < (3, 11):  # noqa: UP036  here it is the question
        sys.exit(
            f"Lianyi needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11 …"
        )
    if all(_is_installed(name) for name in SETS[wanted]) and PYTHON.exists():
        return
    if not _works():
        _make()
    began = time.monotonic()
    _install(ROOT / "requirements" / f"{wanted}.txt")
    for name in SETS[wanted]:
        _stamp(name).write_text(_fingerprint(name), "utf-8")
    _say(f"✓ Packages are installed and match their hashes  {time.monotonic() - began:.1f} s\n")


def _fingerprint(name: str) -> str:
    lock = (ROOT / "requirements" / f"{name}.txt").read_bytes()
    return hashlib.sha256(lock + sys.version.encode()).hexdigest()


def _stamp(name: str) -> Path:
    return VENV / f".lianyi-{name}"


def _is_installed(name: str) -> bool:
    stamp = _stamp(name)
    return stamp.exists() and stamp.read_text("utf-8") == _fingerprint(name)


def _works() -> bool:
    """Whether the environment runs here: a moved or half-made one does not."""
    if not PYTHON.exists():
        return False
    tried = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)  # noqa: S603  our own
    return tried.returncode == 0


def _make() -> None:
    _say("Making the Python environment in .venv …\n")
    if VENV.exists() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)  # noqa: S603  our own
    if made.returncode != 0:
        sys.exit(
            "This Python cannot make environments. Install its venv package and start again, for example: "
            f"apt-get install python3-venv\n{made.stdout.strip()[-600:]}"
        )


def _install(lock: Path) -> None:
    """Install with pip, which every environment has; a screen sees the count move."""
    total = len(re.findall(r"^\S+==", lock.read_text("utf-8"), re.MULTILINE))
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--disable-pip-version-check",
        "--no-input",
    ]
    command += ["--progress-bar", "off", "-r", lock]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:  # noqa: S603  our own
        said, found = [], 0
        for line in pip.stdout or ():
            said.append(line)
            found += line.startswith(("Collecting ", "Requirement already satisfied: "))
            if sys.stdout.isatty():
                _say(f"\r  locked packages: {min(found, total)} of {total} ")
    if sys.stdout.isatty():
        _say("\r\033[K")
    if pip.returncode != 0:
        sys.exit("The packages could not be installed:\n" + "".join(said[-15:]))


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    os.umask(0o022)
    main(sys.argv[1])
