"""Where the bytes of pictures lie: a folder today; another store needs these two verbs and nothing else.

Names are content hashes, so writing twice is harmless, nothing is ever changed, and a file that a rolled-back
transaction left behind is found again by the next upload of the same picture.
"""

import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from lianyi.kit.config import config
from lianyi.kit.ids import new_id


def path_of(tenant: UUID, name: str) -> Path:
    """The file of a name that was checked before (`rules.file_name` or the route's pattern)."""
    return config().data_dir / "media" / tenant.hex / name


def put(tenant: UUID, name: str, data: bytes) -> None:
    """Keep bytes under a name, whole or not at all: a reader never sees half a file. Blocks: call it in a thread."""
    _put(path_of(tenant, name), data)


def read(tenant: UUID, name: str) -> bytes | None:
    """The bytes of an uploaded picture's variant; None when there is no such file. Blocks."""
    return _read(path_of(tenant, name))


# What was drawn lies apart from what was uploaded: it can be drawn again, is swept, and no address leads to the file.


def put_drawn(tenant: UUID, name: str, data: bytes) -> None:
    """Keep a drawn picture. Blocks."""
    _put(_drawn(tenant) / name, data)


def read_drawn(tenant: UUID, name: str) -> bytes | None:
    """A drawn picture, None when it is not kept; whoever asks keeps it from being swept. Blocks."""
    path = _drawn(tenant) / name
    data = _read(path)
    if data is not None:
        with suppress(OSError):
            path.touch()
    return data


# What only some may see lies apart, too: a name of chance, and no address that leads to the file.


def put_private(tenant: UUID, name: str, data: bytes) -> None:
    """Keep a private picture. Blocks."""
    _put(_private(tenant) / name, data)


def read_private(tenant: UUID, name: str) -> bytes | None:
    """A private picture; None when there is no such file. Blocks."""
    return _read(_private(tenant) / name)


def drop_private(tenant: UUID, name: str) -> None:
    """Remove a private picture; none is fine, too. Blocks."""
    (_private(tenant) / name).unlink(missing_ok=True)


def sweep_drawn(tenant: UUID, before_seconds: int, kept_max: int, limit: int) -> int:
    """Remove drawn pictures nobody asked for since a Unix time, and the oldest beyond a number. Blocks."""
    folder = _drawn(tenant)
    if not folder.is_dir():
        return 0
    with os.scandir(folder) as entries:
        files = sorted((entry.stat().st_mtime, entry.path) for entry in entries if entry.is_file())
    surplus = len(files) - kept_max
    old = [path for number, (at, path) in enumerate(files) if at < before_seconds or number < surplus]
    for path in old[:limit]:
        Path(path).unlink(missing_ok=True)
    return len(old[:limit])


def _drawn(tenant: UUID) -> Path:
    return config().data_dir / "drawn" / tenant.hex


def _private(tenant: UUID) -> Path:
    return config().data_dir / "private" / tenant.hex


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _put(path: Path, data: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{new_id().hex}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
