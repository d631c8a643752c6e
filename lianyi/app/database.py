"""Which database this process speaks to: the embedded one, or the one the operator named."""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from psycopg import sql

from lianyi.app.settings import Settings
from lianyi.kit.postgres import Embedded

NAME = "lianyi"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Urls:
    """`owner` migrates; `app` serves, bound by row-level security."""

    owner: str
    app: str


@contextmanager
def opened(settings: Settings, folder: Path) -> Iterator[Urls]:
    """The database's addresses, as long as the block lasts; the embedded server runs and stops with it."""
    if settings.database_url is not None:
        owner = settings.database_url.get_secret_value()
        yield Urls(owner, app_url(settings, owner))
        return
    with Embedded.start(folder / "postgres") as server:
        server.create_database(NAME)
        yield Urls(server.dsn(NAME, "owner"), server.dsn(NAME, "app"))


def app_url(settings: Settings, owner: str) -> str:
    """The address for role `app` in an operator's database: as given, or with a password derived from the master key."""
    if settings.app_database_url is not None:
        return settings.app_database_url.get_secret_value()
    parts = urlsplit(owner)
    address = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"app:{quote(_password(settings))}@{address}"))


def let_app_in(settings: Settings, owner: str) -> None:
    """Give role `app` its derived password, after the migrations made the role. Nothing to do for the embedded one."""
    if settings.database_url is None or settings.app_database_url is not None:
        return
    with psycopg.connect(owner) as connection:
        connection.execute(
            sql.SQL("alter role app login password {}").format(sql.Literal(_password(settings)))
        )


def newest_revision() -> str:
    """The newest migration in the tree, read from its file: loading Alembic for it would cost a start half a second."""
    newest = max((ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    named = re.search(r'^revision = "(.+)"$', newest.read_text("utf-8"), re.MULTILINE)
    assert named is not None
    return named[1]


def is_current(owner: str) -> bool:
    """Whether nothing is left to migrate."""
    try:
        with psycopg.connect(owner) as connection:
            stands = connection.execute("select version_num from alembic_version").fetchone()
    except psycopg.errors.UndefinedTable:
        return False
    return stands == (newest_revision(),)


def _password(settings: Settings) -> str:
    key = base64.b64decode(settings.master_keys[-1].partition(":")[2])
    derived = HKDF(SHA256(), 24, None, b"lianyi:app-database").derive(key)
    return base64.urlsafe_b64encode(derived).decode()
