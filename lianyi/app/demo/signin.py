"""The demo's passwords: random, kept in the data folder for the owner of the machine, printed at the start."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from lianyi.kit.config import config

PLACE = Path("secrets") / "demo.json"


@dataclass(frozen=True)
class Login:
    name: str
    role: str
    login: str
    password: str


@dataclass(frozen=True)
class SignIn:
    """How to enter the demo shop; `login` and `password` are the owner's."""

    slug: str
    login: str
    password: str
    staff: tuple[Login, ...]


def new_password() -> str:
    """Four groups that can be read out and typed; about 77 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def kept() -> SignIn | None:
    """What an earlier seeding left, None before the first that reached its end."""
    path = config().data_dir / PLACE
    if not path.exists():
        return None
    found = json.loads(path.read_text("utf-8"))
    staff = tuple(Login(**one) for one in found["staff"])
    return SignIn(found["slug"], found["login"], found["password"], staff)


def keep(sign_in: SignIn) -> None:
    """Written last and whole, readable by its owner only: a seeding that was cut off leaves nothing here."""
    path = config().data_dir / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(sign_in), ensure_ascii=False, indent=1) + "\n", "utf-8")
    draft.replace(path)
