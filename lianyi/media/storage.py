"""Where the bytes of pictures lie: a folder today; another store needs these two verbs and nothing else.

Names are content hashes, so writing twice is harmless, nothing is ever changed, and a file that a rolled-back
transaction left behind is found again by the next upload of the same picture.
"""

import os
from pathlib import Path
from uuid import UUID

from lianyi.kit.config import config
from lianyi.kit.ids import new_id


def path_of(tenant: UUID, name: str) -> Path:
    """The file of a name that was checked before (`rules.file_name` or the route's pattern)."""
    return config().data_dir / "media" / tenant.hex / name


def put(tenant: UUID, name: str, data: bytes) -> None:
    """Keep bytes under a name, whole or not at all: a reader never sees half a file. Blocks: call it in a thread."""
    path = path_of(tenant, name)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{name}.{new_id().hex}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
