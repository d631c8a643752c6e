"""Reads of media."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import TenantId
from lianyi.media import rules
from lianyi.media.types import MediaId, Picture


@dataclass(frozen=True, slots=True)
class AssetRow:
    id: UUID
    sha256: str
    width: int
    height: int
    preview: str
    name: str
    created_at: datetime


BY_IDS = Statement(
    """
    select id, sha256, width, height, preview, name, created_at from media_asset
    where tenant_id = %(tenant)s and id = any(%(ids)s)
    """,
    AssetRow,
)
BY_HASH = Statement(
    """
    select id, sha256, width, height, preview, name, created_at from media_asset
    where tenant_id = %(tenant)s and left(sha256, 40) = any(%(hashes)s::text[])
    """,
    AssetRow,
)
NEWEST = Statement(
    """
    select id, sha256, width, height, preview, name, created_at from media_asset
    where tenant_id = %(tenant)s and (created_at, id) < (%(before_at)s, %(before_id)s)
    order by created_at desc, id desc limit %(limit)s
    """,
    AssetRow,
)


@dataclass(frozen=True, slots=True)
class LibraryPicture:
    """A picture in the merchant's library."""

    id: MediaId
    picture: Picture
    name: str
    created_at: datetime


async def pictures(session: ReadSession, ids: Iterable[UUID]) -> dict[UUID, Picture]:
    """Pictures by id; unknown ids are left out. One statement, none for no ids."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    return {row.id: picture_of(session.tenant, row) for row in await session.all(BY_IDS, ids=wanted)}


async def ids_by_hash(session: ReadSession, hashes: Iterable[str]) -> dict[str, MediaId]:
    """Assets by the hash in their files' names; unknown ones are left out."""
    wanted = list(hashes)
    if not wanted:
        return {}
    return {row.sha256[:40]: MediaId(row.id) for row in await session.all(BY_HASH, hashes=wanted)}


async def library(
    session: ReadSession, *, before_at: datetime, before_id: UUID, limit: int
) -> list[LibraryPicture]:
    """The newest pictures before a place in the list."""
    rows = await session.all(NEWEST, before_at=before_at, before_id=before_id, limit=limit)
    return [
        LibraryPicture(MediaId(row.id), picture_of(session.tenant, row), row.name, row.created_at)
        for row in rows
    ]


def picture_of(tenant: TenantId, row: AssetRow) -> Picture:
    """The addresses of an asset's variants; they live as long as the asset."""
    small, middle, large = (
        f"/media/{tenant.hex}/{rules.file_name(row.sha256, width)}" for width in (200, 480, 960)
    )
    return Picture(MediaId(row.id), small, middle, large, row.width, row.height, row.preview)
