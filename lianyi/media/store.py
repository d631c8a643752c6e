"""Writing SQL of media."""

from uuid import UUID

from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import new_id
from lianyi.media.types import Encoded, MediaId

# `do update` instead of `do nothing`, so that the row of an earlier upload comes back.
KEEP = Statement(
    """
    insert into media_asset
      (tenant_id, id, sha256, mime, width, height, bytes, name, preview, created_by, created_at)
    values (%(tenant)s, %(id)s, %(sha256)s, 'image/webp', %(width)s, %(height)s, %(bytes)s, %(name)s, %(preview)s,
      %(created_by)s, %(now)s)
    on conflict (tenant_id, sha256) do update set name = media_asset.name
    returning id
    """,
    UUID,
)


async def keep(session: Session, encoded: Encoded, created_by: UUID | None) -> MediaId:
    """Insert the asset, or find the one with the same content."""
    found = await session.one(
        KEEP,
        id=new_id(),
        sha256=encoded.sha256,
        width=encoded.width,
        height=encoded.height,
        bytes=encoded.size,
        name=encoded.name,
        preview=encoded.preview,
        created_by=created_by,
    )
    return MediaId(found)
